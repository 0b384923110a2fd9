// Figures drawn with characters: what stands where, at any width.

import Testing

@testable import Graphics

@Suite struct FigureTextTests {
  private let curves = Figure(
    Chart(
      title: "Loss", x: Axis("step"), y: Axis("loss"),
      series: [
        Series("training", values: (0..<50).map { 1 / Double($0 + 1) }),
        Series("validation", values: (0..<50).map { 1.2 / Double($0 + 1) }),
      ]))
  private let confusion = Figure(.confusion([[50, 2, 0], [1, 48, 3], [0, 4, 46]], classes: ["cat", "dog", "鸟"], title: "Confusion"))

  private func digit(_ value: UInt8) -> Picture {
    Picture(unchecked: Picture.Size(width: 8, height: 8, channels: 1), pixels: [UInt8](repeating: value, count: 64))
  }

  private func lines(_ figure: Figure, columns: Int = 80, rows: Int = 20, _ colours: TextColours = .none, isPlain: Bool = false) -> [String]
  {
    figure.text(TextStyle(columns: columns, rows: rows, colours: colours, isPlain: isPlain))
      .split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  @Test(arguments: [20, 40, 80, 100]) func nothingIsWiderThanTheTerminal(_ columns: Int) {
    let grid = Figure(PictureGrid((0..<10).map { digit(UInt8($0 * 20)) }, columns: 8, captions: (0..<10).map { "数字\($0)" }))
    for figure in [curves, confusion, grid] {
      for isPlain in [false, true] {
        for line in lines(figure, columns: columns, isPlain: isPlain) { #expect(TextCanvas.width(of: line) <= columns, "\(line)") }
      }
    }
  }

  @Test func aChartHasTitleLegendAxesAndCurves() {
    let rows = lines(curves)
    #expect(rows.count <= 20)
    #expect(rows[0].contains("Loss"))
    #expect(rows[1].contains("⠤⠤⠤ training") && rows[1].contains("validation"))
    #expect(rows[2] == "loss")
    #expect(rows.contains { $0.contains("┤") } && rows.contains { $0.contains("└") && $0.contains("┬") })
    #expect(rows.last?.contains("step") == true)
    #expect(rows.joined().contains { ("\u{2801}"..."\u{28FF}").contains($0) })
    // It goes down: the first dots stand high, the last ones low.
    let dots = rows.indices.filter { rows[$0].contains { ("\u{2801}"..."\u{28FF}").contains($0) } }
    let left = dots.first { rows[$0].drop { $0 != "│" && $0 != "┤" }.dropFirst().first.map { $0 >= "\u{2801}" } ?? false }
    #expect(left == dots[1], "the top row of the plot")
  }

  @Test func coloursAreWrittenAsAsked() {
    #expect(lines(curves, .full).joined().contains("\u{1B}[0;38;2;"))
    #expect(lines(curves, .palette).joined().contains("\u{1B}[0;38;5;"))
    #expect(!lines(curves).joined().contains("\u{1B}"))
    for line in lines(confusion, .full) where line.contains("\u{1B}") { #expect(line.hasSuffix("\u{1B}[0m")) }
  }

  @Test func plainTerminalsGetASCII() {
    for figure in [curves, Figure(PictureGrid([digit(0), digit(255)]))] {
      #expect(lines(figure, isPlain: true).joined().allSatisfy { $0.isASCII })
    }
    #expect(lines(Figure(PictureGrid([digit(255)])), isPlain: true)[0].hasPrefix("@@@@"))
  }

  @Test func aConfusionTableShowsItsNumbers() {
    let rows = lines(confusion)
    #expect(rows[0] == "Confusion")
    #expect(rows[1] == "rows: true, columns: predicted")
    #expect(rows[2].split(separator: " ") == ["cat", "dog", "鸟"])
    #expect(rows[3].split(separator: " ") == ["cat", "50", "2", "0"])
    #expect(rows.count == 6)
  }

  @Test func aLargeMatrixBecomesAMap() {
    let matrix = Matrix((0..<60).map { row in (0..<60).map { Double(row * $0) } }, title: "Map")
    let rows = lines(Figure(matrix), .full)
    #expect(rows[0] == "Map")
    #expect(rows[1].contains("▀"))
    #expect(rows.last == "light 0 to dark 3481")
  }

  @Test func pixelsBecomeHalvesOfCells() {
    let picture = Picture(unchecked: Picture.Size(width: 1, height: 2, channels: 3), pixels: [255, 0, 0, 0, 0, 255])
    let rows = lines(Figure(PictureGrid([picture])), .full)
    #expect(rows[0].hasPrefix("\u{1B}[0;38;2;255;0;0"))
    let whole = picture.resized(width: 1, height: 1)
    #expect(whole.pixels == [128, 0, 128])
    #expect(picture.resized(width: 2, height: 4).pixels.count == 24)
  }

  @Test func narrowTerminalsGetFewerPicturesInARow() {
    let grid = Figure(PictureGrid((0..<8).map { digit(UInt8($0 * 30)) }, columns: 8))
    #expect(lines(grid, columns: 80, .full).count == 4)
    #expect(lines(grid, columns: 40, .full).count == 9)
  }

  @Test func barsStandOnZero() {
    let rows = lines(Figure(.bars(["a", "b"], [4, 2])), columns: 40, rows: 12)
    #expect(rows.joined().contains("⣿"))
    #expect(rows.last?.split(separator: " ") == ["a", "b"])
  }

  @Test func nothingToPlotIsSaid() { #expect(lines(Figure(Chart(series: []))).joined().contains("nothing to plot")) }

  @Test func theNearestOfThePalette() {
    #expect(TextColours.nearest(255, 0, 0) == 196)
    #expect(TextColours.nearest(128, 128, 128) == 244)
    #expect(TextColours.nearest(0, 0, 0) == 16)
  }
}
