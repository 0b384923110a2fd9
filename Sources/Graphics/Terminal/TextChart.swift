// A chart in characters: title, legend, axes with marks, and curves of braille dots.

/// The measures of a chart that is drawn with characters.
struct TextChart {
  private let chart: Chart
  private let style: TextStyle
  private let scales: (x: AxisScale, y: AxisScale)?
  private let yTicks: Ticks
  /// Where the plot begins, and its size in cells.
  private let left: Int
  private let top: Int
  private let width: Int
  private let height: Int
  private let legend: [[Int]]

  private static let mostLegendRows = 3

  init(_ chart: Chart, _ style: TextStyle) {
    self.chart = chart
    self.style = style
    scales = ChartLayout.scales(of: chart)
    legend = TextChart.legend(of: chart, columns: style.columns)
    let head = (chart.title.isEmpty ? 0 : 1) + legend.count + (chart.y.label.isEmpty ? 0 : 1)
    let foot = 2 + (chart.x.label.isEmpty ? 0 : 1)
    top = head
    height = max(style.rows - head - foot, 4)
    yTicks = scales?.y.ticks(count: max(3, height / 3), format: chart.y.format) ?? Ticks()
    left = min((yTicks.labels.map(TextCanvas.width).max() ?? 0) + 2, style.columns / 2)
    width = max(style.columns - left - 1, 8)
  }

  func draw() -> TextCanvas {
    var canvas = TextCanvas(columns: style.columns, rows: top + height + 2 + (chart.x.label.isEmpty ? 0 : 1))
    drawHead(on: &canvas)
    drawFrame(on: &canvas)
    drawXLabels(on: &canvas)
    guard scales != nil else {
      canvas.write("nothing to plot", row: top + height / 2, column: left + max(0, (width - 15) / 2))
      return canvas
    }
    drawSeries(on: &canvas)
    return canvas
  }

  // MARK: - Around the plot

  private func drawHead(on canvas: inout TextCanvas) {
    if !chart.title.isEmpty { centre(chart.title, row: 0, from: 0, width: style.columns, on: &canvas) }
    for (row, entries) in legend.enumerated() {
      var column = left
      for index in entries {
        let sample = TextChart.sample(of: chart.series[index], index, style)
        canvas.write(sample, row: row + (chart.title.isEmpty ? 0 : 1), column: column, ink: colour(index))
        canvas.write(chart.series[index].name, row: row + (chart.title.isEmpty ? 0 : 1), column: column + 4)
        column += 4 + TextCanvas.width(of: chart.series[index].name) + 2
      }
    }
    if !chart.y.label.isEmpty {
      canvas.write(TextCanvas.shortened(chart.y.label, to: style.columns, isPlain: style.isPlain), row: top - 1, column: 0)
    }
  }

  private func drawFrame(on canvas: inout TextCanvas) {
    for row in 0..<height { canvas.put(style.isPlain ? "|" : "│", row: top + row, column: left - 1) }
    canvas.put(style.isPlain ? "+" : "└", row: top + height, column: left - 1)
    for column in 0..<width { canvas.put(style.isPlain ? "-" : "─", row: top + height, column: left + column) }
    guard let scale = scales?.y else { return }
    for (value, label) in zip(yTicks.values, yTicks.labels) {
      let row = top + Int(((1 - scale.fraction(of: value)) * Double(height - 1)).rounded())
      guard (top..<(top + height)).contains(row) else { continue }
      let text = TextCanvas.shortened(label, to: left - 2, isPlain: style.isPlain)
      canvas.write(text, row: row, column: max(0, left - 2 - TextCanvas.width(of: text)))
      canvas.put(style.isPlain ? "+" : "┤", row: row, column: left - 1)
    }
  }

  private func drawXLabels(on canvas: inout TextCanvas) {
    if !chart.x.label.isEmpty { centre(chart.x.label, row: top + height + 2, from: left, width: width, on: &canvas) }
    guard let scale = scales?.x else { return }
    for (value, label) in xMarks(scale) {
      let column = left + Int((scale.fraction(of: value) * Double(width - 1)).rounded())
      guard (left..<(left + width)).contains(column) else { continue }
      let half = TextCanvas.width(of: label) / 2
      let start = min(max(column - half, 0), style.columns - TextCanvas.width(of: label))
      // A label that has no room beside the last one is left out, and its mark with it.
      let needed = max(start - 1, 0)..<min(start + TextCanvas.width(of: label) + 1, style.columns)
      guard start >= 0, canvas.isFree(row: top + height + 1, columns: needed) else { continue }
      canvas.write(label, row: top + height + 1, column: start)
      canvas.put(style.isPlain ? "+" : "┬", row: top + height, column: column)
    }
  }

  private func xMarks(_ scale: AxisScale) -> [(Double, String)] {
    guard chart.x.categories.isEmpty else {
      let room = max(width / chart.x.categories.count - 1, 1)
      return chart.x.categories.enumerated().map { (Double($0), TextCanvas.shortened($1, to: room, isPlain: style.isPlain)) }
    }
    let ticks = scale.ticks(count: max(3, width / 8), format: chart.x.format)
    return Array(zip(ticks.values, ticks.labels))
  }

