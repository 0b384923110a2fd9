// What a loss is: how far each item is off, and how the items become one number.

import Catalog
import Tensor

/// How the items of a loss become one number, or stay as they are.
enum Reduction: String, Choice {
  case mean, sum
  case unreduced = "none"

  static func from(_ value: Value, _ context: Context) throws -> Reduction? {
    switch value {
    case .none: .unreduced
    case .text(let text): Reduction(rawValue: text)
    default: nil
    }
  }
}

/// What becomes of the items of a loss: the last setting of most.
func reduction() -> Parameter<Reduction> {
  given("reduce", "what the items become: their mean, their sum, or none: they stay as they are", Reduction.self, .mean)
}

/// A way to compare predictions with what is true. Predictions are judged item by item; the items become one number by `reduce`.
public struct Loss: Made {
  /// The items, weighed already, and what their mean divides the sum by; nil: how many there are.
  typealias Items = (numbers: Tensor, divisor: Tensor?)

  public var made = Call.unknown
  private let reduction: Reduction
  let items: (_ output: Tensor, _ y: Tensor) throws -> Items

  /// A loss whose mean divides by a number of its own.
  init(weighed reduction: Reduction, _ items: @escaping (_ output: Tensor, _ y: Tensor) throws -> Items) {
    self.reduction = reduction
    self.items = items
  }

  /// A loss whose mean is that of its items.
  init(_ reduction: Reduction, _ items: @escaping (_ output: Tensor, _ y: Tensor) throws -> Tensor) {
    self.init(weighed: reduction) { (try items($0, $1), nil) }
  }

  /// A loss of predictions and truths of one shape, refused for any other.
  init(pairs word: String, _ reduction: Reduction, _ item: @escaping (_ p: Tensor, _ y: Tensor) throws -> Tensor) {
    self.init(reduction) { p, y in
      try checkSameShape(p, y, word)
      return try item(p, y)
    }
  }

  func callAsFunction(_ output: Tensor, _ y: Tensor) throws -> Tensor { try reduction.applied(to: items(output, y)) }

  public var kind: String { "a loss" }
  public var isCallable: Bool { true }

  public func call(_ given: Given, _ context: Context) throws -> Value {
    guard given.named.isEmpty, given.positional.count == 2, let output = try Tensor(given.positional[0].first),
      let y = try Tensor(given.positional[1].first)
    else {
      throw Complaint(
        .argument, "a loss is called with two tensors: predictions, and what is true",
        [.init(.position(0), given.positional.first?.kind ?? "nothing is given")])
    }
    return .thing(try self(output, y))
  }

  public func equals(_ other: Value) throws -> Bool {
    if case .thing(let loss as Loss) = other { made.text == loss.made.text } else { false }
  }
}

extension Loss: Argument {
  public static var wanted: String { "a loss such as mse" }
  public static var families: [Family] { [.loss] }
  public static func from(_ value: Value, _ context: Context) throws -> Loss? {
    switch value {
    case .thing(let loss as Loss): return loss
    case .thing(let word as Declaration) where word.family == .loss:
      guard case .thing(let loss as Loss)? = try word.madeBare(context) else { return nil }
      return loss
    default: return nil
    }
  }
  public var value: Value { .thing(self) }
}

extension Reduction {
  func applied(to items: Loss.Items) throws -> Tensor {
    switch self {
    case .mean: try items.divisor.map { try items.numbers.sum() / $0 } ?? items.numbers.mean()
    case .sum: try items.numbers.sum()
    case .unreduced: items.numbers
    }
  }

  /// The items of a loss that has no settings of its own mean.
  func applied(to items: Tensor) throws -> Tensor { try applied(to: (items, nil)) }
}

extension Catalog {
  /// Declares a loss of two tensors. Without them the word gives the loss itself, as `fit` takes it: `fit(…, loss: huber(delta: 2))`.
  func addLoss<each Kind: Argument>(
    _ name: String, _ summary: String, shapes: [ShapeRule] = ["[...], [...] -> []"], _ example: String, gives result: String,
    paper: String? = nil, samples: @escaping @autoclosure () -> [Sample], file: String = #fileID, line: Int = #line,
    of output: (name: String, summary: String) = ("predictions", "a tensor"),
    and y: (name: String, summary: String) = ("y", "what is true, of the same shape"), _ parameter: repeat Parameter<each Kind>,
    make: @escaping (repeat each Kind) throws -> Loss
  ) {
    add(
      .loss, name, summary, paper: paper, shapes: shapes, examples: [Example(example, gives: result)], samples: samples(), file: file,
      line: line,
      given(output.name, output.summary, Tensor?.self, .some(nil), shown: ""),
      given(y.name, y.summary, Tensor?.self, .some(nil), shown: ""), repeat each parameter
    ) { (first: Tensor?, second: Tensor?, settings: repeat each Kind) in
      let loss = try make(repeat each settings)
      guard let (first, second) = try pair(first, second, name, output.name, y.name) else { return loss.value }
      return try loss(first, second).value
    }
  }
}

/// Both tensors of a call, or nil where the word stands for itself. One alone is refused.
func pair(_ first: Tensor?, _ second: Tensor?, _ word: String, _ names: String...) throws -> (Tensor, Tensor)? {
  switch (first, second) {
  case (let first?, let second?): return (first, second)
  case (nil, nil): return nil
  default:
    let missing = names[first == nil ? 0 : 1]
    throw Complaint(
      .argument, "`\(word)` needs `\(missing)` as well", [.init(.callee, "it compares two tensors")],
      why: "without both, `\(word)(…)` is the function itself, as `fit` takes it")
  }
}

/// Refuses shapes that differ: a loss never broadcasts.
func checkSameShape(_ p: Tensor, _ y: Tensor, _ word: String, _ roles: (Int, Int) = (0, 1)) throws {
  if p.shape == y.shape { return }
  throw Complaint(
    .shape, "\(word) compares equal shapes, and these differ: \(p.shape.shapeText) and \(y.shape.shapeText)",
    [.init(.position(roles.0), p.shape.shapeText), .init(.position(roles.1), y.shape.shapeText)], why: "a loss never broadcasts",
    edits: p.itemCount == y.itemCount
      ? [
        .replace(.position(roles.1), "reshape(\(part: .position(roles.1)), \(p.shape.shapeText))"),
        // Of `fit`: the net that made the predictions.
        .replace(.call("dense", in: .position(0)), "\(part: .call("dense", in: .position(0))); it[:, 0]", "a number, no row of one"),
      ] : [])
}

/// p - y, refused where the shapes differ.
func differences(_ p: Tensor, _ y: Tensor, _ word: String) throws -> Tensor {
  try checkSameShape(p, y, word)
  return try p - y
}
