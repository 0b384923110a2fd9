// The data of a chart: lines with gaps, dots, bars. What falls on the same pixels is drawn once.

extension ChartLayout {
  func drawSeries() {
    let bars = chart.series.indices.filter { chart.series[$0].barWidth != nil }
    for (index, series) in chart.series.enumerated() {
      let style = SeriesStyle(series, index: index)
      switch series.mark {
      case .line: drawLine(series, style, marked: false)
      case .markedLine: drawLine(series, style, marked: true)
      case .points: drawDots(chart.shown(series).map(place), style)
      case .bars: drawBars(series, style, turn: bars.firstIndex(of: index) ?? 0, of: bars.count)
      }
    }
  }

  /// Lines through runs of points that can be shown; a run of one point becomes a dot, or nobody would see it.
  private func drawLine(_ series: Series, _ style: SeriesStyle, marked: Bool) {
    for run in series.points.split(whereSeparator: { !chart.isShown($0) }) {
      let places = run.map(place)
      if places.count == 1 { style.drawDot(at: places[0], on: canvas) }
      canvas.polyline(ChartLayout.thinned(places), style.colour, width: Look.lineWidth, dash: style.dash)
      if marked { drawDots(places, style) }
    }
  }

  private func drawDots(_ places: [Point], _ style: SeriesStyle) {
    var drawn: Set<SIMD2<Int32>> = []
    for place in places where drawn.insert(SIMD2(Int32(place.x * 2), Int32(place.y * 2))).inserted {
      style.drawDot(at: place, on: canvas)
    }
  }

  /// Series of bars share the room around each x: this one stands at place `turn` of `count`.
  private func drawBars(_ series: Series, _ style: SeriesStyle, turn: Int, of count: Int) {
    guard let room = series.barWidth else { return }
    let width = room / Double(count)
    let offset = (Double(turn) + 0.5) * width - room / 2
    let base = chart.y.scale == .linear ? up(0) : plot.bottom
    for point in chart.shown(series) {
      let middle = point.x + offset
      let (left, right) = (canvas.snapped(across(middle - width / 2)), canvas.snapped(across(middle + width / 2)))
      let gap = right - left > 5 ? 1.0 : 0  // keeps neighbours apart where there is room
      let top = canvas.snapped(up(point.y))
      let (upper, lower) = (min(top, canvas.snapped(base)), max(top, canvas.snapped(base)))
      let bar = Rectangle(x: left, y: upper, width: max(right - left - gap, 0.5), height: lower - upper)
      canvas.fill(bar, style.colour)
    }
  }

  /// A line that looks the same with at most four points in each column of pixels: first, lowest, highest, last.
  static func thinned(_ places: [Point]) -> [Point] {
    guard places.count > 4000 else { return places }
    var kept: [Point] = []
    var start = 0
    while start < places.count {
      let column = places[start].x.rounded(.down)
      var end = start
      while end < places.count, places[end].x.rounded(.down) == column { end += 1 }
      let run = start..<end
      let extremes = [run.min { places[$0].y < places[$1].y }, run.max { places[$0].y < places[$1].y }].compactMap { $0 }
      kept += Set([start, end - 1] + extremes).sorted().map { places[$0] }
      start = end
    }
    return kept
  }
}
