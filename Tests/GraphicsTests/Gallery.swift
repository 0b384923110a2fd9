// Figures of all kinds and with all kinds of trouble.

import Glibc

@testable import Graphics

enum Gallery {
  static let names = figures.keys.sorted()

  static let figures: [String: Figure] = charts.merging(awkward) { first, _ in first }.merging(tables) { first, _ in first }

  private static let charts: [String: Figure] = [
    "curves": curves,
    "schedule": chart("Learning rate", x: "step", y: "rate", [Series(values: (0..<2000).map { 0.05 * (1 + cos(Double($0) / 640)) })]),
    "log y": chart("Loss", y: "loss", log: true, [Series("loss", values: (0..<9000).map { exp(-Double($0) / 900) })]),
    "log both": Figure(
      Chart(
        title: "Finder", x: Axis("rate", scale: .logarithmic), y: Axis("loss", scale: .logarithmic),
        series: [Series(points: (0..<60).map { (i: Int) -> Point in Point(pow(10, Double(i) / 10 - 6), Double(i + 1)) })])),
    "histogram": Figure(Chart.histogram((0..<500).map { sin(Double($0)) }, title: "Weights", x: "weight")),
    "bars": Figure(Chart.bars(["cat", "dog", "a class with a name that is far too long for its bar"], [0.3, 0.9, -0.2])),
    "many bars": Figure(Chart.bars((0..<200).map { "feature \($0)" }, (0..<200).map(Double.init))),
    "scatter": chart("Points", x: "width", y: "height", (0..<4).map { Series("class \($0)", values: [1, 3, 2], from: $0, mark: .points) }),
    "grid": grid(captions: (0..<10).map { "label \($0)" }),
    "plain grid": grid(captions: []),
    "grid with frames": framed,
  ]

  /// Frames in the middle, at every edge, outside, and of no size.
  private static var framed: Figure {
    let picture = try? Picture(width: 40, height: 40, channels: 1, pixels: (0..<1600).map { UInt8($0 % 256) })
    let places: [(Double, Double, Double, Double)] = [
      (10, 12, 18, 14), (-4, -3, 12, 10), (30, 0, 20, 9), (0, 33, 40, 7), (60, 60, 5, 5), (20, 20, 0, 0), (.nan, 0, 1, 1),
    ]
    let frames = places.enumerated().map { index, place in
      PictureFrame(
        Rectangle(x: place.0, y: place.1, width: place.2, height: place.3), label: index == 3 ? long : "圆 \(index)", group: index - 1)
    }
    return Figure(PictureGrid([picture, picture].compactMap { $0 }, columns: 2, frames: [frames], title: "Frames"))
  }

  private static let awkward: [String: Figure] = [
    "single": chart("One", [Series(values: [5])]),
    "constant": chart("Constant", [Series(values: [0.1, 0.1, 0.1])]),
    "zeros": chart("Zeros", [Series(values: [0, 0, 0], mark: .markedLine)]),
    "gaps": chart("Gaps", [Series(values: [1, .nan, 2, 3, .infinity, 1])]),
    "negative on log": chart("None", y: "loss", log: true, [Series(values: [-1, 0])]),
    "no series": chart("Empty", x: "step", y: "loss", []),
    "huge": chart("Huge", [Series(values: [-1e299, 1e299, 1e-300])]),
    "huge log": chart("Huge", log: true, [Series(values: [1e-299, 1e299])]),
    "beyond": chart("Beyond", [Series(values: [Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude])]),
    "tiny": chart("Tiny", [Series(values: [1e-9, 3e-9])]),
    "far off": chart("Far", [Series(values: [1_000_000.1, 1_000_000.7])]),
    "far x": chart("Far", [Series(points: [Point(123_456_789.25, 1), Point(123_456_789.5, 2)])]),
    "far x, narrow": Figure(Chart(series: [Series(points: [Point(123_456_789.25, 1), Point(123_456_789.2501, 2)])]), width: 240),
    "beyond the names": Figure(
      Chart(x: Axis(categories: ["a", "b"]), series: [Series(points: [Point(0, 1), Point(1e200, 2)], mark: .points)])),
    "bad bars": chart("Bars", [Series(values: [1, 2], mark: .bars(width: .nan))]),
    "narrow": Figure(Chart(title: long, x: Axis(long), y: Axis(long), series: [Series(values: [1e-5, 1])]), width: 1),
    "long": chart(long, x: long, y: long, [Series(long, values: [1, 2]), Series(long + long, values: [2, 1])]),
    "many series": chart("Sweep", x: "step", (0..<30).map { Series("rate 1e-\($0), momentum 0.9", values: [1, 2, Double($0)]) }),
    "chinese": chart("损失率 训练曲线", x: "步数", y: "损失", [Series("训练", values: [3, 2]), Series("验证", values: [3, 1])]),
    "control characters": chart("a\u{0}b\nc\td", x: "\u{7}", [Series(values: [1, 2])]),
  ]

