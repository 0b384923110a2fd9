// What may be handed to a word: every type that values convert to and from.

/// A type that a value of the language can become. A type joins by a conformance on its own floor.
public protocol Argument {
  /// What is wanted, with an article: "a number".
  static var wanted: String { get }
  /// The value as this type; nil when it is of another kind.
  static func from(_ value: Value, _ context: Context) throws -> Self?
  var value: Value { get }
  /// What stands for a value of this type that nobody knows.
  static var unknown: Value { get }
  /// The texts that can be meant, where only some can: completion lists them.
  static var choices: [String] { get }
  /// The families whose words are, or make, such values: completion puts them first.
  static var families: [Family] { get }
}

extension Argument {
  public static var unknown: Value { .unknown }
  public static var choices: [String] { [] }
  public static var families: [Family] { [] }
}

extension Double: Argument {
  public static var unknown: Value { .unknown(.number) }
  public static var wanted: String { "a number" }
  public static func from(_ value: Value, _ context: Context) throws -> Double? { try value.asNumber() }
  public var value: Value { .number(self) }
}

extension Int: Argument {
  public static var unknown: Value { .unknown(.number) }
  public static var wanted: String { "a whole number" }
  public static func from(_ value: Value, _ context: Context) throws -> Int? { try value.asWhole() }
  public var value: Value { .number(Double(self)) }
}

extension Bool: Argument {
  public static var unknown: Value { .unknown(.truth) }
  public static var wanted: String { "true or false" }
  public static func from(_ value: Value, _ context: Context) throws -> Bool? { try value.asTruth() }
  public var value: Value { .truth(self) }
}

extension String: Argument {
  public static var unknown: Value { .unknown(.text) }
  public static var wanted: String { "a text" }
  public static func from(_ value: Value, _ context: Context) throws -> String? {
    if case .text(let text) = value { return text }
    if case .thing(let unknown as Unknown) = value, unknown.sort == .text { throw UnknownNumbers() }
    return nil
  }
  public var value: Value { .text(self) }
}

extension Value: Argument {
  public static var wanted: String { "a value" }
  public static func from(_ value: Value, _ context: Context) throws -> Value? { value }
  public var value: Value { self }
}

extension Record: Argument {
  public static var wanted: String { "a record" }
  public static func from(_ value: Value, _ context: Context) throws -> Record? {
    if case .record(let record) = value { record } else { nil }
  }
  public var value: Value { .record(self) }
}

extension Progression: Argument {
  public static var wanted: String { "a range such as -1..1" }
  public static func from(_ value: Value, _ context: Context) throws -> Progression? {
    if case .range(let range) = value { range } else { nil }
  }
  public var value: Value { .range(self) }
}

extension Quantity: Argument {
  public static var wanted: String { "a number with a unit" }
  public static func from(_ value: Value, _ context: Context) throws -> Quantity? {
    if case .quantity(let quantity) = value { quantity } else { nil }
  }
  public var value: Value { .quantity(self) }
}

extension Optional: Argument where Wrapped: Argument {
  public static var wanted: String { Wrapped.wanted }
  public static var choices: [String] { Wrapped.choices }
  public static var families: [Family] { Wrapped.families }
  public static func from(_ value: Value, _ context: Context) throws -> Wrapped?? {
    if case .none = value { return .some(nil) }
    return try Wrapped.from(value, context).map { .some($0) }
  }
  public var value: Value { self?.value ?? .none }
}

extension Array: Argument where Element: Argument {
  public static var unknown: Value { .unknown(.list) }
  public static var wanted: String { "a list, each item \(Element.wanted)" }
  public static var choices: [String] { Element.choices }
  public static var families: [Family] { Element.families }
  public static func from(_ value: Value, _ context: Context) throws -> [Element]? {
    let items: [Value]
    switch value {
    case .list(let list): items = list
    case .several(let list): items = list
    case .size(let sizes): items = sizes.map { .number(Double($0)) }
    case .thing(let thing):
      guard let source = try thing.items(context) else { return nil }
      var list: [Value] = []
      while let item = try source.next() {
        try Checking.refuse(list.count, of: source)
        list.append(item)
      }
      items = list
    default: items = [value]
    }
    var result: [Element] = []
    for item in items {
      guard let element = try Element.from(item, context) else { return nil }
      result.append(element)
    }
    return result
  }
  public var value: Value { .list(map(\.value)) }
}

/// A choice among words: its cases are the words, so help, completion and errors list them by themselves.
public protocol Choice: Argument, RawRepresentable, CaseIterable where RawValue == String {}

extension Choice {
  public static var wanted: String { "one of " + choices.map(quote).joined(separator: ", ") }
  public static var choices: [String] { allCases.map(\.rawValue) }
  public static func from(_ value: Value, _ context: Context) throws -> Self? {
    try String.from(value, context).flatMap { Self(rawValue: $0) }
  }
  public var value: Value { .text(rawValue) }
}

/// What a word gives that is worth no value: `print`.
public struct Nothing: Argument {
  public init() {}
  public static var wanted: String { "nothing" }
  public static func from(_ value: Value, _ context: Context) throws -> Nothing? { nil }
  public static var unknown: Value { .none }
  public var value: Value { .none }
}

/// Something callable that a word calls back: a `fn`, a lambda, a word, a layer.
public struct Callable: Argument {
  public let value: Value
  let context: Context

  public static var wanted: String { "a function" }
  public static func from(_ value: Value, _ context: Context) throws -> Callable? {
    guard case .thing(let thing) = value, thing.isCallable else { return nil }
    return Callable(value: value, context: context)
  }
  public func callAsFunction(_ arguments: Value...) throws -> Value {
    try context.call(value, Given(positional: arguments))
  }
  /// Calls with a list of values.
  public func apply(_ arguments: [Value]) throws -> Value { try context.call(value, Given(positional: arguments)) }
}

extension Context: Argument {
  public static var wanted: String { "the context" }
  public static func from(_ value: Value, _ context: Context) throws -> Self? { nil }
  public var value: Value { .none }
}
