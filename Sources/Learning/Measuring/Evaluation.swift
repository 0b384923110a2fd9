// What a net makes of data: predictions, scores, confusion. A batch at a time, by one compiled step for each batch size.

import Catalog
import Tensor

/// Runs a net over data and gathers what metrics take, or what comes out.
final class Evaluation {
  private let net: Net
  private let data: any Samples
  private let metrics: [Metric]
  private let context: Context
  private var steps: [Int: TracedStep] = [:]
  /// Where among a step's outputs each metric's stand.
  private var takenPlaces: [Range<Int>] = []
  private let columns: [Storage]
  private let batch: Int

  /// [batch]: samples at a time; results do not depend on it beyond rounding.
  init(_ net: Net, _ data: any Samples, _ metrics: [Metric], batch: Int = 256, _ context: Context) {
    self.net = net
    self.data = data
    self.metrics = metrics
    let size = max(1, min(batch, data.count))
    self.batch = size
    self.context = context
    columns = Checking.isOn ? [] : data.columns.map { Storage(bytes: size * $0.bytes) }
  }

  /// Each metric over all samples, by the numbers that the net has now.
  func measure() throws -> [Double] {
    let gathered = metrics.map { Gathering($0) }
    try forEachBatch { step, _ in
      for (metric, outputs) in zip(gathered, takenPlaces) { metric.add(outputs.map { step.numbers($0) }) }
    }
    return try zip(metrics, gathered).map { try $0.number($1.all) }
  }

  /// The outputs for all samples: [count, …].
  func outputs() throws -> Tensor {
    if Checking.isOn {
      _ = try traced(batch)
      return Tensor(awaiting: [data.count] + net.structure.output, type: .float32)
    }
    let whole = Storage(bytes: data.count * net.structure.output.itemCount * 4)
    var offset = 0
    try forEachBatch { step, count in
      let bytes = count * net.structure.output.itemCount * 4
      if let memory = step.memory(0) { (whole.address + offset).copyMemory(from: memory.address, byteCount: bytes) }
      offset += bytes
    }
    return Tensor(whole, shape: [data.count] + net.structure.output)
  }

  /// The labels of all samples, as they were read.
  func labels() throws -> [Int] { try data.tensors().last?.wholes() ?? [] }

  private func forEachBatch(_ work: (TracedStep, Int) throws -> Void) throws {
    if Checking.isOn {
      _ = try traced(batch)
      throw UnknownNumbers()
    }
    var start = 0
    while start < data.count {
      if context.isInterrupted() { throw Interruption.complaint }
      let count = min(batch, data.count - start)
      let step = try self.step(count)
      let places = (start..<(start + count)).map { Int32($0) }
      let addresses = columns.map(\.address)
      try places.withUnsafeBufferPointer { try data.fill($0, epoch: 0, into: addresses) }
      try step.run()
      try work(step, count)
      start += count
    }
  }

  /// The compiled work for a batch of a size: output, then what each metric takes.
  private func step(_ count: Int) throws -> TracedStep {
    if let step = steps[count] { return step }
    let (inputs, outputs) = try traced(count)
    let step = try TracedStep(inputs: inputs, outputs: outputs)
    for (place, column) in columns.enumerated() { step.bind(place, to: column) }
    steps[count] = step
    return step
  }

  private func traced(_ count: Int) throws -> (inputs: [Tensor], outputs: [Tensor]) {
    let stands = data.columns.map { Tensor(awaiting: [count] + $0.shape, type: $0.type) }
    let output = try net.apply(net.bind(data.inputs(stands)), training: nil).result
    let taken = try metrics.map { try $0.take(output, stands[stands.count - 1]) }
    takenPlaces = taken.reduce(into: []) { places, own in
      let first = places.last?.upperBound ?? 1
      places.append(first..<(first + own.count))
    }
    return (stands, [output] + taken.joined())
  }
}

