// A function of one tensor made by a call that states its settings: `leaky_relu(0.2)`. Without settings the word itself serves.

import Catalog

/// What becomes of a tensor. It prints as the call that made it, and stands for itself as a line of a net.
public struct Transform: Made {
  public var made = Call.unknown
  let apply: (Tensor) throws -> Tensor

  public var kind: String { "a function of a tensor" }
  public var isCallable: Bool { true }

  public func call(_ given: Given, _ context: Context) throws -> Value {
    guard given.named.isEmpty, given.positional.count == 1, let x = try Tensor(given.positional[0].first) else {
      throw Complaint(
        .argument, "`\(made.word)` is applied to one tensor", [.init(.position(0), given.positional.first?.kind ?? "nothing is given")])
    }
    return .thing(try apply(x))
  }

  public func equals(_ other: Value) throws -> Bool {
    guard case .thing(let thing as Transform) = other else { return false }
    return made.text == thing.made.text
  }
}

extension Transform: Argument {
  public static var wanted: String { "a function of a tensor" }
  public static func from(_ value: Value, _ context: Context) throws -> Transform? {
    if case .thing(let thing as Transform) = value { thing } else { nil }
  }
  public var value: Value { .thing(self) }
}

extension Catalog {
  /// Declares a function of one tensor with settings. Given a tensor of rank 1 or more first, the word applies what it makes.
  func addTransform<each Kind: Argument>(
    _ family: Family, _ name: String, _ summary: String, shapes: [ShapeRule], _ example: String, gives result: String? = nil,
    paper: String? = nil, samples: @escaping @autoclosure () -> [Sample], file: String = #fileID, line: Int = #line,
    _ parameter: repeat Parameter<each Kind>,
    make: @escaping (repeat each Kind) throws -> (Tensor) throws -> Tensor
  ) {
    add(
      family, name, summary, paper: paper, shapes: shapes, examples: [Example(example, gives: result)], samples: samples(), file: file,
      line: line,
      repeat each parameter
    ) { (settings: repeat each Kind) in Transform(apply: try make(repeat each settings)) }
    appliesProduct(of: name) { if case .thing(let tensor as Tensor) = $0 { tensor.rank > 0 } else { false } }
  }
}

extension [Sample] {
  /// One tensor in several shapes, sizes 0 and 1 among them. An even count of numbers over a symmetric range stays clear of 0,
  /// where some slopes jump; a single number is taken from one side.
  static func each(in range: ClosedRange<Double> = -1...1, with named: KeyValuePairs<String, Value> = [:], rank lowest: Int = 0) -> [Sample]
  {
    let one = range.lowerBound > 0 ? range : range.lowerBound / 3...range.upperBound
    return [[2, 3], [], [1, 1], [0, 3]].filter { $0.count >= lowest }.map { Sample($0, in: $0.itemCount == 1 ? one : range, with: named) }
  }

  /// Two tensors that broadcast; the first is moved by [shift], away from where the two would meet.
  static func pairs(in range: ClosedRange<Double> = -1...1, shift: Double = 0) -> [Sample] {
    let shapes: [(Shape, Shape)] = [
      ([2, 3], [2, 3]), ([2, 1, 3], [2, 1]), ([], [3]), ([1], [2, 2]), ([0, 3], [3]), ([2, 1], [2, 0]),
    ]
    return shapes.map { pair in
      Sample([pair.0, pair.1], in: range) { Given(positional: [.thing(try (Tensor($0[0]) ?? Tensor(0)) + shift), $0[1]]) }
    }
  }
}
