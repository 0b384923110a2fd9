// Numbers in rows and columns, as tensors and lists hold them.

import Catalog
import Tensor

/// A table of numbers from a tensor of one or two axes, or from a list of rows.
struct Table: Argument {
  let rows: [[Double]]

  /// The most cells that a figure shows.
  static let cellLimit = 1_000_000

  static var wanted: String { "a table of numbers" }

  static func from(_ value: Value, _ context: Context) throws -> Table? {
    if case .list(let items) = value, let rows = try Table.rows(items) { return Table(rows: rows) }
    if case .thing(let thing as any Plottable) = value {
      throw Complaint(
        .type, "\(thing.kind) knows how it is drawn: `plot` asks it", [.init(.position(0), "this is \(thing.kind)")],
        edits: [.replace(.callee, "plot")])
    }
    guard let tensor = try Tensor(value), tensor.rank > 0 else { return nil }
    guard tensor.rank <= 2 else {
      throw Complaint(
        .shape, "a heat map shows two axes, and this has \(tensor.rank): shape \(tensor.shape.shapeText)",
        [.init(.position(0), tensor.shape.shapeText)],
        edits: [
          .replace(.position(0), "\(operand: .position(0))[0]"), .replace(.position(0), "mean(\(part: .position(0)), axis: 0)"),
        ])
    }
    try refuseTooLarge(tensor.shape, .position(0))
    return Table(rows: tensor.rank == 1 ? [try tensor.numbers()] : try tensor.rows())
  }

  var value: Value { .list(rows.map(\.value)) }

  /// Refuses shapes with more cells than anybody can see.
  static func refuseTooLarge(_ shape: Shape, _ role: Complaint.Role) throws {
    guard shape.itemCount > cellLimit else { return }
    throw Complaint(
      .limit, "shape \(shape.shapeText) has \(shape.itemCount) cells, and a heat map shows at most \(cellLimit)",
      [.init(role, shape.shapeText)],
      edits: [.replace(role, "\(operand: role)[0..<1000, 0..<1000]")])
  }

  /// Items that all are rows of numbers, of any length; nil when one is something else.
  private static func rows(_ items: [Value]) throws -> [[Double]]? {
    let rows = try items.compactMap { item -> [Double]? in
      guard let tensor = try Tensor(item), tensor.rank == 1 else { return nil }
      return try tensor.numbers()
    }
    return rows.count == items.count ? rows : nil
  }
}

extension Tensor {
  /// The rows of a tensor of rank 2.
  func rows() throws -> [[Double]] {
    let numbers = try numbers()
    let width = shape[1]
    return (0..<shape[0]).map { Array(numbers[($0 * width)..<(($0 + 1) * width)]) }
  }
}
