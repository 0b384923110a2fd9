// What operators mean on plain values. Things are asked; records go leaf by leaf (Leaves.swift).

import Catalog
import Glibc
import Language

/// `left operation right`.
func apply(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
  if case .number(let a) = left, case .number(let b) = right, let result = numbers(operation, a, b) { return result }
  return try applyFirst(operation, left.first, right.first)
}

private func applyFirst(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
  if case .number(let a) = left, case .number(let b) = right, let result = numbers(operation, a, b) { return result }
  if let result = try things(operation, left, right) { return result }
  switch operation {
  case .equal: return .truth(try same(left, right))
  case .notEqual: return .truth(try !same(left, right))
  case .within: return .truth(try contains(right, left))
  case .less, .lessOrEqual, .greater, .greaterOrEqual: return .truth(try ordered(operation, left, right))
  case .and, .or, .matrixProduct: throw unfit(operation, left, right)
  case .add, .subtract, .multiply, .divide, .remainder, .power:
    if let result = try quantities(operation, left, right) ?? joined(operation, left, right) { return result }
    if let result = try leaves(operation, left, right) { return result }
    throw unfit(operation, left, right)
  }
}

func numbers(_ operation: BinaryOperator, _ a: Double, _ b: Double) -> Value? {
  switch operation {
  case .add: .number(a + b)
  case .subtract: .number(a - b)
  case .multiply: .number(a * b)
  case .divide: .number(a / b)
  case .remainder: .number(remainder(a, b))
  case .power: .number(pow(a, b))
  case .equal: .truth(a == b)
  case .notEqual: .truth(a != b)
  case .less: .truth(a < b)
  case .lessOrEqual: .truth(a <= b)
  case .greater: .truth(a > b)
  case .greaterOrEqual: .truth(a >= b)
  case .and, .or, .within, .matrixProduct: nil
  }
}

/// The remainder with the sign of the right side.
private func remainder(_ a: Double, _ b: Double) -> Double {
  let rest = fmod(a, b)
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
}

