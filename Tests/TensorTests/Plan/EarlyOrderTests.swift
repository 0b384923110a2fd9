// In which order a graph is computed: operands before users, and what frees memory as soon as it can be.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct EarlyOrderTests {
    private let window = Window(stride: [1, 1], low: [1, 1], high: [1, 1], dilation: [1, 1])

    /// The gradients of the weights of six convolutions, one behind the other.
    private func gradientsOfWeights() throws -> [Tensor] {
      var dice = Dice(7)
      let weights = (0..<6).map { _ in dice.tensor([4, 4, 3, 3]) }
      var x = dice.tensor([8, 4, 12, 12])
      for weight in weights { x = tanh(try convolve(x, weight, window)) }
      return try gradients(of: x.sum(), at: weights)
    }

    private func plan() throws -> Plan {
      try PlanBuilder.compile(
        LinearGraph([try concatenate(gradientsOfWeights().map { try $0.reshaped([144]) }, axis: 0).node]), donations: [:])
    }

    @Test func operandsComeBeforeUsers() throws {
      for seed in 0..<60 {
        let program = RandomProgram(seed, steps: 24)
        let leaves = program.knownLeaves()
        let values = try Recording.during { try program.tensors(leaves) }
        let all = values + (try gradients(of: values[values.count - 1].sum(), at: leaves))
        var graph = LinearGraph(all.map(\.node))
        let (count, leavesBefore) = (graph.nodes.count, graph.leaves.map(ObjectIdentifier.init))
        graph.hurry()
        #expect(graph.nodes.count == count && Set(graph.nodes.map(ObjectIdentifier.init)).count == count)
        #expect(graph.leaves.map(ObjectIdentifier.init) == leavesBefore)
        for (place, node) in graph.nodes.enumerated() {
          #expect(node.place == place)
          if !node.isKnown { #expect(node.inputs.allSatisfy { $0.place < place }, "program \(seed)") }
        }
      }
    }

    @Test func aWeightsGradientWaitsForNothing() throws {
      let steps = try plan().stepNames.filter { $0.hasPrefix("conv, gradient") }
      #expect(steps.count == 11)
      // The last layer's weight first, then by turns.
      for (place, step) in steps.enumerated() { #expect(step.hasSuffix(place % 2 == 0 ? "weight" : "data"), "\(steps)") }
    }

    @Test func memoryIsFreeEarlier() throws {
      defer { Shortcuts.taken = Shortcuts() }
      let usual = try plan().arenaBytes
      Shortcuts.taken.hurries = false
      #expect(try plan().arenaBytes > usual)
    }
  }
}
