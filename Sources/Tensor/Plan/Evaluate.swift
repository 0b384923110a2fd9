// From lazy to known: finds or makes the plan of a graph and runs it.

import Catalog

/// While on, evaluated nodes keep their inputs: a gradient may still walk over them.
enum Recording {
  nonisolated(unsafe) private static var depth = 0
  static var isOn: Bool { depth > 0 }

  static func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    depth += 1
    defer { depth -= 1 }
    return try work()
  }
}

/// Runs [work] while evaluated tensors keep what they were made of, so that gradients can be taken afterwards.
public func recording<Result>(_ work: () throws -> Result) rethrows -> Result { try Recording.during(work) }

/// Plans by structure: graphs that differ in numbers only share one.
enum PlanCache {
  nonisolated(unsafe) private static var plans: [[Int]: Plan] = [:]
  nonisolated(unsafe) private static var order: [[Int]] = []
  private static let limit = 512

  /// How many plans are kept.
  static var count: Int { plans.count }

  static func plan(for graph: LinearGraph) throws -> Plan {
    if let plan = plans[graph.key] { return plan }
    let plan = try PlanBuilder.compile(graph, donations: [:])
    if order.count >= limit { plans[order.removeFirst()] = nil }
    plans[graph.key] = plan
    order.append(graph.key)
    return plan
  }

  static func forget() { (plans, order) = ([:], []) }
}

/// Computes several tensors in one plan. Known ones cost nothing.
public func evaluate(_ tensors: [Tensor]) throws {
  let wanted = tensors.map(\.node).filter { !$0.isKnown }
  guard !wanted.isEmpty else {
    if tensors.contains(where: { $0.node.isLeaf && $0.node.storage == nil && $0.node.fill == nil }) { throw UnknownNumbers() }
    return
  }
  if Checking.isOn { try Foresight.allow(wanted) }
  let graph = LinearGraph(wanted)
  let plan = try PlanCache.plan(for: graph)
  for node in wanted { try checkMemory(of: node.shape, node.type) }
  let bytes = wanted.reduce(0) { $0 + $1.shape.itemCount * $1.type.bytes }
  if bytes > 1 << 30 { try checkMemory(bytes, largest: plan.largest) }
  let results = wanted.map { Storage(bytes: $0.shape.itemCount * $0.type.bytes) }
  try plan.run(leaves: graph.leaves, results: results)
  for (node, storage) in zip(wanted, results) { node.become(storage, keepingInputs: Recording.isOn) }
}
