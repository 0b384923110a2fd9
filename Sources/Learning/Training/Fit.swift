// `fit`: epochs over shuffled batches, measured on the way.

import Catalog
import Glibc
import Tensor

/// What a training is to do.
struct FitPlan {
  var data: any Samples
  var validation: (any Samples)?
  var epochs: Int
  var batch: Int
  var loss: Callable
  var optimizer: Optimizer
  var metrics: [Metric]
  var stop: StopRule?
  var shuffles: Bool
}

extension Catalog {
  /// Declares `fit`.
  func addFit() {
    add(
      .training, "fit", "Trains a net on data and gives the run: its net, history and last metrics. The net itself stays as it was.",
      examples: [
        Example("data = dataset(\"digits\")\nrun = fit(layers { flatten; dense(10) }, data.train, epochs: 1)\nrun.steps", gives: "40")
      ],
      given("net", "a net, layers without an input shape, or a run to go on with", Value.self),
      given("data", "what it learns from", DataArgument.self),
      given("validate", "data that it is measured on after each epoch", DataArgument?.self, .some(nil)),
      count("epochs", "passes over the data", 10), count("batch", "samples a step", 32),
      given("loss", "how far output and labels are apart; none: cross_entropy for classes, else mse", Callable?.self, .some(nil)),
      given("optimizer", "how parameters move", Optimizer?.self, .some(nil), shown: "adam(0.001)"),
      given("metrics", "what is measured; none: what is usual for the data", [Metric]?.self, .some(nil)),
      given("stop", "when to end early", StopRule?.self, .some(nil)), flag("shuffle", "another order in each epoch", true), surroundings()
    ) {
      (
        start: Value, data: DataArgument, validate: DataArgument?, epochs: Int, batch: Int, loss: Callable?, optimizer: Optimizer?,
        metrics: [Metric]?,
        stop: StopRule?, shuffle: Bool, context: Context
      ) in
      let usual = data.samples.classCount == nil ? "mse" : "cross_entropy"
      let plan = FitPlan(
        data: data.samples, validation: validate?.samples, epochs: epochs, batch: batch, loss: try loss ?? Catalog.callable(usual, context),
        optimizer: try optimizer ?? Catalog.usualOptimizer(context), metrics: metrics ?? data.samples.usualMetrics, stop: stop,
        shuffles: shuffle)
      return try Trainer(Catalog.net(start, data.samples, context), plan, goingOn: Run.from(start, context), context).run()
    }
  }

  private static func callable(_ word: String, _ context: Context) throws -> Callable {
    guard let found = context.catalog[word], let callable = try Callable.from(.thing(found), context) else {
      throw Complaint(.internal, "the word `\(word)` is not declared")
    }
    return callable
  }

  private static func usualOptimizer(_ context: Context) throws -> Optimizer {
    guard let found = context.catalog["adam"], let optimizer = try Optimizer.from(.thing(found), context) else {
      throw Complaint(.internal, "the word `adam` is not declared")
    }
    return optimizer
  }

  private static func net(_ value: Value, _ data: any Samples, _ context: Context) throws -> Net {
    if let net = try Net.from(value.first, context) { return net }
    guard let layer = try Layer(value.first, context) else {
      throw Complaint(
        .argument, "`fit` trains a net, and this is \(value.kind)", [.init(.position(0), "this is \(value.kind)")], hint: "layers { … }")
    }
    return try Net(layer, sample: data.columns[0].shape, context)
  }
}

/// One training: the stores, the compiled steps, and the loop.
private final class Trainer {
  private let plan: FitPlan
  private let net: Net
  private let context: Context
  private let store: ParameterStore
  private let state: OptimizerState
  private let key: RandomKey
  private var steps: [Int: TrainingStep] = [:]
  private let columns: [Storage]
  private let addresses: [UnsafeMutableRawPointer]
  private var history: [(name: String, values: [Double])]
  private var epochsDone: Int
  private var stopped = ""
  private let before: Double

