// What the fixtures leave out of reductions: no axes, nothing to reduce, whole numbers and truths, order of axes.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ReductionTests {
    private let context = tensorContext()

    private func call(_ word: String, _ x: Tensor, axis: Value? = nil, keep: Bool = false) throws -> Tensor {
      let named = (axis.map { [("axis", $0)] } ?? []) + (keep ? [("keep", Value.truth(true))] : [])
      return try context.word(word, .thing(x), named: named).tensor()
    }

    @Test func oneNumberIsItsOwnReduction() throws {
      for word in ["sum", "mean", "max", "min", "prod", "logsumexp"] {
        let result = try call(word, Tensor(2.5))
        #expect(result.shape == [])
        #expect(agree(try result.numbers(), [2.5]), "\(word)")
      }
      #expect(try call("any", Tensor(2.5)).numbers() == [1])
      #expect(try call("all", Tensor(0)).numbers() == [0])
      #expect(try call("argmax", Tensor(2.5)).numbers() == [0])
    }

    @Test func nothingHasASumButNoMaximum() throws {
      let nothing = Tensor([Float](), shape: [0, 3])
      #expect(try call("sum", nothing).numbers() == [0])
      #expect(try call("sum", nothing, axis: .number(0)).numbers() == [0, 0, 0])
      #expect(try call("sum", nothing, axis: .number(1)).numbers() == [])
      #expect(try call("prod", nothing).numbers() == [1])
      #expect(try call("mean", nothing).numbers()[0].isNaN)
      #expect(try call("any", nothing).numbers() == [0])
      #expect(try call("all", nothing).numbers() == [1])
      #expect(try call("max", nothing, axis: .number(1)).shape == [0])
      for word in ["max", "min", "argmax"] { #expect(complaint { _ = try call(word, nothing) }?.kind == .shape) }
    }

    @Test func axesMayStandInAnyOrderAndCountFromTheEnd() throws {
      let x = Tensor((0..<24).map { Float($0) }, shape: [2, 3, 4])
      #expect(try call("sum", x, axis: .list([.number(-1), .number(0)])).numbers() == [60, 92, 124])
      #expect(try call("max", x, axis: .list([.number(2), .number(0)])).numbers() == [15, 19, 23])
      #expect(try call("sum", x, axis: .number(1), keep: true).shape == [2, 1, 4])
      #expect(complaint { _ = try call("sum", x, axis: .number(3)) }?.message == "there is no axis 3 in a tensor of rank 3")
      #expect(complaint { _ = try call("sum", x, axis: .list([.number(0), .number(-3)])) }?.kind == .shape)
      #expect(complaint { _ = try call("sum", Tensor(1), axis: .number(0)) }?.kind == .shape)
    }

    @Test func wholeNumbersAndTruthsAreCounted() throws {
      let truths = Tensor([true, false, true], shape: [3])
      let wholes = Tensor([3, -4, 5] as [Int32], shape: [3])
      #expect(try call("sum", truths).type == .int32)
      #expect(try call("sum", truths).numbers() == [2])
      #expect(try call("mean", truths).numbers()[0] == Double(Float(2) * (Float(1) / 3)))
      #expect(try call("max", wholes).numbers() == [5])
      #expect(try call("prod", wholes).numbers() == [-60])
      #expect(try call("argmin", wholes).numbers() == [1])
    }

    @Test func nanIsTheLargest() throws {
      let x = Tensor([1, .nan, 3, .nan])
      #expect(try call("max", x).numbers()[0].isNaN)
      #expect(try call("min", x).numbers()[0].isNaN)
      #expect(try call("argmax", x).numbers() == [1])
    }

    @Test func longSumsKeepTheirDigits() throws {
      let x = Tensor([Float](repeating: 0.1, count: 1_000_000))
      #expect(abs(try x.sum().scalar() - 100_000) < 0.1)
      #expect(abs(try x.variance(axes: [0], correction: 0).scalar()) < 1e-9)
    }

    @Test func runningSumsGoAlongAnyAxis() throws {
      let x = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
      #expect(try call("cumulative_sum", x, axis: .number(0)).numbers() == [1, 2, 3, 5, 7, 9])
      #expect(try call("cumulative_sum", x).numbers() == [1, 3, 6, 4, 9, 15])
      #expect(complaint { _ = try call("cumulative_sum", Tensor(1), axis: .number(0)) }?.kind == .shape)
    }
  }
}
