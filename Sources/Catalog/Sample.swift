// Where an operation can be checked: tensors at which it is smooth, and the arguments that go with them.

/// Inputs of an operation. The tests compare its first and second derivatives there with differences.
public struct Sample {
  /// The shapes of the tensors that are moved.
  public let shapes: [[Int]]
  /// Where their numbers come from.
  public let range: ClosedRange<Double>
  /// The call's arguments, made of those tensors.
  public let given: ([Value]) throws -> Given

  /// The tensors are the first positional arguments, behind [before].
  public init(
    _ shapes: [Int]..., in range: ClosedRange<Double> = -1...1, before: [Value] = [], with named: KeyValuePairs<String, Value> = [:]
  ) {
    self.init(shapes, in: range) { Given(positional: before + $0, named: named.map { ($0.key, $0.value) }) }
  }

  public init(_ shapes: [[Int]], in range: ClosedRange<Double> = -1...1, given: @escaping ([Value]) throws -> Given) {
    self.shapes = shapes
    self.range = range
    self.given = given
  }
}
