// Gradients of functions of the language at tensors and trees of them, and putting off work.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct LeavesTests {
    private let context = tensorContext()

    private func grad(_ at: Value, _ body: @escaping (Value) throws -> Value) throws -> (Value, Tensor) {
      let found = try context.word("grad", .thing(Function { try body($0[0]) }), named: [("at", at)])
      guard case .several(let values) = found else { throw Complaint(.type, "several values are wanted") }
      return (values[0], try values[1].tensor())
    }

    @Test func aNumberHasAGradient() throws {
      let (slope, value) = try grad(.number(3)) { .thing(try $0.tensor() * $0.tensor()) }
      #expect(try slope.tensor().numbers() == [6])
      #expect(try value.numbers() == [9])
    }

    @Test func aGradientHasTheFormOfWhatItIsTakenAt() throws {
      let at = Value.record(Record([("w", .thing(Tensor([1, 2]))), ("rest", .list([.number(3), .thing(Tensor([4]))]))]))
      let (slope, _) = try grad(at) { record in
        let leaves = try record.tensorLeaves()
        return .thing(try (leaves[0] * Tensor([5, 6])).sum() * leaves[1] + leaves[2].sum())
      }
      guard case .record(let record) = slope else { throw Complaint(.type, "a record is wanted") }
      #expect(record.names == ["w", "rest"])
      #expect(try slope.tensorLeaves().map { try $0.numbers() } == [[15, 18], [17], [1]])
    }

    @Test func lookingAtAValueOnTheWayLosesNothing() throws {
      let (slope, _) = try grad(.thing(Tensor([1, 2, 3]))) { x in
        let y = try x.tensor() * 2
        // A loop that branches on a value, reads an item and reshapes what is known by then.
        _ = try y.numbers()
        let part = try y.reshaped([3, 1]).slice(axis: 0, from: 1, count: 2)
        return .thing(try (part * part).sum())
      }
      #expect(try slope.tensor().numbers() == [0, 16, 24])
    }

    @Test func gradientsNest() throws {
      let (second, _) = try grad(.number(2)) { x in
        let (first, _) = try self.grad(x) { y in .thing(try power(y.tensor(), Tensor(3))) }
        return first
      }
      #expect(agree(try second.tensor().numbers(), [12]))
    }

    @Test func whatHasNoGradientIsRefused() throws {
      #expect(complaint { _ = try grad(.text("w")) { $0 } }?.kind == .type)
      #expect(complaint { _ = try grad(.thing(Tensor([1, 2]))) { $0 } }?.kind == .shape)
      #expect(complaint { _ = try grad(.number(1)) { _ in .text("no number") } }?.kind == .type)
      #expect(complaint { _ = try context.word("grad", .number(1), named: [("at", .number(1))]) }?.kind == .argument)
    }

    @Test func workIsPutOffAndDoneTogether() throws {
      let (a, b) = try (Tensor([1, 2]) + 1, Tensor([3]) * 2)
      try context.catalog.settle([.list([.thing(a)]), .record(Record([("b", .thing(b))])), .text("c")])
      #expect(a.node.isKnown && b.node.isKnown)
    }
  }
}