  private static let tables: [String: Figure] = [
    "confusion 2": Figure(Matrix.confusion(counts(2), title: "Confusion")),
    "confusion 10": Figure(Matrix.confusion(counts(10), title: "Confusion")),
    "confusion 26": Figure(Matrix.confusion(counts(26), classes: (0..<26).map { String(UnicodeScalar(UInt8(97 + $0))) }, title: long)),
    "confusion, long names": Figure(Matrix.confusion(counts(7), classes: (0..<7).map { "\(long) \($0)" })),
    "confusion 60": Figure(Matrix.confusion(counts(60), classes: (0..<60).map { "class \($0)" })),
    "shares": Figure(Matrix([[0.98, 0.02], [0.123, 0.877]], rowLabel: "true", columnLabel: "predicted", format: .percent, bar: true)),
    "heat map": Figure(Matrix((0..<40).map { r in (0..<300).map { sin(Double(r * $0)) } }, rowLabel: "unit", columnLabel: "input")),
    "one row": Figure(Matrix([(0..<30).map(Double.init)], title: "Row", rowLabel: "a label longer than the row", columnLabel: "input")),
    "one column": Figure(Matrix((0..<30).map { [Double($0)] }, rowLabel: "unit", columnLabel: "a label longer than the column", bar: true)),
    "ragged": Figure(Matrix([[1, .nan, 3], [1e300], []], rows: ["only one name"])),
    "no numbers": Figure(Matrix([[.nan]], bar: true)),
    "mixed": Figure(
      [.matrix(Matrix(counts(3).map { $0.map(Double.init) })), .chart(Chart(series: [Series(values: [1, 2])]))], title: long),
  ]

  private static let long =
    "a title that goes on and on about learning rates, momenta and everything else that was tried in this sweep of runs"

  private static let curves: Figure = {
    let falling = (1...20).map { 2 * exp(-Double($0) / 4) + 0.1 }
    let loss = Chart(
      title: "Loss", x: Axis("epoch"), y: Axis("cross entropy"),
      series: [
        Series("training", values: falling, from: 1), Series("validation", values: falling.map { $0 + 0.1 }, from: 1),
      ])
    let accuracy = Chart(
      title: "Accuracy", x: Axis("epoch"), y: Axis("accuracy", format: .percent),
      series: [
        Series("training", values: falling.map { 1 - $0 / 3 }, from: 1),
        Series("validation", values: falling.map { 0.95 - $0 / 3 }, from: 1),
      ])
    return Figure([.chart(loss), .chart(accuracy)], title: "Run")
  }()

  private static func chart(_ title: String, x: String = "", y: String = "", log: Bool = false, _ series: [Series]) -> Figure {
    Figure(Chart(title: title, x: Axis(x), y: Axis(y, scale: log ? .logarithmic : .linear), series: series))
  }

  private static func grid(captions: [String]) -> Figure {
    let size = Picture.Size(width: 8, height: 8, channels: 1)
    let pictures = (0..<10).map { n in Picture(unchecked: size, pixels: (0..<64).map { UInt8(($0 * n) % 256) }) }
    return Figure(PictureGrid(pictures, columns: 4, captions: captions, title: captions.isEmpty ? "" : "Digits"))
  }

  private static func counts(_ classes: Int) -> [[Int]] {
    (0..<classes).map { row in (0..<classes).map { row == $0 ? 100 + row : (row * 7 + $0 * 3) % 5 } }
  }
}