  init(_ net: Net, _ plan: FitPlan, goingOn run: Run?, _ context: Context) throws {
    self.plan = plan
    self.net = net
    self.context = context
    store = try net.store?.copy() ?? ParameterStore(net.layout, net.tensors)
    let optimizer = run?.optimizer.state ?? plan.optimizer.state
    state = optimizer?.copy() ?? OptimizerState(plan.optimizer, items: [net.layout.trainedCount])
    key = RandomKey(context)
    columns = plan.data.columns.map { Storage(bytes: plan.batch * $0.bytes) }
    addresses = columns.map(\.address)
    history = run?.history ?? []
    epochsDone = run?.epochs ?? 0
    before = run?.seconds ?? 0
    guard plan.data.count > 0 else {
      throw Complaint(.argument, "there is nothing to learn from: the data has no samples", [.init(.position(1), "0 samples")])
    }
  }

  func run() throws -> Run {
    let start = now()
    let first = epochsDone
    while epochsDone < first + plan.epochs, stopped.isEmpty {
      let begin = now()
      guard let loss = try epoch() else {
        stopped = "interrupted"
        break
      }
      epochsDone += 1
      try note(loss, seconds: now() - begin)
      if shouldStop { stopped = "stopped after epoch \(epochsDone)" }
    }
    return try finished(seconds: before + now() - start)
  }

  private var batchesPerEpoch: Int { (plan.data.count + plan.batch - 1) / plan.batch }

  /// One pass over the data; the mean loss, or nil when it was interrupted.
  private func epoch() throws -> Double? {
    let order = plan.shuffles ? shuffled() : (0..<Int32(plan.data.count)).map { $0 }
    let length = RunLength(steps: Double(batchesPerEpoch * plan.epochs), stepsPerEpoch: Double(batchesPerEpoch))
    var sum = 0.0
    for start in stride(from: 0, to: order.count, by: plan.batch) {
      if context.isInterrupted() { return nil }
      let count = min(plan.batch, order.count - start)
      let step = try self.step(count)
      try order.withUnsafeBufferPointer { places in
        try plan.data.fill(UnsafeBufferPointer(rebasing: places[start..<(start + count)]), epoch: epochsDone, into: addresses)
      }
      let rate = try plan.optimizer.rate.rate(at: Double(state.steps), in: length)
      let loss = try step.run(state, rate: rate, key: RandomKey(key: key.key, counter: key.counter << 32 | UInt64(state.steps)))
      guard loss.isFinite else { throw notANumber(loss, rate: rate, batch: start / plan.batch + 1) }
      sum += Double(loss) * Double(count)
    }
    return sum / Double(order.count)
  }

  private func shuffled() -> [Int32] {
    RandomKey(key: key.key ^ 0x5EED, counter: key.counter << 32 | UInt64(epochsDone)).shuffled(plan.data.count)
  }

  /// The compiled step for a batch of a size: the usual one, and the smaller last.
  private func step(_ count: Int) throws -> TrainingStep {
    if let step = steps[count] { return step }
    let shapes = plan.data.columns.map { (shape: [count] + $0.shape, type: $0.type) }
    let step = try TrainingStep([.net(net)], plan.optimizer, data: shapes) { values, columns in
      guard case .thing(let net as Net) = values[0], case .thing(let output as Tensor) = try net.call(plan.data.inputs(columns), context)
      else {
        throw Complaint(.internal, "a net in training gives no tensor")
      }
      try checkLabels(output)
      guard let loss = try Tensor(plan.loss(.thing(output), .thing(columns[columns.count - 1])).first) else {
        throw Complaint(.type, "the loss gives no number", [.init(.argument("loss"), "wants a function of output and labels")])
      }
      return loss
    }
    for (place, column) in columns.enumerated() { step.bind(data: place, to: column) }
    step.bind([store], state)
    steps[count] = step
    return step
  }