/// What a thing on either side makes of it. A size is compared as a whole, also with a tensor.
private func things(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value? {
  if operation == .equal || operation == .notEqual {
    if case .size = left { return nil }
    if case .size = right { return nil }
  }
  if case .thing(let thing) = left, let result = try thing.combine(operation, right, isLeft: true) { return result }
  if case .thing(let thing) = right, let result = try thing.combine(operation, left, isLeft: false) { return result }
  return nil
}

/// One truth; `[3, 3]` may be a list or a thing beside the size `3x3`.
private func same(_ left: Value, _ right: Value) throws -> Bool {
  switch (left, right) {
  case (.size(let sizes), .list(let items)), (.list(let items), .size(let sizes)):
    return try items.count == sizes.count && zip(items, sizes).allSatisfy { try $0.asNumber() == Double($1) }
  case (.number(let number), .thing(let thing)), (.thing(let thing), .number(let number)):
    return try thing.number() == number
  case (_, .thing(let thing)): return try thing.equals(left)
  default: return try left.equals(right)
  }
}

private func contains(_ whole: Value, _ part: Value) throws -> Bool {
  switch (whole, part) {
  case (.list(let items), _): return try items.contains { try same($0, part) }
  case (.size(let sizes), _):
    guard let number = try part.asNumber() else { throw unfit(.within, part, whole) }
    return sizes.contains { Double($0) == number }
  case (.range(let range), _):
    guard let number = try part.asNumber() else { throw unfit(.within, part, whole) }
    return contains(range, number)
  case (.text(let text), .text(let piece)): return contains(Array(text.utf8), Array(piece.utf8))
  case (.record(let record), .text(let name)): return record.names.contains(name)
  default: throw unfit(.within, part, whole)
  }
}

/// A range is an interval, unless its step makes it a row of single numbers.
private func contains(_ range: Progression, _ number: Double) -> Bool {
  if range.step != 1 {
    guard let place = Int(exactly: ((number - range.start) / range.step).rounded()) else { return false }
    return (0..<range.count).contains(place) && range[place] == number
  }
  return number >= range.start && (range.includesEnd ? number <= range.end : number < range.end)
}

private func contains(_ text: [UInt8], _ piece: [UInt8]) -> Bool {
  guard piece.count <= text.count else { return false }
  return (0...text.count - piece.count).contains { text[$0...].starts(with: piece) }
}

private func ordered(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Bool {
  switch (left, right) {
  case (.text(let a), .text(let b)): return compare(operation, a, b)
  case (.quantity(let a), .quantity(let b)) where a.isComparable(with: b): return compare(operation, a, b)
  default: throw unfit(operation, left, right)
  }
}

private func compare<Kind: Comparable>(_ operation: BinaryOperator, _ a: Kind, _ b: Kind) -> Bool {
  switch operation {
  case .less: a < b
  case .lessOrEqual: a <= b
  case .greater: a > b
  default: a >= b
  }
}

/// Quantities add within a dimension and scale by numbers.
private func quantities(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value? {
  switch (operation, left, right) {
  case (.add, .quantity(let a), .quantity(let b)) where a.isComparable(with: b):
    .quantity(Quantity(a.amount + b.converted(to: a.unit).amount, a.unit))
  case (.subtract, .quantity(let a), .quantity(let b)) where a.isComparable(with: b):
    .quantity(Quantity(a.amount - b.converted(to: a.unit).amount, a.unit))
  case (.divide, .quantity(let a), .quantity(let b)) where a.isComparable(with: b): .number(a.base / b.base)
  case (.multiply, .quantity(let a), .number(let number)): .quantity(Quantity(a.amount * number, a.unit))
  case (.multiply, .number(let number), .quantity(let a)): .quantity(Quantity(number * a.amount, a.unit))
  case (.divide, .quantity(let a), .number(let number)): .quantity(Quantity(a.amount / number, a.unit))
  default: nil
  }
}

/// `+` joins texts, lists and sizes; a text times a whole number repeats it.
private func joined(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value? {
  switch (operation, left, right) {
  case (.add, .text(let a), .text(let b)): return .text(a + b)
  case (.add, .list(let a), .list(let b)): return .list(a + b)
  case (.add, .size(let a), .size(let b)): return .size(a + b)
  case (.multiply, .text(let text), .number(let number)), (.multiply, .number(let number), .text(let text)):
    guard let times = Int(exactly: number), times >= 0 else { return nil }
    let (length, overflow) = times.multipliedReportingOverflow(by: text.utf8.count)
    guard !overflow, length <= 1 << 28 else { throw Complaint(.memory, "this text would be too long", [.init(.whole, "\(times) times")]) }
    return .text(String(repeating: text, count: times))
  default: return nil
  }
}

func negated(_ value: Value) throws -> Value {
  switch value {
  case .number(let number): return .number(-number)
  case .quantity(let quantity): return .quantity(Quantity(-quantity.amount, quantity.unit))
  case .record(let record): return .record(try record.map(negatedLeaf))
  case .several: return try negated(value.first)
  case .thing(let thing): if let result = try thing.negated() { return result }
  default: break
  }
  throw Complaint(.type, "`-` does not work on \(value.kind)", [.init(.right, "this is \(value.kind)")])
}

private func negatedLeaf(_ value: Value) throws -> Value {
  if case .list(let items) = value { return .list(try items.map(negatedLeaf)) }
  return try negated(value)
}

func inverted(_ value: Value) throws -> Value {
  if case .thing(let thing) = value, let result = try thing.inverted() { return result }
  if let truth = try value.asTruth() { return .truth(!truth) }
  throw Complaint(.type, "`not` wants a truth, not \(value.kind)", [.init(.right, "this is \(value.kind)")])
}

/// The complaint about an operator between values that it does not know.
func unfit(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Complaint {
  let kinds = left.kind == right.kind ? "two values that are each \(left.kind)" : "\(left.kind) and \(right.kind)"
  return Complaint(
    .type, "`\(operation.rawValue)` does not work on \(kinds)",
    [.init(.operator, need(operation)), .init(.left, left.kind), .init(.right, right.kind)],
    why: mismatch(left, right), edits: edits(operation, left, right))
}

private func need(_ operation: BinaryOperator) -> String {
  switch operation {
  case .and, .or: "wants truths"
  case .within: "wants a list, a text, a range or a record on the right"
  case .matrixProduct: "wants two tensors"
  case .less, .lessOrEqual, .greater, .greaterOrEqual: "wants two numbers, or two texts, or quantities of one kind"
  default: "these two do not go together"
  }
}

private func mismatch(_ left: Value, _ right: Value) -> String? {
  switch (left, right) {
  case (.quantity(let a), .quantity(let b)): "\(a.text) counts \(a.unit.measure.dimension), \(b.text) counts \(b.unit.measure.dimension)"
  case (.quantity(let quantity), .number(let number)), (.number(let number), .quantity(let quantity)):
    "\(numberText(number)) has no unit, \(quantity.text) has one"
  default: nil
  }
}

private func edits(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> [Complaint.Edit] {
  switch (left, right) {
  case (.quantity(let quantity), .number(let number)): [.replace(.right, "\(Quantity(number, quantity.unit).text)")]
  case (.number(let number), .quantity(let quantity)): [.replace(.left, "\(Quantity(number, quantity.unit).text)")]
  case (.text, _) where operation == .add:
    [.replace(.whole, "\(textStart: .left){\(part: .right)}\""), .replace(.right, "text(\(part: .right))")]
  case (_, .text) where operation == .add:
    [.replace(.whole, "\"{\(part: .left)}\(textEnd: .right)"), .replace(.left, "text(\(part: .left))")]
  case (.list, _) where operation == .add: [.replace(.whole, "append(\(part: .left), \(part: .right))")]
  default: []
  }
}

extension Operator {
  /// The same operator as values know it.
  var meaning: BinaryOperator {
    switch self {
    case .or: .or
    case .and: .and
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .within: .within
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .matrixProduct: .matrixProduct
    case .remainder: .remainder
    case .power: .power
    }
  }
}
