// Pools with places, to given sizes, and the way back.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct PoolingKindsTests {
    private let x = Tensor([1, 5, 2, 3, 9, 4, 7, 8] as [Float], shape: [1, 1, 2, 4])
    private let window = Window(stride: [2, 2], low: [0, 0], high: [0, 0], dilation: [1, 1])

    @Test func placesLeadBack() throws {
      let (items, places) = try maxPoolWithPlaces(x, kernel: [2, 2], window)
      #expect(try items.numbers() == [9, 8])
      #expect(try places.numbers() == [4, 7])
      #expect(try unpool(items, places, size: [2, 4]).numbers() == [0, 0, 0, 0, 9, 0, 0, 8])
      #expect(complaint { _ = try unpool(items, x, size: [2, 4]) }?.kind == .shape)
    }

    @Test func unevenWindowsOverlap() throws {
      let row = Tensor([1, 2, 3, 4, 5] as [Float], shape: [1, 1, 5])
      #expect(try adaptiveAveragePool(row, sizes: [3]).numbers() == [1.5, 3, 4.5])
      #expect(try adaptiveMaxPool(row, sizes: [3]).numbers() == [2, 4, 5])
      #expect(try adaptiveAveragePool(row, sizes: [7]).shape == [1, 1, 7])
      #expect(complaint { _ = try adaptiveMaxPool(row, sizes: [0]) }?.kind == .shape)
    }

    @Test func settingsStandInTheCallAndInANet() throws {
      let context = tensorContext()
      #expect(try context.word("max_pool", .size([2, 2]), named: [("stride", .number(1))]).text() == "max_pool(2x2, stride: 1)")
      let row = Value.thing(Tensor([3, -1] as [Float]))
      #expect(try context.word("leaky_relu", row, .number(0.5)).text() == "[3, -0.5]")
      let made = try context.word("leaky_relu", .number(0.5))
      #expect(try context.call(made, Given(positional: [row])).text() == "[3, -0.5]")
      #expect(complaint { _ = try context.call(made, Given(positional: [row, row])) }?.kind == .argument)
    }
  }
}
