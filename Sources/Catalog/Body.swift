// A block handed to the word that builds with it: `layers { … }`, `augment { … }`, `update … { … }`.

/// A block and the scope it stands in. The interpreter makes it; the word says what its lines mean.
public struct Body {
  /// Runs the lines in a new scope that has [names], hands each line's value (and the line's number from 0) with the value
  /// that flows to [step], and gives back what flows at the end. The flowing value is bound to `it`.
  public let flow:
    (_ names: [(String, Value)], _ start: Value, _ step: (_ line: Value, _ it: Value, _ place: Int) throws -> Value) throws -> Value
  /// Runs the lines in a new scope that has [names]; the value is the last line's.
  public let value: (_ names: [(String, Value)]) throws -> Value
  /// The block's text, braces included.
  public var source: String { text() }
  private let text: () -> String
  /// The outer names it reads, with their values now, functions included: what a copy of the text needs to run elsewhere.
  public let outerNames: () -> [(String, Value)]
  /// Where a name that it reads from outside stands now, seen from the block; nil: it is not bound.
  public let place: (_ name: String) -> (any NamePlace)?
  /// Stays the same for the same place in the program.
  public let identity: ObjectIdentifier

  public init(
    flow: @escaping ([(String, Value)], Value, (Value, Value, Int) throws -> Value) throws -> Value,
    value: @escaping ([(String, Value)]) throws -> Value,
    source text: @escaping () -> String,
    outerNames: @escaping () -> [(String, Value)],
    place: @escaping (String) -> (any NamePlace)? = { _ in nil },
    identity: ObjectIdentifier
  ) {
    self.flow = flow
    self.value = value
    self.text = text
    self.outerNames = outerNames
    self.place = place
    self.identity = identity
  }
}

/// `update NAMES by OPTIMIZER { loss }`.
public struct UpdateRequest {
  public let names: [String]
  /// What the names stand for; taken out of their scope while the update runs, so that they can change in place.
  public var values: [Value]
  public var optimizer: Value
  public let body: Body

  public init(names: [String], values: [Value], optimizer: Value, body: Body) {
    self.names = names
    self.values = values
    self.optimizer = optimizer
    self.body = body
  }
}