extension Samples {
  /// The inputs of a net among the columns: all but the last, by name where there are several.
  func inputs(_ columns: [Tensor]) -> Given {
    let inputs = zip(self.columns, columns).dropLast()
    if inputs.count == 1 { return Given(positional: [.thing(columns[0])]) }
    return Given(named: inputs.map { ($0.0.name, .thing($0.1)) })
  }

  /// Whether labels name classes. While that is not known, labels that are shaped like the net's output are taken for numbers.
  func hasClasses(for net: Net) -> Bool {
    classCount != nil && (areClassesKnown || net.structure.output != (columns.last?.shape ?? []))
  }

  /// The metrics people get without asking: what [net] gives decides whether its outputs are scores of classes.
  func usualMetrics(of net: Net, _ context: Context) throws -> [Metric] {
    let isOne = net.structure.output.itemCount == 1
    let names = !hasClasses(for: net) ? ["mse"] : isOne ? ["accuracy"] : ["cross_entropy", "accuracy"]
    return try names.compactMap { try context.catalog[$0].flatMap { try Metric.from(.thing($0), context) } }
  }
}

/// What one metric took from the batches so far.
private final class Gathering {
  private let metric: Metric
  private var numbers: [[Double]] = []
  private var shapes: [Shape] = []

  init(_ metric: Metric) { self.metric = metric }

  var all: [Gathered] { zip(shapes, numbers).map { Gathered(shape: $0, numbers: $1) } }

  /// Adds what was taken from one more batch.
  func add(_ taken: [(shape: Shape, numbers: [Double])]) {
    if numbers.isEmpty {
      (shapes, numbers) = (taken.map(\.shape), taken.map(\.numbers))
      return
    }
    for (place, taken) in taken.enumerated() {
      if metric.joins {
        numbers[place] += taken.numbers
        shapes[place][0] += taken.shape[0]
      } else {
        for index in taken.numbers.indices { numbers[place][index] += taken.numbers[index] }
      }
    }
  }
}

/// The numbers themselves: what is taken from them piece by piece must not run the net for each piece. Inside a step that is traced,
/// where there are none yet, it stays as it is.
private func computed(_ value: Value) throws -> Value {
  guard case .thing(let tensor as Tensor) = value else { return value }
  do { return .thing(try tensor.materialized()) } catch is UnknownNumbers { return value }
}

/// Data as words take it: a data set, or a record or pair of tensors.
public struct DataArgument: Argument {
  public let samples: any Samples
  public static var wanted: String { "data: a data set, or record(x: …, y: …)" }
  public static func from(_ value: Value, _ context: Context) throws -> DataArgument? {
    if case .thing(let samples as any Samples) = value { return DataArgument(samples: samples) }
    // The floor of data knows how records of tensors become samples.
    guard let word = context.catalog["dataset"], case .record = value else { return nil }
    guard case .thing(let samples as any Samples) = try word.call(Given(positional: [value]), context) else { return nil }
    return DataArgument(samples: samples)
  }
  public var value: Value { .thing(samples) }
}