  private func centre(_ text: String, row: Int, from column: Int, width: Int, on canvas: inout TextCanvas) {
    let text = TextCanvas.shortened(text, to: width, isPlain: style.isPlain)
    canvas.write(text, row: row, column: column + max(0, (width - TextCanvas.width(of: text)) / 2))
  }

  // MARK: - Legend

  /// The named series of a chart with several, in rows; nothing where the rows would take too much room.
  private static func legend(of chart: Chart, columns: Int) -> [[Int]] {
    guard chart.series.count > 1, chart.series.contains(where: { !$0.name.isEmpty }) else { return [] }
    var rows: [[Int]] = []
    var used = columns
    for (index, series) in chart.series.enumerated() {
      let width = TextCanvas.width(of: series.name) + 6
      if used + width > columns - 6 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(index)
      used += width
    }
    return Array(rows.prefix(mostLegendRows))
  }

  /// What stands before a name: the line as it is drawn.
  private static func sample(of series: Series, _ index: Int, _ style: TextStyle) -> String {
    var grid = DotGrid(columns: 3, rows: 1, isPlain: style.isPlain)
    var count = 0
    let middle = grid.height / 2
    grid.line(from: (0, middle), to: (grid.width - 1, middle), index, count: &count, isOn: isOn(index, style))
    return String((0..<3).map { grid.cell(row: 0, column: $0)?.character ?? " " })
  }

  /// Without colours curves differ in their gaps.
  private static func isOn(_ index: Int, _ style: TextStyle) -> (Int) -> Bool {
    let patterns: [[Bool]] = [[true], [true, false, false], [true, true, true, true, false, false], [true, false, false, false, false]]
    guard style.colours == .none, !style.isPlain else { return { _ in true } }
    let pattern = patterns[index % patterns.count]
    return { pattern[$0 % pattern.count] }
  }

  private func colour(_ index: Int) -> Colour { TextChart.colours[index % TextChart.colours.count] }

  /// The colours of the series in a lightness that can be read on black and on white.
  private static let colours: [Colour] = [0x3A96DD, 0xE8712A, 0x1DAA7C, 0xD179AE, 0xC99700, 0x56B4E9, 0x909090].map(Colour.init(hex:))

  // MARK: - Series

  private func drawSeries(on canvas: inout TextCanvas) {
    var grid = DotGrid(columns: width, rows: height, isPlain: style.isPlain)
    let bars = chart.series.indices.filter { chart.series[$0].barWidth != nil }
    for (index, series) in chart.series.enumerated() {
      switch series.mark {
      case .line, .markedLine: drawLine(series, index, on: &grid)
      case .points: for point in chart.shown(series) { set(point, index, on: &grid) }
      case .bars: drawBars(series, index, turn: bars.firstIndex(of: index) ?? 0, of: bars.count, on: &grid)
      }
    }
    for row in 0..<height {
      for column in 0..<width {
        guard let cell = grid.cell(row: row, column: column) else { continue }
        canvas.put(cell.character, row: top + row, column: left + column, ink: colour(cell.series))
      }
    }
  }

  /// The dot of a point.
  private func place(_ point: Point, on grid: DotGrid) -> (x: Int, y: Int) {
    guard let scales else { return (0, 0) }
    let x = scales.x.fraction(of: point.x) * Double(grid.width - 1)
    let y = (1 - scales.y.fraction(of: point.y)) * Double(grid.height - 1)
    return (Int(min(max(x, -1e6), 1e6).rounded()), Int(min(max(y, -1e6), 1e6).rounded()))
  }

  private func set(_ point: Point, _ index: Int, on grid: inout DotGrid) {
    let dot = place(point, on: grid)
    grid.set(dot.x, dot.y, index)
  }

  private func drawLine(_ series: Series, _ index: Int, on grid: inout DotGrid) {
    var count = 0
    for run in series.points.split(whereSeparator: { !chart.isShown($0) }) {
      var last: (x: Int, y: Int)?
      for point in run {
        let next = place(point, on: grid)
        if let last, last == next { continue }
        grid.line(from: last ?? next, to: next, index, count: &count, isOn: TextChart.isOn(index, style))
        last = next
      }
    }
  }

  private func drawBars(_ series: Series, _ index: Int, turn: Int, of count: Int, on grid: inout DotGrid) {
    guard let room = series.barWidth else { return }
    let share = room / Double(count)
    for point in chart.shown(series) {
      let start = point.x - room / 2 + Double(turn) * share
      let base = chart.y.scale == .linear ? place(Point(start, 0), on: grid).y : grid.height - 1
      let (from, to) = (place(Point(start, point.y), on: grid), place(Point(start + share, point.y), on: grid))
      // A dot stays free between bars that are wide enough.
      let end = max(from.x, to.x - (to.x - from.x > 3 ? 1 : 0) - 1)
      for x in max(from.x, 0)...max(end, from.x, 0) where x < grid.width {
        for y in max(min(from.y, base), 0)...min(max(from.y, base), grid.height - 1) { grid.set(x, y, index) }
      }
    }
  }
}
