// What every value beyond the plain kinds can do: tensors, nets, runs, figures, functions.

/// An operator with two sides. The raw value is how it is written.
public enum BinaryOperator: String, Sendable, CaseIterable {
  case or, and
  case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  case within = "in"
  case add = "+", subtract = "-", multiply = "*", divide = "/", matrixProduct = "@", remainder = "mod", power = "^"
}

/// One item between `[` and `]`, already evaluated.
public enum IndexItem {
  case at(Value)
  /// Half-open, as in Python; a missing end is the axis's own.
  case slice(Int?, Int?)
  /// `...`: all axes not named.
  case rest
}

/// An object of the language. A type joins the language by conforming, on its own floor. Each requirement has a
/// default that says "not mine"; conform only to what makes sense.
public protocol Thing {
  /// What it is, with an article: "a tensor".
  var kind: String { get }
  /// As `print` shows it.
  func text() throws -> String
  /// As a cell's output shows it: a tensor adds shape and type.
  func display() throws -> String
  /// In a few words and without computing anything, for lists of names: the shape and type of a tensor.
  var outline: String { get }
  /// The names that may follow a dot.
  var fieldNames: [String] { get }
  func field(_ name: String, _ context: Context) throws -> Value?
  /// A field whose value lies ready: what completion may look at, which computes nothing.
  func readyField(_ name: String) -> Value?
  /// This thing with one field bound anew, or nil where that makes no sense.
  func settingField(_ name: String, to value: Value, _ context: Context) throws -> Value?
  /// The prompt and a cell's output show it to its end, however many lines it takes.
  var isShownWhole: Bool { get }
  var isCallable: Bool { get }
  func call(_ given: Given, _ context: Context) throws -> Value
  func element(_ index: [IndexItem], _ context: Context) throws -> Value
  func settingElement(_ index: [IndexItem], to value: Value, _ context: Context) throws -> Value
  /// `self op other`, or `other op self` where this thing stands on the right; nil: it does not know how.
  func combine(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value?
  func negated() throws -> Value?
  func inverted() throws -> Value?
  func equals(_ other: Value) throws -> Bool
  /// The items that `for` walks over, and how many there are; nil: it cannot be walked.
  func items(_ context: Context) throws -> (any ItemSource)?
  func number() throws -> Double?
  func truth() throws -> Bool?
  /// Does the work that was put off (a lazy tensor), so that nothing grows in a loop.
  func settle() throws
  /// The same thing when its numbers are not known any more.
  var forgotten: any Thing { get }
  /// Whether the other differs from it in numbers at most that nobody knows.
  func isLike(_ other: any Thing) -> Bool
}

/// Items that are made one by one while a loop runs.
public protocol ItemSource: AnyObject {
  func next() throws -> Value?
  /// Gives a few items that stand for many: all that can be told apart while nothing is computed.
  var isAbridged: Bool { get }
}

extension ItemSource {
  public var isAbridged: Bool { false }
}

extension Thing {
  public func display() throws -> String { try text() }
  public var outline: String { "" }
  public var fieldNames: [String] { [] }
  public func field(_ name: String, _ context: Context) throws -> Value? { nil }
  public func readyField(_ name: String) -> Value? { nil }
  public func settingField(_ name: String, to value: Value, _ context: Context) throws -> Value? { nil }
  public var isShownWhole: Bool { false }
  public var isCallable: Bool { false }
  public func call(_ given: Given, _ context: Context) throws -> Value {
    throw Complaint(.type, "\(kind) cannot be called", [.init(.callee, "this is \(kind)")])
  }
  public func element(_ index: [IndexItem], _ context: Context) throws -> Value {
    throw Complaint(.type, "\(kind) has no items to index", [.init(.callee, "this is \(kind)")])
  }
  public func settingElement(_ index: [IndexItem], to value: Value, _ context: Context) throws -> Value {
    throw Complaint(.type, "the items of \(kind) cannot be set", [.init(.callee, "this is \(kind)")])
  }
  public func combine(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? { nil }
  public func negated() throws -> Value? { nil }
  public func inverted() throws -> Value? { nil }
  public func equals(_ other: Value) throws -> Bool { false }
  public func items(_ context: Context) throws -> (any ItemSource)? { nil }
  public func number() throws -> Double? { nil }
  public func truth() throws -> Bool? { nil }
  public func settle() throws {}
  public var forgotten: any Thing { self }
  public func isLike(_ other: any Thing) -> Bool { (self as AnyObject) === (other as AnyObject) }
}
