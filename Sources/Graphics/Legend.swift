// The names of a chart's series with a sample of how each is drawn, in rows above the plot.

struct Legend {
  private struct Entry {
    let text: Text
    /// Nil for the line that says how many more there are.
    let style: SeriesStyle?
    let x: Double
    let row: Int
  }

  private var entries: [Entry] = []
  /// The room that the rows take up.
  let height: Double

  private static let sampleGap = 6.0
  private static let entryGap = 18.0
  private static let rowHeight = 18.0
  private static let gapBelow = 8.0
  private static let mostRows = 5

  /// Empty unless `chart` has several named series.
  init(of chart: Chart, width: Double, on canvas: Canvas) {
    let named = Legend.named(in: chart)
    var (x, row) = (0.0, 0)
    for (order, style) in named.enumerated() {
      let sample = style.sampleWidth + Legend.sampleGap
      let text = Text(string: style.name, limit: width - sample)
      let size = sample + canvas.extent(of: text).width
      if x > 0, x + size > width { (x, row) = (0, row + 1) }
      let isLastPlace = row == Legend.mostRows - 1 && x + size + Legend.entryGap + 80 > width
      if row >= Legend.mostRows || (isLastPlace && order < named.count - 1) {
        let rest = Text(string: "and \(named.count - order) more", colour: .mutedInk)
        entries.append(Entry(text: rest, style: nil, x: x, row: min(row, Legend.mostRows - 1)))
        break
      }
      entries.append(Entry(text: text, style: style, x: x, row: row))
      x += size + Legend.entryGap
    }
    height = entries.isEmpty ? 0 : Double((entries.last?.row ?? 0) + 1) * Legend.rowHeight + Legend.gapBelow
  }

  /// The height before fonts are known, rather too large.
  static func guessedHeight(of chart: Chart, width: Double) -> Double {
    let named = named(in: chart)
    guard !named.isEmpty else { return 0 }
    let sizes = named.map { min(width, $0.sampleWidth + sampleGap + Look.guessedWidth($0.name, size: Look.tickSize)) + entryGap }
    var (x, rows) = (0.0, 1)
    for size in sizes {
      if x > 0, x + size - entryGap > width { (x, rows) = (0, rows + 1) }
      x += size
    }
    return Double(min(rows, mostRows)) * rowHeight + gapBelow
  }

  func draw(x: Double, y: Double, on canvas: Canvas) {
    for entry in entries {
      let middle = y + (Double(entry.row) + 0.5) * Legend.rowHeight
      guard let style = entry.style else {
        canvas.write(entry.text, x: x + entry.x, y: middle, anchor: .left)
        continue
      }
      style.drawSample(x: x + entry.x, y: middle, on: canvas)
      canvas.write(entry.text, x: x + entry.x + style.sampleWidth + Legend.sampleGap, y: middle, anchor: .left)
    }
  }

  private static func named(in chart: Chart) -> [SeriesStyle] {
    let styles = chart.series.enumerated().map { SeriesStyle($0.element, index: $0.offset) }.filter { !$0.name.isEmpty }
    return styles.count > 1 ? styles : []
  }
}
