// `t[…]`, read and set.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct TensorIndexTests {
    private let context = tensorContext()
    /// 0...23 as [2, 3, 4].
    private let t = Tensor((0..<24).map { Float($0) }, shape: [2, 3, 4])

    private func at(_ place: Double) -> IndexItem { .at(.number(place)) }
    private func at(_ places: [Double]) throws -> IndexItem { .at(try context.catalog.bracket(places.map { .number($0) }) ?? .none) }

    private func read(_ tensor: Tensor, _ index: IndexItem...) throws -> Tensor { try tensor.element(index, context).tensor() }

    private func set(_ tensor: Tensor, _ index: IndexItem..., to value: Value) throws -> Tensor {
      try tensor.settingElement(index, to: value, context).tensor()
    }

    @Test func placesDropTheirAxis() throws {
      #expect(try read(t, at(1)).shape == [3, 4])
      #expect(try read(t, at(-1), at(0), at(-2)).numbers() == [14])
      #expect(try read(t, at(-1), at(0), at(-2)).shape == [])
      let found = complaint { _ = try read(t, at(2)) }
      #expect(found?.message == "there is no item 2: axis 0 has 2")
      #expect(found?.marks.first?.label == "items go from 0 to 1, or from -2 to -1")
      #expect(complaint { _ = try read(t, at(0), at(7)) }?.message == "there is no item 7: axis 1 has 3")
      #expect(complaint { _ = try read(t, at(0.5)) }?.kind == .shape)
    }

    @Test func slicesFollowPython() throws {
      #expect(try read(t, .slice(nil, nil), .slice(1, nil), at(0)).numbers() == [4, 8, 16, 20])
      #expect(try read(t, at(0), .slice(-2, -1), .slice(0, 2)).numbers() == [4, 5])
      #expect(try read(t, .slice(5, 9)).shape == [0, 3, 4])
      #expect(try read(t, .slice(1, 0)).shape == [0, 3, 4])
      #expect(try read(t, .slice(-9, 99)).shape == [2, 3, 4])
    }

    @Test func dotsStandForTheAxesBetween() throws {
      #expect(try read(t, .rest, at(1)).numbers() == [1, 5, 9, 13, 17, 21])
      #expect(try read(t, at(1), .rest, at(0)).numbers() == [12, 16, 20])
      #expect(try read(t, .rest).shape == [2, 3, 4])
      #expect(try read(t, at(0), at(0), .rest, at(0)).shape == [])
      #expect(complaint { _ = try read(t, .rest, .rest) }?.message == "`...` may stand once in an index")
      #expect(complaint { _ = try read(t, at(0), at(0), at(0), at(0)) }?.message == "4 indices for a tensor of rank 3")
    }

    @Test func listsOfPlacesPickInOrder() throws {
      #expect(try read(t, at(0), at([2, 0, -1]), at(1)).numbers() == [9, 1, 9])
      #expect(try read(t, .slice(nil, nil), at([2, 0])).shape == [2, 2, 4])
      let table = Tensor([0, 3, 1, 1] as [Int32], shape: [2, 2])
      #expect(try read(t, at(0), .slice(0, 2), .at(.thing(table))).numbers() == [0, 3, 1, 1, 4, 7, 5, 5])
      #expect(complaint { _ = try read(t, at([0, 3])) }?.message == "there is no item 3: axis 0 has 2")
      #expect(complaint { _ = try read(t, at([0, 0.5])) }?.kind == .shape)
      #expect(complaint { _ = try read(t, .at(.text("a"))) }?.kind == .type)
    }

    @Test func masksPickWhatIsTrue() throws {
      let mask = try t > 20.0
      #expect(try read(t, .at(.thing(mask))).numbers() == [21, 22, 23])
      let rows = Tensor([false, true], shape: [2])
      #expect(try read(t, .at(.thing(rows))).shape == [1, 3, 4])
      #expect(try read(t, at(0), .at(.thing(Tensor([true, false, true], shape: [3]))), at(0)).numbers() == [0, 8])
      #expect(try read(t, .at(.thing(t > 99.0))).shape == [0])
      #expect(complaint { _ = try read(t, .at(.thing(Tensor([true, false, true], shape: [3])))) }?.kind == .shape)
      #expect(complaint { _ = try read(t, at(0), .at(.thing(rows))) }?.message == "the mask has the shape [2], and axis 1 has 3 items")
    }

    @Test func aNumberFills() throws {
      let changed = try set(t, at(1), .slice(0, 2), at(-1), to: .number(9))
      var expected = (0..<24).map { Double($0) }
      #expect(try t.numbers() == expected)
      expected[15] = 9
      expected[19] = 9
      #expect(try changed.numbers() == expected)
      #expect(try set(t, .at(.thing(Tensor(22) > t)), to: .number(0)).sum().scalar() == 45)
    }

    @Test func tensorsFillTheirOwnShapeOnly() throws {
      let row = Tensor([-1, -2, -3, -4])
      #expect(try read(set(t, at(0), at(1), to: .thing(row)), at(0), at(1)).numbers() == [-1, -2, -3, -4])
      let found = complaint { _ = try set(t, at(0), to: .thing(row)) }
      #expect(found?.message == "[4] does not fill [3, 4]")
      #expect(complaint { _ = try set(t, at(0), to: .text("a")) }?.kind == .type)
    }

    @Test func ofTwoForOnePlaceTheLastCounts() throws {
      let x = Tensor([0, 0, 0])
      #expect(try set(x, at([1, 2, 1]), to: .thing(Tensor([5, 6, 7]))).numbers() == [0, 7, 6])
    }

    @Test func settingKeepsTypeAndDigits() throws {
      let wholes = Tensor([16_777_217, 2] as [Int32], shape: [2])
      let changed = try set(wholes, at(1), to: .number(5))
      #expect(changed.type == .int32)
      #expect(try changed.numbers() == [16_777_217, 5])
      #expect(try set(Tensor([true, false], shape: [2]), at(0), to: .truth(false)).numbers() == [0, 0])
      #expect(try set(Tensor([.nan, 1]), at(1), to: .number(2)).numbers()[1] == 2)
      #expect(try set(Tensor([1, 2]), at(1), to: .number(.nan)).numbers()[0] == 1)
    }

    @Test func gradientsPassThroughIndices() throws {
      let x = Tensor([1, 2, 3])
      let slope = try Recording.during {
        let set = try self.set(x, at(0), to: .thing(x.slice(axis: 0, from: 2, count: 1).reshaped([]) * 2))
        return try gradients(of: (set * Tensor([10, 1, 100])).sum() + read(x, at([1, 1])).sum(), at: [x])[0]
      }
      #expect(try slope.numbers() == [0, 3, 120])
    }
  }
}
