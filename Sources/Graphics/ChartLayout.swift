// Where the parts of a chart go, measured so that nothing is cut off, and drawing them there.

extension Chart {
  /// The height in points, with room for title and legend on top of that of the plot.
  func naturalHeight(width: Double, crowded: Bool) -> Double {
    let labels = x.categories.isEmpty ? 0 : Look.lineHeight
    return (crowded ? 210 : 300) + labels + Look.titleHeight(title, width: width) + Legend.guessedHeight(of: self, width: width)
  }

  /// The points of a series that have a place on both axes.
  func shown(_ series: Series) -> [Point] {
    series.points.filter(isShown)
  }

  func isShown(_ point: Point) -> Bool {
    guard x.categories.isEmpty || (point.x > -0.5 && point.x < Double(x.categories.count) - 0.5) else { return false }
    return AxisScale.shows(point.x, on: x) && AxisScale.shows(point.y, on: y)
  }
}

/// A chart with its scales, marks and measures.
struct ChartLayout {
  let chart: Chart
  let canvas: Canvas
  let frame: Rectangle
  /// Where the data are drawn.
  let plot: Rectangle
  /// The room left of the plot.
  let gutter: Double
  /// Nil when there is nothing to plot.
  let scales: (x: AxisScale, y: AxisScale)?
  private let legend: Legend
  private let xTicks: Ticks
  private let yTicks: Ticks
  private let categories: CategoryLabels

  private static let tickLength = 4.0
  private static let labelGap = 6.0
  private static let rightMargin = 12.0

  /// - Parameter gutter: the least room left of the plot.
  init(_ chart: Chart, in frame: Rectangle, on canvas: Canvas, gutter: Double) {
    self.chart = chart
    self.canvas = canvas
    self.frame = frame
    scales = ChartLayout.scales(of: chart)
    legend = Legend(of: chart, width: frame.width, on: canvas)
    categories = CategoryLabels(chart.x.categories, width: frame.width - max(gutter, 60) - ChartLayout.rightMargin, on: canvas)

    let top = frame.y + Look.titleHeight(chart.title, width: frame.width) + legend.height
    let below = ChartLayout.tickLength + 2 + max(categories.height, Look.lineHeight) + (chart.x.label.isEmpty ? 0 : Look.lineHeight)
    let height = max(frame.bottom - below - top, 40)
    let yTicks = scales?.y.ticks(count: max(2, Int(height / 30)), format: chart.y.format) ?? Ticks()
    let numbers = yTicks.labels.map { canvas.extent(of: Text(string: $0)).width }.max() ?? 0
    let label = chart.y.label.isEmpty ? 0 : Look.lineHeight + ChartLayout.labelGap
    self.gutter = max(gutter, numbers + ChartLayout.tickLength + 3 + label)
    self.yTicks = yTicks
    plot = Rectangle(x: frame.x + self.gutter, y: top, width: frame.width - self.gutter - ChartLayout.rightMargin, height: height)
    xTicks = ChartLayout.uncrowded(scales?.x, format: chart.x.format, along: plot, on: canvas)
  }

  static func scales(of chart: Chart) -> (x: AxisScale, y: AxisScale)? {
    var (across, up, base): ([Double], [Double], Double?) = ([], [], nil)
    for series in chart.series {
      let points = chart.shown(series)
      up += points.map(\.y)
      if let width = series.barWidth, chart.x.scale == .linear {
        base = 0
        across += points.map { $0.x - width / 2 } + points.map { $0.x + width / 2 }
      } else {
        across += points.map(\.x)
      }
    }
    guard let y = AxisScale(showing: up, on: chart.y, reaches: chart.y.scale == .linear ? base : nil) else { return nil }
    if !chart.x.categories.isEmpty {
      return (AxisScale(from: -0.6, to: Double(chart.x.categories.count) - 0.4), y)
    }
    guard var x = AxisScale(showing: across, on: chart.x) else { return nil }
    // Bars of width 1 around whole numbers end at halves, yet are counted in whole numbers.
    if base != nil { x.whole = chart.series.allSatisfy { $0.points.allSatisfy { $0.x == $0.x.rounded() } } }
    return (x, y)
  }

