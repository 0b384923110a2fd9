// Deep graphs: no walk over them may use the thread's stack.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct NodeTests {
    /// Many more nodes than a thread's stack has room for frames.
    private let depth = 20_000

    @Test func aDeepChainIsLetGo() throws {
      var x = Tensor([1, 2])
      for _ in 0..<5 * depth { x = apply(.negate, x) }
      #expect(x.shape == [2])
    }

    @Test func aDeepChainIsComputed() throws {
      let one = Tensor([1, 1])
      var x = Tensor([0, 0.5])
      for _ in 0..<depth { x = try x + one }
      #expect(try x.numbers() == [Double(depth), Double(depth) + 0.5])
    }

    @Test func aDeepChainOfViewsIsComputed() throws {
      var x = try Tensor([1, 2, 3, 4] as [Float], shape: [2, 2]) + 0
      for _ in 0..<depth { x = x.permuted([1, 0]) }
      #expect(try x.numbers() == [1, 2, 3, 4])
    }

    @Test func aDeepChainHasAGradient() throws {
      let x = Tensor([2])
      var y = x
      for _ in 0..<depth { y = apply(.negate, y) }
      #expect(try gradients(of: y.sum(), at: [x])[0].numbers() == [1])
    }

    @Test func aSharedNodeOutlivesItsUsers() throws {
      let x = try Tensor([1, 2]) + 1
      for _ in 0..<3 { _ = try x * 2 }
      #expect(try x.numbers() == [2, 3])
    }

    @Test func aComputedNodeForgetsItsInputs() throws {
      let x = try Tensor([1, 2]) + 1
      try evaluate([x])
      #expect(x.node.inputs.isEmpty && x.node.isKnown)
      let kept = try Tensor([1, 2]) + 1
      try Recording.during { try evaluate([kept]) }
      #expect(kept.node.inputs.count == 2)
    }
  }
}
