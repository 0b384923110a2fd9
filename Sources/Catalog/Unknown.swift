// Values that nobody knows: what a program is walked through with while nothing is computed and nothing acts.

/// Whether programs are looked through at the moment. Shapes, names and arguments count as always; numbers are not computed.
public enum Checking {
  nonisolated(unsafe) public private(set) static var isOn = false

  /// What has more items is not taken apart.
  private static let mostItems = 1000

  /// Throws while programs are looked through, if these are too many items to take one by one, or only some that stand for others.
  public static func refuse(_ count: Int, of source: (any ItemSource)? = nil) throws {
    if isOn, count > mostItems || source?.isAbridged == true { throw UnknownNumbers() }
  }

  public static func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    let before = isOn
    isOn = true
    if !before { UnknownSize.forget() }
    defer { isOn = before }
    return try work()
  }
}

/// Thrown when numbers are asked for that are not known: while a step is traced, or a program is looked through.
public struct UnknownNumbers: Error {
  public init() {}
}

/// A value nobody knows. What is made of it is unknown as well; who asks for its number or truth gets `UnknownNumbers`.
public struct Unknown: Thing {
  /// How much is known of it.
  public enum Sort: Sendable {
    case anything, truth, number, text, list, range
  }

  public let sort: Sort
  /// The endings of files it can be saved to, where that is known.
  public let endings: [String]?

  public init(_ sort: Sort = .anything, endings: [String]? = nil) {
    self.sort = sort
    self.endings = endings
  }

  public var kind: String {
    switch sort {
    case .anything: "an unknown value"
    case .truth: "a truth"
    case .number: "a number"
    case .text: "a text"
    case .list: "a list"
    case .range: "a range"
    }
  }

  private var isAnything: Bool { sort == .anything }

  public func text() throws -> String { throw UnknownNumbers() }

  public var fieldNames: [String] {
    switch sort {
    case .anything, .truth, .number: []
    case .text, .list: ["count"]
    case .range: ["start", "end", "count"]
    }
  }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    if isAnything { return .unknown }
    return fieldNames.contains(name) ? .unknown(.number) : nil
  }

  public func settingField(_ name: String, to value: Value, _ context: Context) throws -> Value? { isAnything ? .unknown : nil }
  public var isCallable: Bool { isAnything }

  public func call(_ given: Given, _ context: Context) throws -> Value {
    guard isAnything else { throw Complaint(.type, "\(kind) cannot be called", [.init(.callee, "this is \(kind)")]) }
    return .unknown
  }

  public func element(_ index: [IndexItem], _ context: Context) throws -> Value {
    switch sort {
    case .anything, .list: return .unknown
    case .text: return .unknown(.text)
    case .range: return .unknown
    case .truth, .number: throw Complaint(.type, "\(kind) has no items to index", [.init(.left, "this is \(kind)")])
    }
  }

  public func settingElement(_ index: [IndexItem], to value: Value, _ context: Context) throws -> Value {
    switch sort {
    case .anything, .list: return .unknown(sort)
    default: throw Complaint(.type, "the items of \(kind) cannot be set", [.init(.whole, "this is \(kind)")])
    }
  }

  public func negated() throws -> Value? { isAnything || sort == .number ? .unknown(sort) : nil }
  public func inverted() throws -> Value? { isAnything || sort == .truth ? .unknown(sort) : nil }
  public func equals(_ other: Value) throws -> Bool { throw UnknownNumbers() }
  public func items(_ context: Context) throws -> (any ItemSource)? {
    switch sort {
    case .anything, .text, .list, .range: throw UnknownNumbers()
    case .truth, .number: return nil
    }
  }
  public func number() throws -> Double? { try known(.number) }
  public func truth() throws -> Bool? { try known(.truth) }

  private func known<Known>(_ wanted: Sort) throws -> Known? {
    if isAnything || sort == wanted { throw UnknownNumbers() }
    return nil
  }

  public func isLike(_ other: any Thing) -> Bool { (other as? Unknown)?.sort == sort }
}

