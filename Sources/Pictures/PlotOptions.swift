// What can be said about how `plot` draws.

import Catalog

/// How values are drawn.
enum PlotKind: String, Choice {
  case line, points, bars, histogram
}

/// Which axes go by powers of ten.
enum LogAxes: String, Choice {
  case x, y, xy
  case neither = "none"

  var hasX: Bool { self == .x || self == .xy }
  var hasY: Bool { self == .y || self == .xy }
}

struct PlotOptions {
  /// Empty texts leave what the values say of themselves.
  var title = ""
  var x = ""
  var y = ""
  /// Nil leaves the axes as the values want them.
  var log: LogAxes?
  var kind: PlotKind?
  var names: [String] = []
  /// Where functions are drawn.
  var over: Progression?
  var bins: Int?
}
