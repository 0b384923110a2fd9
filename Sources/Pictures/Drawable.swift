// One thing that `plot` draws, before it is known how.

import Catalog

/// Something to draw, and its name in the legend.
struct Drawable {
  enum Content {
    /// Numbers over the places 0, 1, 2 …, or over others that were given.
    case row([Double])
    /// One number for each name.
    case named([(name: String, number: Double)])
    case function(Callable)
    /// Rows of a table of numbers.
    case table([[Double]])
    /// What a thing has to show: several panels below one another.
    case panels([PlotPanel])
  }

  var name: String
  let content: Content
  /// The argument it came from.
  let role: Complaint.Role

  /// The most numbers that one row may have.
  static let rowLimit = 10_000_000
}
