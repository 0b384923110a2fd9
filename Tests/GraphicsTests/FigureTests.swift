// Every kind of figure is readable: its texts stay on the canvas and apart, and the same figure gives the same bytes.

import Testing

@testable import Graphics

struct FigureTests {
  @Test(arguments: Gallery.names)
  func `texts stay on the canvas and apart`(name: String) throws {
    let figure = try #require(Gallery.figures[name])
    let boxes = try figure.textBoxes()
    for (index, box) in boxes.enumerated() {
      let place = box.rectangle
      #expect(place.x >= 0 && place.y >= 0 && place.right <= figure.width && place.bottom <= figure.height, "\(box)")
      for other in boxes[(index + 1)...] {
        #expect(!place.overlaps(other.rectangle), "\(box.text) on \(other.text)")
      }
    }
  }

  @Test(arguments: Gallery.names)
  func `is drawn with the same bytes each time`(name: String) throws {
    let figure = try #require(Gallery.figures[name])
    let first = try figure.png(scale: 1)
    let size = try Picture.size(ofHeader: first)
    #expect(size.width == Int(figure.width.rounded()) && size.height == Int(figure.height.rounded()))
    #expect(try figure.png(scale: 1) == first)
    #expect(try figure.svg() == figure.svg())
  }

  @Test func `shows its texts`() throws {
    let texts = Set(try #require(Gallery.figures["curves"]).textBoxes().map(\.text))
    #expect(texts.isSuperset(of: ["Run", "Loss", "Accuracy", "epoch", "training", "validation", "80%"]))
    #expect(!texts.contains("2.5"))  // epochs are whole
  }

  @Test func `says when there is nothing to plot`() throws {
    let empty = Figure(Chart(series: [Series(values: [.nan, .infinity])]))
    #expect(try empty.textBoxes().map(\.text) == ["nothing to plot"])
    #expect(try Figure(PictureGrid([])).textBoxes().map(\.text) == ["nothing to show"])
    #expect(try Figure(Matrix([])).textBoxes().map(\.text) == ["nothing to show"])
    #expect(try Figure([]).png().count > 0)
  }

  @Test func `has a legend only for several series`() throws {
    let one = Figure(Chart(series: [Series("loss", values: [1, 2])]))
    #expect(try !one.textBoxes().contains { $0.text == "loss" })
  }

  @Test func `counts characters that no font has`() throws {
    let figure = Figure(Chart(title: "a\u{10FFFD}", series: []))
    #expect(try figure.textBoxes().first?.missingGlyphs == 1)
  }

  @Test func `refuses what is too large`() throws {
    let figure = Figure(Chart(series: []))
    for scale in [0, -1, .nan, 1000] { #expect(throws: PictureError.self) { try figure.png(scale: scale) } }
    let dot = try Picture(width: 1, height: 1, channels: 1, pixels: [0])
    let long = Figure(PictureGrid([Picture](repeating: dot, count: 2000), columns: 1))
    #expect(throws: PictureError.self) { try long.png() }
  }

  @Test func `enlarges pixels to sharp squares`() throws {
    let checks = try Picture(width: 2, height: 2, channels: 1, pixels: [0, 255, 255, 0])
    let drawn = try Figure(PictureGrid([checks])).picture(scale: 1)
    let (left, top) = (Int(Look.padding), Int(Look.padding))
    func gray(_ x: Int, _ y: Int) -> UInt8 { drawn.pixels[((top + y) * drawn.width + left + x) * 3] }
    let side = 48
    for y in 0..<2 * side {
      for x in 0..<2 * side where gray(x, y) != (x / side == y / side ? 0 : 255) {
        Issue.record("pixel (\(x), \(y)) is \(gray(x, y))")
        return
      }
    }
  }

  @Test func `colours the cells of a matrix`() throws {
    let matrix = Matrix([[1, 0], [0, 1]])
    let drawn = try Figure(matrix).picture(scale: 1)
    func part(_ row: Int, _ column: Int) -> UInt8 {
      let x = Int((Look.padding + matrix.gutter).rounded() + matrix.cell.width * Double(column)) + 5
      let y = Int(Look.padding + matrix.cell.height * Double(row)) + 5
      return drawn.pixels[(y * drawn.width + x) * 3]
    }
    #expect(part(0, 0) == part(1, 1) && part(0, 1) == part(1, 0))
    #expect(part(0, 0) < 80 && part(0, 1) > 230)
  }
}
