// What a chart is made of: axes, and series of points drawn as lines, dots or bars.

/// Points of one plane with their axes.
public struct Chart: Sendable, Equatable {
  public var title: String
  public var x: Axis
  public var y: Axis
  /// Drawn in this order; the place in it decides the colour.
  public var series: [Series]

  public init(title: String = "", x: Axis = Axis(), y: Axis = Axis(), series: [Series]) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
  }

  /// Bars that count how many of `values` fall into each of `bins` equal intervals.
  /// - Parameter bins: nil chooses about the cube root of twice their number (Rice's rule: 1 to 60).
  public static func histogram(_ values: [Double], bins: Int? = nil, title: String = "", x: String = "", y: String = "count") -> Chart {
    let bars = Histogram(values, bins: bins)
    let series = Series(points: bars.points, mark: .bars(width: bars.binWidth))
    return Chart(title: title, x: Axis(x), y: Axis(y), series: [series])
  }

  /// One bar for each named value.
  public static func bars(_ names: [String], _ values: [Double], title: String = "", x: Axis = Axis(), y: Axis = Axis()) -> Chart {
    var named = x
    named.categories = names
    let points = zip(0..., values).map { Point(Double($0), $1) }
    return Chart(title: title, x: named, y: y, series: [Series(points: points, mark: .bars(width: 0.8))])
  }
}

/// One axis of a chart.
public struct Axis: Sendable, Equatable {
  public enum Scale: Sendable, Equatable {
    case linear
    /// By powers of ten; values that are not positive cannot be shown and leave gaps.
    case logarithmic
  }

  public var label: String
  public var scale: Scale
  public var format: NumberFormat
  /// When not empty (horizontal axes only): names for the places 0, 1, 2 … instead of numbers.
  public var categories: [String]

  public init(_ label: String = "", scale: Scale = .linear, format: NumberFormat = .plain, categories: [String] = []) {
    self.label = label
    self.scale = scale
    self.format = format
    self.categories = categories
  }
}

/// A named run of points drawn alike.
public struct Series: Sendable, Equatable {
  public enum Mark: Sendable, Equatable {
    case line
    /// A line with a dot at each point.
    case markedLine
    case points
    /// Bars from zero, `width` in units of x; several series of bars stand side by side.
    case bars(width: Double)
  }

  /// Shown in the legend, when a chart has several named series.
  public var name: String
  /// A point with a NaN or an infinity is left out and interrupts the line.
  public var points: [Point]
  public var mark: Mark

  public init(_ name: String = "", points: [Point], mark: Mark = .line) {
    self.name = name
    self.points = points
    self.mark = mark
  }

  /// Values at the places `start`, `start + 1`, …
  public init(_ name: String = "", values: [Double], from start: Int = 0, mark: Mark = .line) {
    self.init(name, points: zip(start..., values).map { Point(Double($0), $1) }, mark: mark)
  }
}

extension Series {
  /// The width of the bars in units of x, when the series is drawn as bars.
  var barWidth: Double? {
    guard case .bars(let width) = mark else { return nil }
    return width > 0 && width < AxisScale.limit ? width : 1
  }
}

/// A point of a chart.
public struct Point: Sendable, Equatable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}
