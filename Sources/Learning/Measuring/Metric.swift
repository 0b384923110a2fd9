// What a metric is: what it takes from each batch, and what is made of all that at the end. Never a mean of batches' values.

import Catalog
import Tensor

/// What was taken from all batches: tensors that were joined along their first axis, or added up.
struct Gathered {
  let shape: Shape
  var numbers: [Double]

  /// How many rows there are, and how many numbers in each.
  var count: Int { shape.first ?? 1 }
  var width: Int { shape.dropFirst().reduce(1, *) }

  /// The numbers of a row, and those at one place of every row.
  func row(_ place: Int) -> [Double] { Array(numbers[(place * width)..<((place + 1) * width)]) }
  func column(_ place: Int) -> [Double] { stride(from: place, to: numbers.count, by: width).map { numbers[$0] } }

  init(_ tensor: Tensor) throws {
    shape = tensor.shape
    numbers = try tensor.numbers()
  }

  init(shape: Shape, numbers: [Double]) {
    self.shape = shape
    self.numbers = numbers
  }
}

/// A number that people read off a trained net.
public struct Metric: Made {
  public var made = Call.unknown
  public let name: String
  /// Is a share, and shown in per cent.
  public let isShare: Bool
  /// What it takes from a batch.
  let take: (_ output: Tensor, _ y: Tensor) throws -> [Tensor]
  /// What it takes is joined along the first axis; otherwise it is added up.
  let joins: Bool
  /// What becomes of all that was taken.
  let end: ([Gathered]) throws -> Value
  /// The same for one batch without looking at numbers; nil: they must be looked at.
  private let lazily: ((_ output: Tensor, _ y: Tensor) throws -> Tensor)?

  /// A metric over all outputs and labels: [take] gives rows, which are joined.
  init(
    joining name: String, isShare: Bool = false, _ take: @escaping (_ output: Tensor, _ y: Tensor) throws -> [Tensor],
    end: @escaping ([Gathered]) throws -> Value
  ) {
    self.name = name
    self.isShare = isShare
    self.take = take
    self.end = end
    joins = true
    lazily = nil
  }

  /// The mean of something over all samples: a sum, and what it is divided by. [finish]: what is made of the mean.
  init(
    mean name: String, isShare: Bool = false, finish: @escaping (Tensor) throws -> Tensor = { $0 },
    _ sums: @escaping (_ output: Tensor, _ y: Tensor) throws -> (sum: Tensor, divisor: Tensor)
  ) {
    self.name = name
    self.isShare = isShare
    take = { output, y in
      let (sum, divisor) = try sums(output, y)
      return [sum, divisor]
    }
    end = { gathered in
      let mean = gathered[0].numbers[0] / gathered[1].numbers[0]
      return .number(try finish(Tensor(mean)).scalar())
    }
    joins = false
    lazily = { output, y in
      let (sum, divisor) = try sums(output, y)
      return try finish(sum / divisor)
    }
  }

  /// The mean of a number for each sample (or each place of each).
  init(
    ofEach name: String, isShare: Bool = false, finish: @escaping (Tensor) throws -> Tensor = { $0 },
    _ item: @escaping (_ output: Tensor, _ y: Tensor) throws -> Tensor
  ) {
    self.init(mean: name, isShare: isShare, finish: finish) { output, y in
      let items = try item(output, y)
      return (try items.sum(), Tensor(Double(items.itemCount)))
    }
  }

  /// A loss as a metric: the mean of its items over all samples.
  init(_ loss: Loss, named name: String) {
    self.init(mean: name) { output, y in
      let items = try loss.items(output, y)
      return (try items.numbers.sum(), items.divisor ?? Tensor(Double(items.numbers.itemCount)))
    }
  }

  /// The metric of one batch.
  func callAsFunction(_ output: Tensor, _ y: Tensor) throws -> Value {
    if let lazily { return .thing(try lazily(output, y)) }
    let taken = try take(output, y)
    try evaluate(taken)
    return try end(taken.map { try Gathered($0) })
  }

