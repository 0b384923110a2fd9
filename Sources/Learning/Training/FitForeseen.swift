// `fit` where nothing is computed: one step is traced, and what the run would be is known but for its numbers.

import Catalog
import Tensor

extension FitPlan {
  /// What training with this plan would leave.
  func foreseen(_ net: Net, goingOn run: Run?, _ context: Context) throws -> Run {
    try refuseNoSamples()
    var optimizer = optimizer
    let state = try optimizer.ownState([net.layout])
    let count = min(batch, data.count)
    try roomForBatch(of: count) { try TrainingStep.tryOut([.net(net)]) { try loss(of: $0[0], on: data.standIns(count), context) } }
    let steps = batchesPerEpoch * epochs
    let length = RunLength(steps: Double(steps), stepsPerEpoch: Double(batchesPerEpoch))
    for step in [0, steps - 1] { try unlessUnknown { _ = try optimizer.rate.rate(at: Double(step), in: length) } }
    if run == nil, !UnknownSize.explains(data.count), let remark = optimizer.rate.remark(on: length, .argument("optimizer")) {
      context.warn(remark)
    }
    let trained = net.with(net.layout.standIns)
    try measure(trained, context)
    var progress = run?.progress ?? Progress(key: RandomKey(context))
    (progress.epochs, progress.steps) = (progress.epochs + epochs, progress.steps + steps)
    state.steps += steps
    return Run(
      net: trained, optimizer: optimizer, metrics: metrics, progress: progress, stopped: "", isForeseen: true, mayStop: stop != nil)
  }

  /// As after an epoch, or at the end.
  private func measure(_ trained: Net, _ context: Context) throws {
    guard let own = try Metric.from(loss.value, context) else { return }
    let metrics = validation == nil ? metrics : [own] + metrics
    try unlessUnknown { _ = try Evaluation(trained, validation ?? data, metrics, context).measure() }
  }

  private func unlessUnknown(_ work: () throws -> Void) throws {
    do { try work() } catch is UnknownNumbers {}
  }

  /// How many samples most trainings take.
  private static let usualBatch = 64

  /// A step that no memory holds is a matter of its batch.
  func roomForBatch<Result>(of count: Int, _ work: () throws -> Result) throws -> Result {
    do { return try work() } catch var complaint as Complaint where complaint.kind == .memory {
      complaint.marks = [.init(.argument("batch"), "each step takes \(count) samples")]
      complaint.edits = count > FitPlan.usualBatch ? [.replace(.value(of: "batch"), "\(FitPlan.usualBatch)")] : []
      throw complaint
    }
  }
}
