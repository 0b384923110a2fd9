// Look-ups along an axis: negative places, equal places, other types, mistakes.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct LookupTests {
    private let x = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])

    private func places(_ numbers: [Int32], _ shape: Shape) -> Tensor { Tensor(numbers, shape: shape) }

    @Test func placesMayCountFromTheEnd() throws {
      #expect(try x.gathered(places([-1, 0], [2, 1]), axis: 1).numbers() == [3, 4])
      #expect(try x.gathered(places([1, 0], [1, 2]), axis: 0).numbers() == [4, 2])
      #expect(try Tensor([true, false], shape: [2]).gathered(places([1, 1, 0], [3]), axis: 0).numbers() == [0, 0, 1])
    }

    @Test func ofTwoForOnePlaceTheLastCounts() throws {
      let set = try x.scattered(Tensor([7, 8, 9, 10] as [Float], shape: [2, 2]), at: places([0, 0, 2, -1], [2, 2]), axis: 1)
      #expect(try set.numbers() == [8, 2, 3, 4, 5, 10])
      let added = try x.scatteredAdding(Tensor([7, 8] as [Float], shape: [1, 2]), at: places([0, 0], [1, 2]), axis: 1)
      #expect(try added.numbers() == [16, 2, 3, 4, 5, 6])
    }

    @Test func wholeNumbersStayWhole() throws {
      let whole = Tensor([5, 6] as [Int32], shape: [2])
      let set = try whole.scattered(Tensor([1_000_000_007] as [Int32], shape: [1]), at: places([1], [1]), axis: 0)
      #expect(set.type == .int32)
      #expect(try set.numbers() == [5, 1_000_000_007])
    }

    @Test func mistakesNameBothSides() throws {
      #expect(complaint { _ = try x.gathered(places([3], [1, 1]), axis: 1).numbers() }?.message == "there is no number 3 among 3")
      let found = complaint { _ = try x.gathered(places([0], [1]), axis: 0) }
      #expect(found?.message == "the places [1] do not lie along axis 0 of [2, 3]")
      #expect(found?.marks.map(\.label) == ["[1]", "[2, 3]"])
      #expect(complaint { _ = try x.scattered(x, at: places([0], [1, 1]), axis: 0) }?.kind == .shape)
    }
  }
}
