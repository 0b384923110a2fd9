// What a thing has to show, in plain numbers: the floor that draws needs to know nothing more.

/// A thing that `plot` can draw.
public protocol Plottable: Thing {
  func plotContent(_ context: Context) throws -> [PlotPanel]
}

/// One panel of a figure; several stand below one another.
public enum PlotPanel {
  case lines(PlotLines)
  case matrix(PlotMatrix)
}

/// Curves over common axes.
public struct PlotLines {
  public struct Curve {
    public let name: String
    public let points: [(x: Double, y: Double)]

    public init(name: String, points: [(x: Double, y: Double)]) {
      self.name = name
      self.points = points
    }
  }

  public var curves: [Curve]
  public var x: String
  public var y: String
  /// The y axis in per cent.
  public var isPercent: Bool

  public init(_ curves: [Curve], x: String, y: String, isPercent: Bool = false) {
    self.curves = curves
    self.x = x
    self.y = y
    self.isPercent = isPercent
  }
}

/// A table of numbers with names for its rows and columns.
public struct PlotMatrix {
  public var values: [[Double]]
  public var rows: [String]
  public var columns: [String]
  public var rowLabel: String
  public var columnLabel: String

  public init(values: [[Double]], rows: [String], columns: [String], rowLabel: String, columnLabel: String) {
    self.values = values
    self.rows = rows
    self.columns = columns
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
  }
}