extension Catalog {
  /// Declares the words that measure.
  public func addEvaluation() {
    add(
      .metric, "score", "A metric of a net over data: accuracy for classes, else mse.",
      examples: [
        Example("data = dataset(\"digits\")\nnet = layers(1x8x8) { flatten; dense(10) }\nscore(net, data.test) < 1", gives: "true")
      ],
      given("net", "a net or a run", Net.self), given("on", "data", DataArgument.self),
      given("metric", "which; none: accuracy for classes, else mse", Metric?.self, .some(nil)), surroundings()
    ) { (net: Net, data: DataArgument, metric: Metric?, context: Context) in
      guard let chosen = try metric ?? data.samples.usualMetrics(of: net, context).last else {
        throw Complaint(.internal, "the usual metrics are not declared")
      }
      return try Evaluation(net, data.samples, [chosen], context).measure()[0]
    }
    add(
      .metric, "predict", "What a net gives for all of the data, or for a tensor of inputs: [count, …].",
      examples: [Example("net = layers(4) { dense(3) }\npredict(net, zeros([2, 4])).shape", gives: "2x3")],
      given("net", "a net or a run", Net.self), given("on", "data, or a tensor of inputs", Value.self), surroundings()
    ) { (net: Net, on: Value, context: Context) in
      if let x = try Tensor(on) { return try computed(net.call(Given(positional: [.thing(x)]), context)) }
      guard let data = try DataArgument.from(on, context) else {
        throw Complaint(.argument, "`predict` wants data or a tensor, not \(on.kind)", [.init(.argument("on"), "this is \(on.kind)")])
      }
      return try Evaluation(net, data.samples, [], context).outputs().value
    }
    addConfusion()
    addDrawing()
    addForeign("Model.evaluate", in: "Keras", means: "score")
    addForeign("Model.predict", in: "Keras", means: "predict")
  }

  private func addConfusion() {
    add(
      .metric, "confusion", "How often each class is taken for each other: rows are the true classes.",
      examples: [
        Example("data = dataset(\"digits\")\nnet = layers(1x8x8) { flatten; dense(10) }\nconfusion(net, data.test).count", gives: "540")
      ],
      given("net", "a net or a run", Net.self), given("on", "data with classes", DataArgument.self), surroundings()
    ) { (net: Net, data: DataArgument, context: Context) in
      guard let classes = data.samples.classCount else {
        throw Complaint(.argument, "`confusion` wants data with classes", [.init(.argument("on"), "its labels are numbers")])
      }
      let work = Evaluation(net, data.samples, [], context)
      if Checking.isOn {
        _ = try work.outputs()
        return ConfusionTable(counts: nil, names: data.samples.classNames ?? [])
      }
      let found = try work.outputs().argmax(axis: 1).wholes()
      var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
      for (label, guess) in zip(try work.labels(), found) where label < classes && guess < classes { counts[label][guess] += 1 }
      return ConfusionTable(counts: counts, names: data.samples.classNames ?? (0..<classes).map(String.init))
    }
  }
}

/// Counts of true against predicted classes.
public struct ConfusionTable: Plottable, Argument {
  /// Nil: nothing was computed.
  private let known: [[Int]]?
  let names: [String]

  init(counts: [[Int]]?, names: [String]) {
    known = counts
    self.names = names
  }

  private func counts() throws -> [[Int]] {
    guard let known else { throw UnknownNumbers() }
    return known
  }

  public static var wanted: String { "a confusion table" }
  public static func from(_ value: Value, _ context: Context) throws -> ConfusionTable? {
    if case .thing(let table as ConfusionTable) = value { table } else { nil }
  }
  public var value: Value { .thing(self) }
  public var kind: String { "a confusion table" }
  public var fieldNames: [String] { ["counts", "count", "accuracy"] }

  public func field(_ name: String, _ context: Context) throws -> Value? {
    guard fieldNames.contains(name) else { return nil }
    let counts = try counts()
    let all = counts.joined().reduce(0, +)
    switch name {
    case "counts": return .thing(Tensor(counts.joined().map { Int32($0) }, shape: [counts.count, counts.count]))
    case "count": return .number(Double(all))
    case "accuracy": return .number(Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(max(all, 1)))
    default: return nil
    }
  }

  public func text() throws -> String {
    let counts = try counts()
    let head = ["true \\ predicted"] + names
    let rows = zip(names, counts).map { [$0] + $1.map(String.init) }
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    return try Table([head] + rows, total: "\(right) of \(counts.joined().reduce(0, +)) right").text()
  }

  public func plotContent(_ context: Context) throws -> [PlotPanel] {
    [
      .matrix(
        PlotMatrix(
          values: try counts().map { $0.map(Double.init) }, rows: names, columns: names, rowLabel: "true class",
          columnLabel: "predicted class"))
    ]
  }
}
