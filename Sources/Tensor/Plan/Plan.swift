// A compiled graph: a flat list of prepared calls over fixed addresses.

import CKernels
import Catalog

/// One call of a plan.
struct Step {
  let name: String
  let run: (Slots) throws -> Void
}

/// Where a buffer's memory comes from.
enum Origin {
  /// The numbers of a leaf, by its place among the leaves.
  case leaf(Int)
  /// A result, by its place among the outputs.
  case output(Int)
  /// An offset into the arena.
  case arena(Int)
  /// Bytes behind the start of another buffer.
  case inside(Int, Int)
}

/// What a graph becomes. Running it allocates nothing, looks nothing up and creates no primitive.
final class Plan {
  private let steps: [Step]
  /// How many steps may be given up: those before the first that writes over a leaf's numbers.
  private let stoppable: Int
  private let origins: [Origin]
  private let slots: Slots
  let arenaBytes: Int
  /// The largest of what is computed, to be named where there is no room.
  let largest: LargestTensor?
  private let fills: UnsafeMutablePointer<UInt64>
  private var generation = -1
  /// For each output the leaf whose memory it is written to, or -1.
  let donors: [Int]
  /// Memory that chains and the like read while they run.
  private let belongings: [AnyObject]
  let leafBytes: [Int]
  /// How many were ever made.
  nonisolated(unsafe) private(set) static var count = 0

  init(
    steps: [Step], stoppable: Int, origins: [Origin], arenaBytes: Int, largest: LargestTensor?, leaves: [Node], donors: [Int],
    belongings: [AnyObject]
  ) throws {
    self.steps = steps
    self.stoppable = stoppable
    self.origins = origins
    self.arenaBytes = arenaBytes
    self.largest = largest
    self.donors = donors
    self.belongings = belongings
    leafBytes = leaves.map { $0.type.bytes }
    Plan.count += 1
    slots = .allocate(capacity: origins.count + 1)
    slots.initialize(repeating: nil, count: origins.count + 1)
    fills = .allocate(capacity: leaves.count + 1)
    fills.initialize(repeating: 0, count: leaves.count + 1)
  }

  deinit {
    slots.deallocate()
    fills.deallocate()
  }

  /// What each step is, for people who look for time.
  var stepNames: [String] { steps.map(\.name) }

  /// Computes the outputs into [results] (one a output; ignored where the output has a donor) from the leaves' numbers.
  /// Ctrl-C stops it before it writes over a leaf's numbers, or else not at all.
  func run(leaves: [Node], results: [Storage?]) throws {
    try prepare(leaves: leaves, results: results)
    if let profile = PlanProfile.current { return try steps.forEach { try profile.run($0, slots) } }
    dk_allow_stop(true)
    defer { dk_allow_stop(false) }
    try steps.withUnsafeBufferPointer { steps in
      for place in 0..<stoppable {
        if dk_stopped() { throw Interruption.complaint }
        try steps[place].run(slots)
      }
      if dk_stopped() { throw Interruption.complaint }
      dk_allow_stop(false)
      for place in stoppable..<steps.count { try steps[place].run(slots) }
    }
  }

  private func prepare(leaves: [Node], results: [Storage?]) throws {
    try Arena.reserve(arenaBytes, largest: largest)
    if generation != Arena.generation {
      generation = Arena.generation
      for place in origins.indices { if case .arena(let offset) = origins[place] { slots[place] = Arena.base + offset } }
    }
    for place in origins.indices {
      switch origins[place] {
      case .leaf(let leaf): slots[place] = try address(of: leaves[leaf], leaf)
      case .output(let output):
        let donor = donors[output]
        slots[place] = donor >= 0 ? try address(of: leaves[donor], donor) : results[output]?.address
      case .arena: break
      case .inside(let parent, let offset): slots[place] = slots[parent]?.advanced(by: offset)
      }
    }
  }

  /// A leaf's memory; a repeated number is written down in the plan.
  private func address(of node: Node, _ leaf: Int) throws -> UnsafeMutableRawPointer? {
    if let storage = node.storage { return storage.address + node.offset * leafBytes[leaf] }
    guard let fill = node.fill else { throw UnknownNumbers() }
    let place = UnsafeMutableRawPointer(fills + leaf)
    node.type.store(fill, at: place)
    return place
  }
}
