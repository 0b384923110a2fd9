// What a name can stand for. The interpreter handles the plain kinds itself; everything else is a `Thing`.

/// A value of the language. Values never change.
public enum Value {
  case none
  case truth(Bool)
  case number(Double)
  case text(String)
  /// `3 epochs`.
  case quantity(Quantity)
  /// `3x3`, also what `.shape` gives.
  case size([Int])
  /// `1..10 by 2`.
  case range(Progression)
  case list([Value])
  case record(Record)
  /// `(a, b)`: what several left sides take apart; anything else sees the first.
  case several([Value])
  case thing(any Thing)

  /// The first of several values, or the value itself.
  public var first: Value {
    if case .several(let values) = self { return values.first?.first ?? .none }
    return self
  }

  /// What sort of value it is, with an article, as a message says it.
  public var kind: String {
    switch self {
    case .none: "none"
    case .truth: "a truth"
    case .number: "a number"
    case .text: "a text"
    case .quantity(let quantity): "a quantity in \(quantity.unit.rawValue)"
    case .size: "a size"
    case .range: "a range"
    case .list: "a list"
    case .record: "a record"
    case .several: "several values"
    case .thing(let thing): thing.kind
    }
  }

  /// The value as one number: a number itself, or a thing (a tensor of rank 0) that serves as one.
  public func asNumber() throws -> Double? {
    switch self {
    case .number(let number): number
    case .several: try first.asNumber()
    case .thing(let thing): try thing.number()
    default: nil
    }
  }

  /// The value as a whole number: a number without a fraction.
  public func asWhole() throws -> Int? {
    guard let number = try asNumber() else { return nil }
    return Int(exactly: number)
  }

  /// The value as one truth.
  public func asTruth() throws -> Bool? {
    switch self {
    case .truth(let truth): truth
    case .several: try first.asTruth()
    case .thing(let thing): try thing.truth()
    default: nil
    }
  }

  /// Whether two values are the same: one truth, also for lists and records.
  public func equals(_ other: Value) throws -> Bool {
    switch (self, other) {
    case (.none, .none): return true
    case (.truth(let a), .truth(let b)): return a == b
    case (.number(let a), .number(let b)): return a == b
    case (.text(let a), .text(let b)): return a == b
    case (.quantity(let a), .quantity(let b)): return a == b
    case (.size(let a), .size(let b)): return a == b
    case (.range(let a), .range(let b)): return a == b
    case (.list(let a), .list(let b)), (.several(let a), .several(let b)):
      return try a.count == b.count && zip(a, b).allSatisfy { try $0.equals($1) }
    case (.record(let a), .record(let b)):
      return try a.names == b.names && zip(a.values, b.values).allSatisfy { try $0.equals($1) }
    case (.thing(let a), _): return try a.equals(other)
    case (_, .thing(let b)): return try b.equals(self)
    default: return false
    }
  }

  /// The same value with every leaf changed: lists and records are walked, things are handed over.
  public func mapLeaves(_ change: (Value) throws -> Value) rethrows -> Value {
    switch self {
    case .list(let items): .list(try items.map { try $0.mapLeaves(change) })
    case .several(let items): .several(try items.map { try $0.mapLeaves(change) })
    case .record(let record): .record(try record.map { try $0.mapLeaves(change) })
    default: try change(self)
    }
  }
}
