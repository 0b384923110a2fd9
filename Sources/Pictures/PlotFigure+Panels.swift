// From what is to be drawn to the panels of a figure, before the options have their say.

import Catalog
import Graphics

extension PlotFigure {
  /// The panels of all drawables. Curves over the same axes share one.
  func panels(of drawables: Drawables) throws -> [Figure.Panel] {
    var result: [Figure.Panel] = []
    for drawable in drawables.list {
      // Panels of one thing stay apart: a run's losses and accuracies differ even where its axes do not say so.
      var free = Set(result.indices)
      for panel in try panels(of: drawable, over: drawables.places) {
        guard let place = result.indices.first(where: { free.contains($0) && result[$0].isSameAxes(as: panel) }) else {
          result.append(panel)
          continue
        }
        free.remove(place)
        result[place] = result[place].joined(with: panel)
      }
    }
    return result
  }

  private func panels(of drawable: Drawable, over places: [Double]?) throws -> [Figure.Panel] {
    switch drawable.content {
    case .row(let row):
      let series = places.map { Series(drawable.name, points: zip($0, row).map { Point($0, $1) }) } ?? Series(drawable.name, values: row)
      return [.chart(Chart(series: [series]))]
    case .named(let numbers):
      let series = Series(drawable.name, values: numbers.map(\.number), mark: .bars(width: PlotFigure.barShare))
      return [.chart(Chart(x: Axis(categories: numbers.map(\.name)), series: [series]))]
    case .function(let function):
      let asked = try places ?? Sampling.places(in: options.over ?? Sampling.usualRange, isLogarithmic: options.log?.hasX == true)
      let points = try Sampling.points(of: function, at: asked, context, drawable.role)
      return [.chart(Chart(series: [Series(drawable.name, points: points)]))]
    case .table(let rows): return [.matrix(Matrix(rows, title: drawable.name))]
    case .panels(let panels): return panels.map { PlotFigure.panel($0, drawable.name) }
    }
  }

  private static func panel(_ panel: PlotPanel, _ name: String) -> Figure.Panel {
    switch panel {
    case .lines(let lines):
      let series = lines.curves.map { curve in
        Series(joined(name, curve.name), points: curve.points.map { Point($0.x, $0.y) })
      }
      return .chart(Chart(x: Axis(lines.x), y: Axis(lines.y, format: lines.isPercent ? .percent : .plain), series: series))
    case .matrix(let matrix):
      return .matrix(
        Matrix(
          matrix.values, rows: matrix.rows, columns: matrix.columns, title: name, rowLabel: matrix.rowLabel,
          columnLabel: matrix.columnLabel))
    }
  }

  private static func joined(_ name: String, _ curve: String) -> String {
    name.isEmpty ? curve : curve.isEmpty ? name : "\(name) \(curve)"
  }
}

extension Figure.Panel {
  fileprivate func isSameAxes(as other: Figure.Panel) -> Bool {
    if case .chart(let chart) = self, case .chart(let second) = other { chart.x == second.x && chart.y == second.y } else { false }
  }

  /// Both charts' series in one.
  fileprivate func joined(with other: Figure.Panel) -> Figure.Panel {
    guard case .chart(var chart) = self, case .chart(let second) = other else { return self }
    chart.series += second.series
    return .chart(chart)
  }
}
