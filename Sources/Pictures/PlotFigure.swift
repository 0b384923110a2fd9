// How `plot` makes its figure: panels of what was given, then the options on top.

import Catalog
import Graphics

struct PlotFigure {
  let options: PlotOptions
  let context: Context

  /// The width of bars as a share of their distance.
  static let barShare = 0.8
  /// Up to so many points a line gets a dot at each.
  private static let mostDots = 24
  /// More curves or panels than these cannot be told apart.
  private static let mostSeries = 100
  private static let mostPanels = 24

  init(_ options: PlotOptions, _ context: Context) {
    self.options = options
    self.context = context
  }

  func figure(of values: [Value], _ curves: Record) throws -> FigureThing {
    let drawables = try Drawables(values, curves, options, context)
    var panels = try panels(of: drawables)
    // An empty list of curves still is a figure.
    if panels.isEmpty { panels = [.chart(Chart(series: []))] }
    if drawables.list.count == 1 { panels = try named(panels) }
    let isOne = panels.count == 1
    panels = try panels.flatMap { try finished($0, isOne: isOne) }
    try refuse(panels)
    noteUnshown(panels)
    guard panels.count == 1 else { return FigureThing(Figure(panels, title: options.title)) }
    return FigureThing(Figure([panels[0].titled(options.title)]))
  }

  /// Gives the curves of a single thing their names; its bars, where it has but one row.
  private func named(_ panels: [Figure.Panel]) throws -> [Figure.Panel] {
    guard !options.names.isEmpty else { return panels }
    return try panels.map { panel in
      guard case .chart(var chart) = panel else { throw Drawables.wrongNames(options.names.count, 0) }
      let isBars = options.kind == .bars && chart.series.count == 1 && chart.series[0].points.count == options.names.count
      if isBars {
        chart.x.categories = options.names
        chart.series[0] = Series(values: chart.series[0].points.map(\.y))
      } else {
        guard chart.series.count == options.names.count else { throw Drawables.wrongNames(options.names.count, chart.series.count) }
        for (place, name) in options.names.enumerated() { chart.series[place].name = name }
      }
      return .chart(chart)
    }
  }

  private func finished(_ panel: Figure.Panel, isOne: Bool) throws -> [Figure.Panel] {
    switch panel {
    case .chart(let chart): options.kind == .histogram ? try histograms(of: chart) : [.chart(finished(chart, isOne: isOne))]
    case .matrix(let matrix): [try finished(matrix)]
    case .pictures: [panel]
    }
  }

  private func finished(_ chart: Chart, isOne: Bool) -> Chart {
    var chart = labelled(chart)
    if let log = options.log {
      if chart.x.categories.isEmpty { chart.x.scale = log.hasX ? .logarithmic : .linear }
      // Of a run's panels losses are meant: accuracies in per cent stay as they are.
      if isOne || chart.y.format != .percent { chart.y.scale = log.hasY ? .logarithmic : .linear }
    }
    let gap = options.kind == .bars ? chart.series.compactMap { PlotFigure.smallestGap($0.points) }.min() : nil
    for place in chart.series.indices { chart.series[place].mark = mark(of: chart.series[place], gap: gap ?? 1) }
    return chart
  }

  private func labelled(_ chart: Chart) -> Chart {
    var chart = chart
    if !options.x.isEmpty { chart.x.label = options.x }
    if !options.y.isEmpty { chart.y.label = options.y }
    return chart
  }

  private func mark(of series: Series, gap: Double) -> Series.Mark {
    switch options.kind {
    case .points: return .points
    case .bars: return .bars(width: PlotFigure.barShare * gap)
    case .line: return series.points.count <= PlotFigure.mostDots ? .markedLine : .line
    case .histogram: return series.mark
    case nil:
      if case .bars = series.mark { return series.mark }
      return series.points.count <= PlotFigure.mostDots ? .markedLine : .line
    }
  }

  /// The least distance of two x.
  private static func smallestGap(_ points: [Point]) -> Double? {
    let places = points.map(\.x).filter(\.isFinite).sorted()
    return zip(places, places.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min()
  }

  /// A panel for each series: bars of several would hide one another.
  private func histograms(of chart: Chart) throws -> [Figure.Panel] {
    if options.log?.hasX == true {
      throw PlotFigure.useless("log", "for a histogram's x axis", "its bars are equally wide; log: \"y\" works")
    }
    return chart.series.map { series in
      let title = chart.series.count > 1 ? series.name : ""
      var histogram = labelled(.histogram(series.points.map(\.y), bins: options.bins, title: title, x: chart.y.label))
      histogram.y.scale = options.log?.hasY == true ? .logarithmic : .linear
      return .chart(histogram)
    }
  }

  private func finished(_ matrix: Matrix) throws -> Figure.Panel {
    if options.kind == .histogram { return .chart(labelled(.histogram(Array(matrix.values.joined()), bins: options.bins))) }
    if options.kind != nil { throw PlotFigure.useless("kind", "for a heat map", "a table of numbers is drawn as a heat map") }
    if options.log != nil { throw PlotFigure.useless("log", "for a heat map", "the axes of a heat map are names, not numbers") }
    var matrix = matrix
    if !options.x.isEmpty { matrix.columnLabel = options.x }
    if !options.y.isEmpty { matrix.rowLabel = options.y }
    return .matrix(matrix)
  }

  private static func useless(_ option: String, _ place: String, _ why: String) -> Complaint {
    Complaint(.argument, "`\(option)` has no meaning \(place)", [.init(.argument(option), "cannot be followed")], why: why)
  }

  private func refuse(_ panels: [Figure.Panel]) throws {
    let series = panels.map { if case .chart(let chart) = $0 { chart.series.count } else { 0 } }.max() ?? 0
    guard series <= PlotFigure.mostSeries else {
      throw Complaint(
        .limit, "\(series) curves cannot be told apart: at most \(PlotFigure.mostSeries) are drawn", [.init(.position(0), "too many rows")],
        edits: [.replace(.callee, "heatmap")])
    }
    guard panels.count <= PlotFigure.mostPanels else {
      throw Complaint(
        .limit, "\(panels.count) panels are more than fit into a figure: at most \(PlotFigure.mostPanels)",
        [.init(.position(0), "too many")])
    }
  }

  /// Tells of points that a logarithmic axis cannot show: the gaps in a curve would puzzle.
  private func noteUnshown(_ panels: [Figure.Panel]) {
    var (all, hidden) = (0, 0)
    for case .chart(let chart) in panels where options.kind != .histogram {
      let points = chart.series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
      all += points.count
      hidden += points.count { chart.x.scale == .logarithmic && $0.x <= 0 || chart.y.scale == .logarithmic && $0.y <= 0 }
    }
    guard hidden > 0 else { return }
    context.note("warning: \(hidden) of \(all) points are not above zero and have no place on a logarithmic axis")
  }
}

extension Figure.Panel {
  /// The panel with another title, unless that is empty.
  func titled(_ title: String) -> Figure.Panel {
    guard !title.isEmpty else { return self }
    switch self {
    case .chart(var chart):
      chart.title = title
      return .chart(chart)
    case .matrix(var matrix):
      matrix.title = title
      return .matrix(matrix)
    case .pictures(var grid):
      grid.title = title
      return .pictures(grid)
    }
  }
}
