// What is known about one `update` in a program: its traced steps, one for each kind of values it met.

import Catalog
import Tensor

/// What was learned about one `update` in the program.
final class UpdateMemory {
  /// Few: one for each shape of a batch.
  private(set) var traces: [UpdateTrace] = []
  /// The places of numbers that changed from step to step: they become inputs.
  private var moving: Set<ObjectIdentifier> = []
  /// The body prints, looks at values, or is never twice the same: it runs as written.
  var runsAsWritten = false
  /// Traces that were made since one was used again.
  private var unused = 0

  private static let limit = 8

  func moves(_ place: any NamePlace) -> Bool { moving.contains(ObjectIdentifier(place)) }

  /// The trace for what stands here now.
  func trace(_ values: [Value], _ optimizer: Optimizer, _ body: Body) -> UpdateTrace? {
    for trace in traces {
      var changed: (any NamePlace)?
      if trace.fits(values, optimizer, body, changed: &changed) {
        unused = 0
        return trace
      }
      if let changed { moving.insert(ObjectIdentifier(changed)) }
    }
    return nil
  }

  func add(_ trace: UpdateTrace) {
    if traces.count == UpdateMemory.limit { traces.removeFirst() }
    traces.append(trace)
    unused += 1
    if unused > 2 * UpdateMemory.limit { runsAsWritten = true }
  }
}

/// A traced step and what it was traced with.
final class UpdateTrace {
  let step: TrainingStep
  let names: [OuterName]
  let layouts: [ParameterLayout]
  /// Those of the trainees that are nets. Held, so that no other structure is made at their addresses.
  private let structures: [Structure?]
  private var optimizer: Optimizer

  init(_ step: TrainingStep, _ names: [OuterName], _ trainees: [Value], _ optimizer: Optimizer) throws {
    self.step = step
    self.names = names
    layouts = try trainees.map { try Trainee($0).layout }
    structures = trainees.map { if case .thing(let net as Net) = $0 { net.structure } else { nil } }
    self.optimizer = optimizer
    self.optimizer.state = nil
  }

  /// Whether it was made for what stands here now. [changed]: the place of a number that alone is why it was not.
  func fits(_ values: [Value], _ now: Optimizer, _ body: Body, changed: inout (any NamePlace)?) -> Bool {
    guard now.isSameRule(as: optimizer) else { return false }
    for place in values.indices where !isSameTrainee(values[place], place) { return false }
    for name in names {
      var isNumber = false
      guard name.fits(body, changed: &isNumber) else {
        if isNumber { changed = name.place }
        return false
      }
    }
    // The next comparison is one of identity.
    if now.recipe !== optimizer.recipe {
      optimizer = now
      optimizer.state = nil
    }
    return true
  }

  /// Points the step's data at what the names stand for now.
  func bindNames() throws {
    for name in names { try name.bind(to: step) }
  }

  private func isSameTrainee(_ value: Value, _ place: Int) -> Bool {
    if case .thing(let net as Net) = value { return structures[place] === net.structure }
    guard structures[place] == nil, let leaves = try? value.tensorLeaves() else { return false }
    return leaves.map(\.shape) == layouts[place].entries.map(\.shape)
  }
}