  /// The metric as a number, from all that was taken.
  func number(_ gathered: [Gathered]) throws -> Double {
    let value = try end(gathered)
    if let number = try value.asNumber() { return number }
    throw Complaint(
      .argument, "a metric of a training is one number, and `\(name)` gives \(value.kind)", [.init(.argument("metrics"), "")],
      why: "a number for each class: average: none leaves it so")
  }

  /// A measured value as people read it: `84.1%`.
  func text(of value: Double) -> String { isShare ? fixed(value * 100, 1) + "%" : rounded(value) }

  public var kind: String { "a metric" }
  public var isCallable: Bool { true }

  public func call(_ given: Given, _ context: Context) throws -> Value {
    guard given.named.isEmpty, given.positional.count == 2, let output = try Tensor(given.positional[0].first),
      let y = try Tensor(given.positional[1].first)
    else {
      throw Complaint(
        .argument, "a metric is called with two tensors: what a net gives, and what is true",
        [.init(.position(0), given.positional.first?.kind ?? "nothing is given")])
    }
    return try self(output, y)
  }

  public func equals(_ other: Value) throws -> Bool {
    if case .thing(let metric as Metric) = other { made.text == metric.made.text } else { false }
  }
}

extension Metric: Argument {
  public static var wanted: String { "a metric such as accuracy" }
  public static var families: [Family] { [.metric, .loss] }
  public var value: Value { .thing(self) }

  /// A metric by its word, a loss, or any function of output and labels.
  public static func from(_ value: Value, _ context: Context) throws -> Metric? {
    switch value {
    case .thing(let metric as Metric): return metric
    case .thing(let loss as Loss): return Metric(loss, named: loss.made.word)
    case .thing(let word as Declaration) where word.family == .metric || word.family == .loss:
      guard let made = try word.madeBare(context) else { return Metric(function: value, named: word.name, context) }
      if case .thing(is Declaration) = made { return nil }
      return try from(made, context)
    case .thing(let thing) where thing.isCallable:
      let text = try (thing as? Declaration)?.name ?? thing.text()
      return Metric(function: value, named: text.contains { $0 == " " || $0 == "\n" } ? "metric" : text, context)
    default: return nil
    }
  }

  /// Any function of output and labels: a number for each sample, or one for a batch, which counts for each of its samples.
  private init(function: Value, named name: String, _ context: Context) {
    self.init(ofEach: name) { output, y in
      let result = try context.call(function, Given(positional: [.thing(output), .thing(y)])).first
      guard let tensor = try Tensor(result) else {
        throw Complaint(.type, "a metric gives a number, and this gave \(result.kind)", [.init(.whole, "gives \(result.kind)")])
      }
      return tensor.rank == 0 ? try tensor.broadcasted(to: [output.shape[0]]) : tensor
    }
  }
}

extension Catalog {
  /// Declares a metric of a net's output and labels. Without them the word gives the metric itself, as `fit` takes it.
  func addMetric<each Kind: Argument>(
    _ name: String, _ summary: String, shapes: [ShapeRule] = ["[...], [...] -> []"], _ example: String, gives result: String,
    paper: String? = nil, file: String = #fileID, line: Int = #line,
    of output: (name: String, summary: String) = ("predictions", "a tensor"),
    and y: (name: String, summary: String) = ("y", "what is true, of the same shape"), _ parameter: repeat Parameter<each Kind>,
    make: @escaping (repeat each Kind) throws -> Metric
  ) {
    add(
      .metric, name, summary, paper: paper, shapes: shapes, examples: [Example(example, gives: result)], file: file, line: line,
      given(output.name, output.summary, Tensor?.self, .some(nil), shown: ""),
      given(y.name, y.summary, Tensor?.self, .some(nil), shown: ""), repeat each parameter
    ) { (first: Tensor?, second: Tensor?, settings: repeat each Kind) in
      let metric = try make(repeat each settings)
      guard let (first, second) = try pair(first, second, name, output.name, y.name) else { return metric.value }
      return try metric(first, second)
    }
  }

  /// Declares the metrics.
  public func addMetrics() {
    addClassMetrics()
    addRankingMetrics()
    addShareMetrics()
    addNumberMetrics()
    addClusterMetrics()
    addDevianceMetrics()
    addLabelRankings()
    addPictureMetrics()
    addTextMetrics()
  }
}
