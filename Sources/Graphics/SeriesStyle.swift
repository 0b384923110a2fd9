// How a series looks: its colour, dashes and shape of dots, which follow from its place among the others.

struct SeriesStyle {
  let name: String
  let mark: Series.Mark
  private let index: Int

  /// Lines of the same colour differ in their dashes.
  private static let dashes: [[Double]] = [[], [6, 3], [2, 2.5], [8, 3, 2, 3]]
  private static let shapes = 5

  init(_ series: Series, index: Int) {
    name = series.name
    mark = series.mark
    self.index = index
  }

  var colour: Colour { Colour.series[index % Colour.series.count] }

  var dash: [Double] { SeriesStyle.dashes[index / Colour.series.count % SeriesStyle.dashes.count] }

  /// A dot in the series' own shape, so that series can be told apart without colours.
  func drawDot(at centre: Point, radius: Double = 3.2, on canvas: Canvas) {
    let r = radius
    func polygon(_ corners: [(Double, Double)]) {
      canvas.polygon(corners.map { Point(centre.x + $0.0 * r, centre.y + $0.1 * r) }, colour)
    }
    switch index % SeriesStyle.shapes {
    case 0: canvas.disc(centre, radius: r, colour)
    case 1: polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case 2: polygon([(0, -1.2), (1.1, 0.8), (-1.1, 0.8)])
    case 3: polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
    default: polygon([(0, 1.2), (1.1, -0.8), (-1.1, -0.8)])
    }
  }

  /// The room for what stands before the name in the legend.
  var sampleWidth: Double {
    switch mark {
    case .line, .markedLine: 24
    case .points, .bars: 12
    }
  }

  /// What stands before the name in the legend.
  func drawSample(x: Double, y: Double, on canvas: Canvas) {
    let width = sampleWidth
    let line = [Point(x, y), Point(x + width, y)]
    switch mark {
    case .line: canvas.polyline(line, colour, width: Look.lineWidth, dash: dash)
    case .markedLine:
      canvas.polyline(line, colour, width: Look.lineWidth, dash: dash)
      drawDot(at: Point(x + width / 2, y), on: canvas)
    case .points: drawDot(at: Point(x + width / 2, y), on: canvas)
    case .bars: canvas.fill(Rectangle(x: x + width / 2 - 6, y: y - 5, width: 12, height: 10), colour)
    }
  }
}
