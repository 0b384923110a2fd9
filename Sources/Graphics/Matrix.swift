// A table of numbers as coloured cells: heat maps and confusion tables.

/// Numbers in rows and columns, each cell coloured by its value.
public struct Matrix: Sendable, Equatable {
  public var title: String
  /// Rows from top to bottom; short rows are filled with NaN, which is drawn gray.
  public var values: [[Double]]
  /// Names of the rows and columns; numbers from 0 when empty.
  public var rows: [String]
  public var columns: [String]
  /// What the rows and the columns are.
  public var rowLabel: String
  public var columnLabel: String
  public var format: NumberFormat
  /// Whether a scale of the colours stands at the right; it also does where the cells are too small for numbers.
  public var bar: Bool

  public init(
    _ values: [[Double]], rows: [String] = [], columns: [String] = [], title: String = "",
    rowLabel: String = "", columnLabel: String = "", format: NumberFormat = .plain, bar: Bool = false
  ) {
    self.title = title
    self.values = values
    self.rows = rows
    self.columns = columns
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
    self.format = format
    self.bar = bar
  }

  /// How often each true class (row) was taken for each class (column).
  public static func confusion(_ counts: [[Int]], classes: [String] = [], title: String = "") -> Matrix {
    Matrix(counts.map { $0.map(Double.init) }, rows: classes, columns: classes, title: title, rowLabel: "true", columnLabel: "predicted")
  }

  var rowCount: Int { values.count }
  var columnCount: Int { values.map(\.count).max() ?? 0 }

  func rowName(_ index: Int) -> String { rows.isEmpty ? "\(index)" : index < rows.count ? rows[index] : "" }
  func columnName(_ index: Int) -> String { columns.isEmpty ? "\(index)" : index < columns.count ? columns[index] : "" }

  func value(_ row: Int, _ column: Int) -> Double {
    column < values[row].count ? values[row][column] : .nan
  }

  /// A number as it is written in a cell.
  func text(of value: Double) -> String {
    NumberText.short(value, digits: format == .percent ? 2 : 3, format: format)
  }

  /// The smallest and largest value, from zero on when none is negative; nil when there is no number.
  var range: ClosedRange<Double>? {
    let finite = values.joined().filter { abs($0) < AxisScale.limit }
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return low >= 0 && high > 0 ? 0...high : low...high
  }
}

/// The sizes of a matrix, which are known before fonts are.
extension Matrix {
  /// Up to so many rows and columns cells are square and no smaller than a name is high.
  private static let manyCells = 36
  static let barWidth = 14.0
  static let barRoom = 84.0
  private static let nameLimit = 140.0

  /// Width and height of a cell.
  var cell: Extent {
    let (across, down) = (Matrix.cellSize(columnCount), Matrix.cellSize(rowCount))
    guard max(rowCount, columnCount) <= Matrix.manyCells else { return Extent(width: across, height: down) }
    return Extent(width: min(across, down), height: min(across, down))
  }

  private static func cellSize(_ count: Int) -> Double {
    let size = (420 / Double(max(count, 1))).rounded(.down)
    if count <= manyCells { return min(max(size, 24), 80) }
    return size >= 1 ? size : min(1, 800 / Double(count))
  }

  var cellsWidth: Double { cell.width * Double(columnCount) }
  var cellsHeight: Double { cell.height * Double(rowCount) }

  /// The room for the names of the rows.
  var namesWidth: Double {
    let widest = (0..<rowCount).map { Look.guessedWidth(rowName($0), size: Look.tickSize) }.max() ?? 0
    return min(widest, Matrix.nameLimit)
  }

  /// The room for the names of the columns, upright ones included.
  var namesHeight: Double {
    guard !columns.isEmpty else { return Look.lineHeight }
    let widest = columns.map { Look.guessedWidth($0, size: Look.tickSize) }.max() ?? 0
    return widest + 6 <= cell.width || cell.width >= CategoryLabels.ampleSlot
      ? Look.lineHeight : min(max(widest, Look.lineHeight), CategoryLabels.uprightLimit)
  }

  /// The size of the numbers in the cells, the largest from 12 down to 8 at which all fit; nil where none does.
  var numberSize: Double? {
    guard cell.width >= 20, cell.height >= 14 else { return nil }
    let widest = values.joined().map { Look.guessedWidth(text(of: $0), size: 1) }.max() ?? 0
    return [12, 11, 10, 9, 8].first { widest * $0 <= cell.width - 1 }
  }

  /// Whether a scale of the colours is drawn.
  var hasBar: Bool { bar || numberSize == nil }

  var gutter: Double { namesWidth + 6 + (rowLabel.isEmpty ? 0 : Look.lineHeight + 6) }

  var naturalWidth: Double {
    max(gutter + cellsWidth + (hasBar ? Matrix.barRoom : 0), 200)
  }

  func naturalHeight(width: Double) -> Double {
    let label = columnLabel.isEmpty ? 0 : Look.lineHeight + 4
    return Look.titleHeight(title, width: width) + max(cellsHeight, Look.lineHeight) + 6 + namesHeight + label
  }
}