  /// Fewer scores than classes would look up a score that is not there: found before the first step.
  private func checkLabels(_ output: Tensor) throws {
    guard let classes = plan.data.classCount, output.rank == 2, output.shape[1] < classes else { return }
    throw Complaint(
      .label, "the net gives \(output.shape[1]) scores, but the labels go up to \(classes - 1)",
      [.init(.position(1), "labels 0..\(classes - 1): \(classes) classes"), .init(.position(0), "\(output.shape[1]) scores a sample")],
      why: "the loss looks up the score with the label's number; there is no score number \(classes - 1)",
      hint: "dense(data.classes)  -> always as many scores as the data has classes")
  }

  private func notANumber(_ loss: Float, rate: Double, batch: Int) -> Complaint {
    let last = history.first { $0.name == "loss" }?.values.suffix(3).map { rounded($0) } ?? []
    return Complaint(
      .nan, "the loss is not a number any more, at epoch \(epochsDone + 1), step \(batch) of \(batchesPerEpoch)",
      [.init(.callee, "stopped here")],
      why: (last.isEmpty ? "" : "the last losses were \(last.joined(separator: ", ")); ") + "the rate was \(rounded(rate))",
      hint: "a lower rate, or warmup(\(rounded(rate)), over: 10%)")
  }

  /// Notes the epoch and says so, a line on the side.
  private func note(_ loss: Double, seconds: Double) throws {
    append("loss", loss)
    var text = "epoch \(epochsDone)  loss \(rounded(loss))"
    let trained = Net(net.structure, net.layout, store)
    if let validation = plan.validation {
      let own = try lossMetric()
      let values = try Evaluation(trained, validation, [own] + plan.metrics, context).measure()
      append("validation_loss", values[0])
      text += "  validation \(rounded(values[0]))"
      for (metric, value) in zip(plan.metrics, values.dropFirst()) {
        append(metric.name, value)
        if metric.name != "cross_entropy" { text += "  \(metric.name) \(metric.isShare ? fixed(value * 100, 1) + "%" : rounded(value))" }
      }
    }
    let rate = try plan.optimizer.rate.rate(
      at: Double(max(state.steps - 1, 0)),
      in: RunLength(steps: Double(batchesPerEpoch * plan.epochs), stepsPerEpoch: Double(batchesPerEpoch)))
    append("rate", rate)
    context.note(text + "  rate \(rounded(rate))  \(fixed(seconds, 2)) s")
  }

  /// The loss of the training as a metric.
  private func lossMetric() throws -> Metric {
    guard let metric = try Metric.from(plan.loss.value, context) else { throw Complaint(.internal, "the loss is no function") }
    return metric
  }

  private func append(_ name: String, _ value: Double) {
    if let place = history.firstIndex(where: { $0.name == name }) {
      history[place].values.append(value)
    } else {
      history.append((name, [value]))
    }
  }

  private var shouldStop: Bool {
    guard let stop = plan.stop else { return false }
    let values = history.first { $0.name == "validation_loss" }?.values ?? history.first { $0.name == "loss" }?.values ?? []
    var best = Double.infinity
    var waited = 0
    for value in values {
      if value < best - stop.margin {
        best = value
        waited = 0
      } else {
        waited += 1
      }
    }
    return waited >= stop.patience
  }

  private func finished(seconds: Double) throws -> Run {
    let trained = Net(net.structure, net.layout, store)
    if plan.validation == nil, stopped != "interrupted" {
      let values = try Evaluation(trained, plan.data, plan.metrics, context).measure()
      for (metric, value) in zip(plan.metrics, values) { append(metric.name, value) }
    }
    var optimizer = plan.optimizer
    optimizer.state = state
    return Run(
      net: trained, optimizer: optimizer, metrics: plan.metrics, history: history, epochs: epochsDone, steps: state.steps, stopped: stopped,
      seconds: seconds)
  }

  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
