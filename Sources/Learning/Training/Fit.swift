// `fit`: epochs over shuffled batches, measured on the way.

import Catalog
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
  var precision = ProductPrecision.float32

  var batchesPerEpoch: Int { (data.count + batch - 1) / batch }

  func refuseNoSamples() throws {
    guard data.count == 0 else { return }
    throw Complaint(.argument, "there is nothing to learn from: the data has no samples", [.init(.position(1), "0 samples")])
  }

  /// The loss of a net on a batch: a tensor for each column of the data.
  func loss(of net: Value, on columns: [Tensor], _ context: Context) throws -> Tensor {
    guard case .thing(let net as Net) = net, case .thing(let output as Tensor) = try net.call(data.inputs(columns), context) else {
      throw Complaint(.internal, "a net in training gives no tensor")
    }
    try checkLabels(output)
    guard let loss = try Tensor(loss(.thing(output), .thing(columns[columns.count - 1])).first) else {
      throw Complaint(.type, "the loss gives no number", [.init(.argument("loss"), "wants a function of output and labels")])
    }
    return loss
  }

  /// Fewer scores than classes would look up a score that is not there: found before the first step.
  private func checkLabels(_ output: Tensor) throws {
    guard let classes = data.classCount, output.rank == 2, output.shape[1] < classes else { return }
    // One score for two classes is that of class 1, to losses that take it so.
    if classes == 2, output.shape[1] == 1, !isCrossEntropy { return }
    throw Complaint(
      .label, "the net gives \(output.shape[1]) scores, but the labels go up to \(classes - 1)",
      [
        .init(.position(1), "labels 0..\(classes - 1): \(classes) classes"),
        .init(.call("dense", in: .position(0)), "\(output.shape[1]) scores a sample"),
      ],
      why: "the loss looks up the score with the label's number; there is no score number \(classes - 1)",
      edits: [
        .replace(
          .firstArgument(ofCall: "dense", in: .position(0)), "\(part: .root(of: .position(1))).classes",
          "always as many scores as the data has classes"),
        .replace(.firstArgument(ofCall: "dense", in: .position(0)), "\(classes)", "as many scores as there are classes"),
      ])
  }

  private var isCrossEntropy: Bool {
    if case .thing(let word as Declaration) = loss.value { word.name == "cross_entropy" } else { false }
  }
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
      given(
        "loss", "how far output and labels are apart; none: cross_entropy for classes, else mse", Callable?.self, .some(nil),
        families: [.loss]),
      given("optimizer", "how parameters move", Optimizer?.self, .some(nil), shown: "adam(0.001)"),
      given("metrics", "what is measured; none: what is usual for the data", [Metric]?.self, .some(nil)),
      given("stop", "when to end early", StopRule?.self, .some(nil)), flag("shuffle", "another order in each epoch", true),
      given(
        "precision", "float32, or bfloat16: the factors of products and convolutions are rounded to it; parameters and sums stay float32",
        ProductPrecision.self, .float32), surroundings()
    ) {
      (
        start: Value, data: DataArgument, validate: DataArgument?, epochs: Int, batch: Int, loss: Callable?, optimizer: Optimizer?,
        metrics: [Metric]?,
        stop: StopRule?, shuffle: Bool, precision: ProductPrecision, context: Context
      ) in
      let run = try Run.from(start, context)
      let net = try Catalog.net(start, data.samples, context)
      let usual = data.samples.hasClasses(for: net) ? "cross_entropy" : "mse"
      let plan = FitPlan(
        data: data.samples, validation: validate?.samples, epochs: epochs, batch: batch, loss: try loss ?? Catalog.callable(usual, context),
        optimizer: try Catalog.optimizer(optimizer, goingOn: run, context),
        metrics: try metrics ?? data.samples.usualMetrics(of: net, context), stop: stop,
        shuffles: shuffle, precision: precision)
      return Checking.isOn ? try plan.foreseen(net, goingOn: run, context) : try Trainer(net, plan, goingOn: run, context).run()
    }
  }

  private static func callable(_ word: String, _ context: Context) throws -> Callable {
    guard let found = context.catalog[word], let callable = try Callable.from(.thing(found), context) else {
      throw Complaint(.internal, "the word `\(word)` is not declared")
    }
    return callable
  }

  /// A run goes on with its own optimizer, which remembers, unless another rule is asked for.
  private static func optimizer(_ given: Optimizer?, goingOn run: Run?, _ context: Context) throws -> Optimizer {
    guard let run else { return try given ?? usualOptimizer(context) }
    guard let given, given.state != nil || !given.isSameRule(as: run.optimizer) else { return run.optimizer }
    return given
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
        .argument, "`fit` trains a net, and this is \(value.kind)", [.init(.position(0), "this is \(value.kind)")],
        why: "a net is made by layers { … }")
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
  private let optimizer: Optimizer
  private let state: OptimizerState
  private var progress: Progress
  private var stopped = ""
  /// What the last epoch's end gave, for those who watch.
  private var measured: [TrainingProgress.Measure] = []
  private var steps: [Int: TrainingStep] = [:]
  /// Where the epoch began, and the losses of its steps.
  private var checkpoint: Checkpoint?
  private var losses: [Double] = []
  private let columns: [Storage]
  private let addresses: [UnsafeMutableRawPointer]

  init(_ net: Net, _ plan: FitPlan, goingOn run: Run?, _ context: Context) throws {
    try plan.refuseNoSamples()
    self.plan = plan
    self.net = net
    self.context = context
    store = try net.store?.copy() ?? ParameterStore(net.layout, net.tensors)
    var optimizer = plan.optimizer
    state = try optimizer.ownState([net.layout])
    self.optimizer = optimizer
    progress = run?.progress ?? Progress(key: RandomKey(context))
    // An interrupted run is finished first, as if nothing had happened. One that has more epochs already gets so many anew.
    let isUnfinished = run?.wasInterrupted == true && progress.epochs - progress.firstEpoch <= plan.epochs
    if !isUnfinished { (progress.firstEpoch, progress.firstStep) = (progress.epochs, state.steps) }
    columns = plan.data.columns.map { Storage(bytes: plan.batch * $0.bytes) }
    addresses = columns.map(\.address)
  }

  func run() throws -> Run {
    tell(.began)
    defer { tell(.over) }
    do {
      while progress.epochs < progress.firstEpoch + plan.epochs, stopped.isEmpty { try wholeEpoch() }
      if plan.validation == nil { try measureTraining() }
    } catch let error as any Complaining where error.kind == .interrupted {
      stopped = Run.interrupted
      context.unfinished = unfinished
    } catch let lost as LostLoss {
      stopped = "the loss was not a number"
      context.regret = lost.complaint
    }
    return Run(net: trained, optimizer: optimizer, metrics: plan.metrics, progress: progress, stopped: stopped)
  }

  private func wholeEpoch() throws {
    let begin = monotonicSeconds()
    defer { progress.seconds += monotonicSeconds() - begin }
    try epoch()
    try measureEpoch()
    tell(.epoch, rate: try lastRate(), seconds: monotonicSeconds() - begin)
    (progress.epochs, progress.batches, progress.lossSum) = (progress.epochs + 1, 0, 0)
    if shouldStop { stopped = "stopped after epoch \(progress.epochs)" }
  }

  private var batchesPerEpoch: Int { plan.batchesPerEpoch }

  private var length: RunLength {
    RunLength(steps: Double(progress.firstStep + batchesPerEpoch * plan.epochs), stepsPerEpoch: Double(batchesPerEpoch))
  }

  /// One pass over the data, or what is left of it.
  private func epoch() throws {
    checkpoint = Checkpoint(store, state, progress)
    losses = []
    losses.reserveCapacity(batchesPerEpoch)
    do { try steps(before: batchesPerEpoch) } catch let lost as LostNumber {
      let step = progress.batches
      try goBack(to: step)
      throw report(lost, at: step)
    }
  }

  /// The steps of an epoch up to one. The same steps give the same numbers again.
  private func steps(before end: Int) throws {
    let order = plan.shuffles ? shuffled() : (0..<Int32(plan.data.count)).map { $0 }
    let length = self.length
    while progress.batches < end {
      if context.isInterrupted() { throw Interruption.complaint }
      let start = progress.batches * plan.batch
      let count = min(plan.batch, order.count - start)
      let step = try self.step(count)
      try order.withUnsafeBufferPointer { places in
        try plan.data.fill(UnsafeBufferPointer(rebasing: places[start..<(start + count)]), epoch: progress.epochs, into: addresses)
      }
      let rate = try optimizer.rate.rate(at: Double(state.steps), in: length)
      let loss = try step.run(state, rate: rate, key: stepKey)
      guard loss.isFinite else { throw LostNumber(rate: rate, odd: oddColumns(count)) }
      losses.append(Double(loss))
      progress.lossSum += Double(loss) * Double(count)
      progress.batches += 1
      progress.steps += 1
      tell(.step, rate: rate)
    }
  }

  /// What is told of a training that was stopped.
  private var unfinished: Unfinished {
    let last = progress.firstEpoch + plan.epochs
    let isTrained = progress.epochs == last
    let shares = plan.metrics.filter(\.isShare).compactMap { metric in
      progress.column(metric.name)?.last.map { "\(metric.name) after epoch \(progress.epochs): \(metric.text(of: $0))" }
    }
    let losses = progress.column("loss")?.last.map { "loss after epoch \(progress.epochs): \(rounded($0))" }
    return Unfinished(
      word: "fit",
      place: "epoch \(min(progress.epochs + 1, last)) of \(last), "
        + (isTrained ? "while measuring" : "step \(progress.batches) of \(batchesPerEpoch)"),
      kept: [("net", "after step \(progress.steps)"), ("history", nil)],
      measured: shares.first ?? losses)
  }

  private var stepKey: RandomKey {
    RandomKey(key: progress.key.key, counter: progress.key.counter << 32 | UInt64(progress.steps))
  }

  private func shuffled() -> [Int32] {
    let key = progress.key
    return RandomKey(key: key.key ^ 0x5EED, counter: key.counter << 32 | UInt64(progress.epochs)).shuffled(plan.data.count)
  }

  /// The compiled step for a batch of a size: the usual one, and the smaller last.
  private func step(_ count: Int) throws -> TrainingStep {
    if let step = steps[count] { return step }
    let shapes = plan.data.columns.map { (shape: [count] + $0.shape, type: $0.type) }
    let step = try plan.roomForBatch(of: count) {
      try TrainingStep([.net(net)], optimizer, data: shapes, plan.precision) { try plan.loss(of: $0[0], on: $1, context) }
    }
    for (place, column) in columns.enumerated() { step.bind(data: place, to: column) }
    step.bind(trainee: 0, to: store)
    step.bind(state)
    steps[count] = step
    return step
  }

  /// A step whose loss was no number.
  private struct LostNumber: Error {
    let rate: Double
    let odd: [String]
  }

  /// The net as it was after the last whole step: from the epoch's begin, once more.
  private func goBack(to step: Int) throws {
    guard let checkpoint else { return }
    checkpoint.restore(store, state)
    let seconds = progress.seconds
    progress = checkpoint.progress
    progress.seconds = seconds
    losses = []
    try steps(before: step)
  }

  private func report(_ lost: LostNumber, at step: Int) -> LostLoss {
    LostLoss(
      place: "epoch \(progress.epochs + 1), step \(step + 1) of \(batchesPerEpoch)", steps: progress.steps, losses: losses, rate: lost.rate,
      oddColumns: lost.odd, largest: store.largest(net.layout))
  }

  /// The columns of the batch at hand that hold what is no number.
  private func oddColumns(_ count: Int) -> [String] {
    zip(plan.data.columns, columns).filter { column, storage in
      guard column.type == .float32 else { return false }
      let numbers = storage.pointer(Float.self)
      return (0..<(count * column.shape.itemCount)).contains { !numbers[$0].isFinite }
    }.map(\.0.name)
  }

  /// Measures the epoch and puts it down.
  private func measureEpoch() throws {
    let loss = progress.lossSum / Double(plan.data.count)
    if plan.validation != nil { tell(.measuring) }
    let values = try validated()
    progress.append("loss", loss)
    for (name, value) in values { progress.append(name, value) }
    progress.append("rate", try lastRate())
    let metrics = zip(plan.metrics, values.dropFirst()).filter { $0.0.name != "cross_entropy" }
    measured =
      values.prefix(1).map { .init("validation", rounded($0.value)) } + metrics.map { .init($0.name, $0.text(of: $1.value)) }
  }

  private func lastRate() throws -> Double { try optimizer.rate.rate(at: Double(max(state.steps - 1, 0)), in: length) }

  /// Tells whoever watches how it stands.
  private func tell(_ moment: TrainingProgress.Moment, rate: Double? = nil, seconds: Double? = nil) {
    guard let watch = context.progress else { return }
    let samples = min(progress.batches * plan.batch, plan.data.count)
    watch(
      TrainingProgress(
        moment, epoch: progress.epochs + 1, of: progress.firstEpoch + plan.epochs, step: progress.batches, of: batchesPerEpoch,
        loss: samples > 0 ? progress.lossSum / Double(samples) : nil, rate: rate, measured: measured, seconds: seconds))
  }

  /// The loss and all metrics on the validation data; nothing where there are none.
  private func validated() throws -> [(name: String, value: Double)] {
    guard let validation = plan.validation else { return [] }
    guard let own = try Metric.from(plan.loss.value, context) else { throw Complaint(.internal, "the loss is no function") }
    let values = try Evaluation(trained, validation, [own] + plan.metrics, context).measure()
    return Array(zip(["validation_loss"] + plan.metrics.map(\.name), values))
  }

  private var trained: Net { Net(net.structure, store) }

  /// Looks at the epochs of this call alone.
  private var shouldStop: Bool {
    guard let stop = plan.stop else { return false }
    let values = progress.column("validation_loss") ?? progress.column("loss") ?? []
    var best = Double.infinity
    var waited = 0
    for value in values.suffix(progress.epochs - progress.firstEpoch) {
      if value < best - stop.margin {
        best = value
        waited = 0
      } else {
        waited += 1
      }
    }
    return waited >= stop.patience
  }

  /// Without data to validate on the metrics are those of the training data, at the end.
  private func measureTraining() throws {
    let values = try Evaluation(trained, plan.data, plan.metrics, context).measure()
    for (metric, value) in zip(plan.metrics, values) { progress.append(metric.name, value) }
  }

}
