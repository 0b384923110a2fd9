// Records add and scale leaf by leaf, lists inside of them item by item.

import Catalog

/// `left operation right` on records of the same names, or on a record and one value; nil: there is no record.
func leaves(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value? {
  switch (left, right) {
  case (.record(let a), .record(let b)): return .record(try pairs(operation, a, b))
  case (.record(let record), _): return .record(try record.map { try leaf(operation, $0, right) })
  case (_, .record(let record)): return .record(try record.map { try leaf(operation, left, $0) })
  default: return nil
  }
}

private func pairs(_ operation: BinaryOperator, _ left: Record, _ right: Record) throws -> Record {
  try refuseStrangers(operation, left, right)
  return Record(
    try left.fields.map { name, value in
      (name, try leaf(operation, value, right[name] ?? .none))
    })
}

private func refuseStrangers(_ operation: BinaryOperator, _ left: Record, _ right: Record) throws {
  let onlyLeft = left.names.filter { right[$0] == nil }
  let onlyRight = right.names.filter { left[$0] == nil }
  if onlyLeft.isEmpty, onlyRight.isEmpty { return }
  func label(_ names: [String]) -> String { names.isEmpty ? "" : "only here: \(names.prefix(6).joined(separator: "  "))" }
  throw Complaint(
    .type, "`\(operation.rawValue)` wants records of the same names",
    [.init(.operator, "goes leaf by leaf"), .init(.left, label(onlyLeft)), .init(.right, label(onlyRight))].filter {
      $0.role == .operator || !$0.label.isEmpty
    })
}

/// One leaf, or a record or list of leaves.
private func leaf(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
  switch (left, right) {
  case (.list(let a), .list(let b)):
    guard a.count == b.count else {
      throw Complaint(
        .type, "`\(operation.rawValue)` wants lists of the same length inside records",
        [.init(.operator, ""), .init(.left, counted(a.count, "item")), .init(.right, counted(b.count, "item"))])
    }
    return .list(try zip(a, b).map { try leaf(operation, $0, $1) })
  case (.list(let items), _): return .list(try items.map { try leaf(operation, $0, right) })
  case (_, .list(let items)): return .list(try items.map { try leaf(operation, left, $0) })
  default: return try apply(operation, left, right)
  }
}