  /// As many marks as have room for their labels side by side. If not even few have, only the first is labelled.
  private static func uncrowded(_ scale: AxisScale?, format: NumberFormat, along plot: Rectangle, on canvas: Canvas) -> Ticks {
    guard let scale else { return Ticks() }
    var ticks = Ticks()
    for count in stride(from: max(2, Int(plot.width / 50)), through: 1, by: -1) {
      ticks = scale.ticks(count: count, format: format)
      let ends = zip(ticks.values, ticks.labels).map { value, label in
        (middle: plot.x + scale.fraction(of: value) * plot.width, half: canvas.extent(of: Text(string: label)).width / 2 + 5)
      }
      let isApart = zip(ends, ends.dropFirst()).allSatisfy { $0.middle + $0.half <= $1.middle - $1.half }
      // Labels may stand out over the plot as far as the edge of the figure.
      for (index, end) in ends.enumerated()
      where end.middle - end.half < 0 || end.middle + end.half > plot.right + rightMargin + Look.padding {
        ticks.labels[index] = ""
      }
      if isApart { return ticks }
    }
    ticks.labels = ticks.labels.enumerated().map { $0.offset == 0 ? $0.element : "" }
    return ticks
  }

  /// The place of a point that both axes show.
  func place(_ point: Point) -> Point {
    Point(across(point.x), up(point.y))
  }

  func across(_ x: Double) -> Double { plot.x + (scales?.x.fraction(of: x) ?? 0.5) * plot.width }

  func up(_ y: Double) -> Double { plot.bottom - (scales?.y.fraction(of: y) ?? 0.5) * plot.height }

  func draw() {
    canvas.writeTitle(chart.title, x: frame.x, y: frame.y, width: frame.width)
    legend.draw(x: frame.x, y: frame.y + Look.titleHeight(chart.title, width: frame.width), on: canvas)
    drawGrid()
    if scales == nil {
      let note = Text(string: emptyNote, size: Look.labelSize, colour: .mutedInk, limit: plot.width)
      canvas.write(note, x: plot.x + plot.width / 2, y: plot.y + plot.height / 2, anchor: .centre)
    } else {
      // Lines and dots at the very edge keep their full width.
      let edge = 4.0
      let room = Rectangle(x: plot.x - edge, y: plot.y - edge, width: plot.width + 2 * edge, height: plot.height + 2 * edge)
      canvas.clipped(to: room) { drawSeries() }
    }
    drawFrame()
    drawLabels()
  }

  private var emptyNote: String {
    let finite = chart.series.contains { $0.points.contains { $0.x.isFinite && $0.y.isFinite } }
    let logarithmic = chart.x.scale == .logarithmic || chart.y.scale == .logarithmic
    return finite && logarithmic ? "nothing to plot: logarithmic axes show positive numbers only" : "nothing to plot"
  }

  private func drawGrid() {
    for value in yTicks.minor { canvas.horizontalHairline(y: up(value), from: plot.x, width: plot.width, .faintGrid) }
    for value in xTicks.minor { canvas.verticalHairline(x: across(value), from: plot.y, height: plot.height, .faintGrid) }
    for value in yTicks.values { canvas.horizontalHairline(y: up(value), from: plot.x, width: plot.width, .grid) }
    guard chart.x.categories.isEmpty else { return }
    for value in xTicks.values { canvas.verticalHairline(x: across(value), from: plot.y, height: plot.height, .grid) }
  }

  private func drawFrame() {
    let length = ChartLayout.tickLength
    canvas.verticalHairline(x: plot.x, from: plot.y, height: plot.height, .frame)
    canvas.horizontalHairline(y: plot.bottom, from: plot.x, width: plot.width, .frame)
    for value in yTicks.values { canvas.horizontalHairline(y: up(value), from: plot.x - length, width: length, .frame) }
    guard chart.x.categories.isEmpty else { return }
    for value in xTicks.values { canvas.verticalHairline(x: across(value), from: plot.bottom, height: length, .frame) }
  }

  private func drawLabels() {
    let beside = plot.x - ChartLayout.tickLength - 3
    for (value, label) in zip(yTicks.values, yTicks.labels) {
      canvas.write(Text(string: label, colour: .mutedInk), x: beside, y: up(value), anchor: .right)
    }
    let below = plot.bottom + ChartLayout.tickLength + 2
    if chart.x.categories.isEmpty {
      for (value, label) in zip(xTicks.values, xTicks.labels) {
        canvas.write(Text(string: label, colour: .mutedInk), x: across(value), y: below, anchor: .top)
      }
    } else {
      categories.draw(below: below, on: canvas) { across(Double($0)) }
    }
    let xLabel = Text(string: chart.x.label, size: Look.labelSize, limit: plot.width)
    let labelTop = below + max(categories.height, Look.lineHeight)
    canvas.write(canvas.fitted(xLabel), x: plot.x + plot.width / 2, y: labelTop, anchor: .top)
    let yLabel = Text(string: chart.y.label, size: Look.labelSize, limit: plot.height)
    canvas.write(canvas.fitted(yLabel), x: frame.x, y: plot.y + plot.height / 2, anchor: .left, upward: true)
  }
}
