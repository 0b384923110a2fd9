// A traced piece of work, compiled once and run many times over fixed memory.

import Catalog

/// Inputs that are bound to memory, outputs that appear in memory. Running it allocates nothing and creates no primitive.
public final class TracedStep {
  private let plan: Plan
  private let leaves: [Node]
  private let inputs: [Node]
  private let storages: [Storage?]
  private let outputs: [Node]

  /// Compiles the work that leads from [inputs] (made with `Tensor(awaiting:)`) to [outputs].
  /// [donations]: outputs that are written over an input's numbers, output → input, by place in the two lists.
  public init(inputs: [Tensor], outputs: [Tensor], donations: [Int: Int] = [:]) throws {
    self.inputs = inputs.map(\.node)
    // A known output has no work behind it, but still its place in the results.
    self.outputs = outputs.map { $0.node.isKnown ? Node(.copy, [$0.node], shape: $0.shape, type: $0.type) : $0.node }
    let graph = LinearGraph(self.outputs, also: donations.values.sorted().map { inputs[$0].node })
    leaves = graph.leaves
    var places: [Int: Int] = [:]
    for (output, input) in donations {
      places[output] = graph.leaves.firstIndex { $0 === inputs[input].node }
    }
    plan = try PlanBuilder.compile(graph, donations: places)
    let donors = plan.donors
    storages = self.outputs.enumerated().map { index, node in
      donors[index] >= 0 ? nil : Storage(bytes: node.shape.itemCount * node.type.bytes)
    }
  }

  /// Says where an input's numbers lie from now on, [offset] items into the memory.
  public func bind(_ input: Int, to storage: Storage, offset: Int = 0) { inputs[input].bind(storage, offset: offset) }

  /// Says that an input lies nowhere until it is bound again.
  public func letGo(_ input: Int) { inputs[input].bind(nil) }

  /// Refuses the work where there is no room for what it holds while it runs. What lies [beside] it is named in the sum.
  public func checkRoom(_ name: String, beside: [(name: String, bytes: Int)]) throws {
    let total = beside.reduce(plan.arenaBytes) { $0 + $1.bytes }
    guard total > TracedStep.smallestChecked else { return }
    let free = availableMemory()
    guard total > free else { return }
    var complaint = Complaint(
      .memory, "\(name) needs \(memoryText(total)), and \(memoryText(free)) are free", [.init(.whole, "nothing was allocated")],
      why: [plan.largest?.sum, FreeMemory.less].compactMap { $0 }.joined(separator: "; "))
    complaint.facts = (beside + [("activations and their gradients", plan.arenaBytes)]).map { "\($0.name): \(memoryText($0.bytes))" }
    throw complaint
  }

  /// Below this nobody needs to look.
  private static let smallestChecked = 1 << 28

  public func run() throws { try plan.run(leaves: leaves, results: storages) }

  /// The first number of an output, after a run.
  public func number(_ output: Int) -> Float { storages[output].map { $0.pointer(Float.self)[0] } ?? .nan }

  /// An output's numbers, after a run: a copy that nothing changes.
  public func result(_ output: Int) -> Tensor {
    let node = outputs[output]
    let bytes = node.shape.itemCount * node.type.bytes
    let copy = Storage(bytes: bytes)
    if let storage = storages[output] { copy.address.copyMemory(from: storage.address, byteCount: bytes) }
    return Tensor(copy, shape: node.shape, type: node.type)
  }

  /// An output's shape and numbers, after a run.
  public func numbers(_ output: Int) -> (shape: Shape, numbers: [Double]) {
    let node = outputs[output]
    guard let storage = storages[output] else { return (node.shape, []) }
    var numbers: [Double] = []
    try? node.type.read(storage.address, 0..<node.shape.itemCount) { numbers.append($0) }
    return (node.shape, numbers)
  }

  /// How many items an output has, and its memory; nil for one that was written over an input.
  public func memory(_ output: Int) -> Storage? { storages[output] }

  /// The names of the steps, in order, for people who look for time.
  public var stepNames: [String] { plan.stepNames }

  /// How many plans were made so far in this program.
  public static var plansMade: Int { Plan.count }

  /// How many oneDNN primitives were made so far in this program.
  public static var primitivesMade: Int { Kernel.count }
}
