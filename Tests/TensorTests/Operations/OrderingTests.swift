// What the samples leave out of order: special numbers, other types, edges of bins, mistakes.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct OrderingTests {
    private let context = tensorContext()

    private func call(_ word: String, _ positional: Tensor..., named: [(String, Value)] = []) throws -> [Tensor] {
      let given = Given(positional: positional.map { .thing($0) }, named: named.map { (name: $0.0, value: $0.1) })
      let result = try #require(context.catalog[word]).call(given, context)
      if case .several(let items) = result { return try items.map { try $0.tensor() } }
      return [try result.tensor()]
    }

    @Test func sortingKeepsTypeAndOrderOfEquals() throws {
      let found = try call("sort", Tensor([2, 1, 2, 1] as [Int32], shape: [4]))
      #expect(found[0].type == .int32)
      #expect(try found.map { try $0.numbers() } == [[1, 1, 2, 2], [1, 3, 0, 2]])
      #expect(try call("sort", Tensor([true, false], shape: [2]))[0].numbers() == [0, 1])
      let odd = try call("sort", Tensor([.nan, 1, -.infinity]))[0].numbers()
      #expect(odd[0] == -.infinity && odd[2].isNaN)
    }

    @Test func gradientsFollowTheItems() throws {
      let x = Tensor([3, 1, 2])
      let sorted = try x.sorted(axis: 0).items
      #expect(try gradients(of: (sorted * Tensor([10, 20, 30])).sum(), at: [x])[0].numbers() == [30, 10, 20])
    }

    @Test func uniqueItemsOfEveryType() throws {
      #expect(try unique(Tensor([3, -1, 3, 0, -0.0])).numbers() == [-1, 0, 3])
      #expect(try unique(Tensor([true, true], shape: [2])).numbers() == [1])
      #expect(try unique(Tensor([.nan, 2, .nan])).numbers().count == 2)
    }

    @Test func middles() throws {
      #expect(try call("median", Tensor([4, 1, 3, 2]))[0].scalar() == 2.5)
      let rows = Tensor([1, 2, 9, 4, 6, 5] as [Float], shape: [2, 3])
      #expect(try call("median", rows, named: [("axis", .number(1))])[0].numbers() == [2, 5])
      #expect(try call("quantile", rows, named: [("share", .number(1))])[0].scalar() == 9)
      #expect(complaint { _ = try call("median", Tensor([Float](), shape: [0])) }?.kind == .shape)
    }

    @Test func binsIncludeTheirLowerEdgeAndTheLastItsUpper() throws {
      let found = try call(
        "histogram", Tensor([0, 1, 1, 2, 3, 4, .nan, 9, -1]), named: [("bins", .number(4)), ("low", .number(0)), ("high", .number(4))])
      #expect(try found.map { try $0.numbers() } == [[1, 2, 1, 2], [0, 1, 2, 3, 4]])
      #expect(try call("histogram", Tensor([2, 2]), named: [("bins", .number(2))]).map { try $0.numbers() } == [[0, 2], [1.5, 2, 2.5]])
      #expect(complaint { _ = try call("histogram", Tensor([.infinity])) }?.kind == .argument)
      #expect(try call("bincount", Tensor([0, 2, 2] as [Int32], shape: [3]), named: [("count", .number(3))])[0].numbers() == [1, 0, 2])
    }

    @Test func moreThanThereAreIsRefused() {
      let found = complaint { _ = try call("top_k", Tensor([1, 2]), named: [("k", .number(3))]) }
      #expect(found?.message == "axis 0 has 2 items, not 3")
      #expect(complaint { _ = try call("searchsorted", Tensor([1, 2] as [Float], shape: [1, 2]), Tensor(1)) }?.kind == .shape)
    }
  }
}