extension Unknown {
  public func combine(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    if isAnything { return .unknown }
    switch operation {
    case .equal, .notEqual:
      // A tensor compares item by item, and does so itself.
      if case .thing(let thing) = other, !(thing is Unknown) { return nil }
      return .unknown(.truth)
    case .within: return within(other, isLeft: isLeft)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return other.sort.map { $0 == sort || $0 == .anything } == true ? .unknown(.truth) : nil
    case .and, .or: return sort == .truth && (other.sort == .truth || other.sort == .anything) ? .unknown(.truth) : nil
    case .matrixProduct: return nil
    case .add, .subtract, .multiply, .divide, .remainder, .power: return arithmetic(operation, other)
    }
  }

  private func within(_ other: Value, isLeft: Bool) -> Value? {
    let whole = isLeft ? other.sort : sort
    switch whole {
    case .list, .range, .text, .anything: return .unknown(.truth)
    default: return nil
    }
  }

  private func arithmetic(_ operation: BinaryOperator, _ other: Value) -> Value? {
    switch (sort, other.sort) {
    case (_, .anything): return .unknown
    case (.number, .number): return .unknown(.number)
    case (.text, .text), (.list, .list): return operation == .add ? .unknown(sort) : nil
    case (.text, .number), (.number, .text): return operation == .multiply ? .unknown(.text) : nil
    case (.number, nil):
      if case .quantity = other, operation == .multiply || operation == .divide { return .unknown }
      return nil
    default: return nil
    }
  }
}

extension Value {
  public static var unknown: Value { .thing(Unknown()) }
  public static func unknown(_ sort: Unknown.Sort) -> Value { .thing(Unknown(sort)) }

  /// What an unknown value in its place would be; nil: it is of no such sort.
  fileprivate var sort: Unknown.Sort? {
    switch self {
    case .truth: .truth
    case .number: .number
    case .text: .text
    case .list: .list
    case .range: .range
    case .thing(let unknown as Unknown): unknown.sort
    case .several(let values): values.first?.sort
    default: nil
    }
  }

  /// Whether it is, or holds, something of which nothing at all is known.
  public var holdsUnknown: Bool {
    switch self {
    case .thing(let unknown as Unknown): unknown.sort == .anything
    case .list(let items), .several(let items): items.contains(where: \.holdsUnknown)
    case .record(let record): record.values.contains(where: \.holdsUnknown)
    default: false
    }
  }

  /// Whether it is, or holds, something that nobody knows, whatever is known of its sort.
  var isPartlyUnknown: Bool {
    switch self {
    case .thing(is Unknown): true
    case .list(let items), .several(let items): items.contains(where: \.isPartlyUnknown)
    case .record(let record): record.values.contains(where: \.isPartlyUnknown)
    default: false
    }
  }

  /// The same value when its numbers are not known any more: shapes and names stay.
  public var forgotten: Value {
    switch self {
    case .truth, .number, .text, .list, .range: sort.map { .unknown($0) } ?? .unknown
    case .none, .quantity, .size: .unknown
    case .record(let record): .record(record.map(\.forgotten))
    case .several(let items): .several(items.map(\.forgotten))
    case .thing(let thing): .thing(thing.forgotten)
    }
  }

  /// What is known of a value that is either this one or another.
  public func joined(with other: Value) -> Value {
    switch (self, other) {
    case (.none, .none): return self
    case (.truth(let a), .truth(let b)) where a == b: return self
    case (.number(let a), .number(let b)) where a == b: return self
    case (.text(let a), .text(let b)) where a == b: return self
    case (.quantity(let a), .quantity(let b)) where a == b: return self
    case (.size(let a), .size(let b)) where a == b: return self
    case (.range(let a), .range(let b)) where a == b: return self
    case (.list(let a), .list(let b)) where a.count == b.count: return .list(zip(a, b).map { $0.joined(with: $1) })
    case (.several(let a), .several(let b)) where a.count == b.count: return .several(zip(a, b).map { $0.joined(with: $1) })
    case (.record(let a), .record(let b)) where a.names == b.names:
      return .record(Record(zip(a.fields, b.values).map { ($0.name, $0.value.joined(with: $1)) }))
    default:
      guard case .thing(let a) = forgotten, case .thing(let b) = other.forgotten else { return .unknown }
      return a.isLike(b) ? .thing(a) : b.isLike(a) ? .thing(b) : .unknown
    }
  }
}
