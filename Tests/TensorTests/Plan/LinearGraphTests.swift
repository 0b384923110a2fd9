// What decides which plan fits a graph, and which nodes are one.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct LinearGraphTests {
    private func key(_ tensors: Tensor...) -> [Int] { LinearGraph(tensors.map(\.node)).key }

    @Test func theKeyLeavesTheNumbersOut() throws {
      #expect(try key(Tensor([1, 2]) + 3) == key(Tensor([4, 5]) + 6))
    }

    @Test func theKeyHoldsEverythingElse() throws {
      let (x, y) = (Tensor([1, 2]), Tensor([3, 4]))
      let keys = try [
        key(x + y), key(x - y), key(x + x), key(Tensor([1, 2, 3]) + Tensor([1, 2, 3])), key(x + y, x * y), key(x * y, x + y),
        key(x.converted(to: .int32)), key(x + 1), key(x.slice(axis: 0, from: 0, count: 1) + 1),
        key(x.slice(axis: 0, from: 1, count: 1) * 1.5),
        key(concatenate([x, y], axis: 0)), key(concatenate([x, y, x], axis: 0)), key(x.flipped([0])), key(x + y.flipped([0])),
      ]
      for (place, one) in keys.enumerated() { #expect(!keys[..<place].contains(one)) }
    }

    @Test func equalWorkIsDoneOnce() throws {
      let x = Tensor([0.5, 2])
      let total = try sin(x).sum() + sin(x).sum()
      let graph = MergedGraph(LinearGraph([total.node]))
      #expect(graph.standIn.enumerated().filter { $0.offset != $0.element }.count == 2)
      #expect(agree(try total.numbers(), [2 * (Scalar.sin(0.5) + Scalar.sin(2))]))
    }

    @Test func drawsOfDifferentStreamsStayDifferent() throws {
      let key = RandomKey(key: 1, counter: 1).tensor()
      let (a, b, c) = (
        Tensor.random([4], key: key, stream: 1), Tensor.random([4], key: key, stream: 2), Tensor.random([4], key: key, stream: 1)
      )
      try evaluate([a, b, c])
      #expect(try a.numbers() != b.numbers())
      #expect(try a.numbers() == c.numbers())
    }
  }
}
