// Counting, broadcasting and axes.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ShapeTests {
    @Test func sizesMultiplyAndPrint() {
      #expect(([] as Shape).itemCount == 1 && [2, 0, 3].itemCount == 0 && [2, 3].itemCount == 6)
      #expect([64, 1, 8].shapeText == "[64, 1, 8]" && ([] as Shape).shapeText == "[]")
      #expect([2, 3, 4].contiguousStrides == [12, 4, 1] && [2, 0, 4].contiguousStrides == [4, 4, 1])
    }

    @Test func broadcastingAlignsAtTheEnd() {
      #expect(broadcast([2, 1, 3], [4, 1]) == [2, 4, 3])
      #expect(broadcast([], [2]) == [2] && broadcast([2], []) == [2] && broadcast([], []) == [])
      #expect(broadcast([0, 3], [1, 3]) == [0, 3] && broadcast([0], [1]) == [0])
      #expect(broadcast([2], [3]) == nil && broadcast([2, 3], [2]) == nil && broadcast([0], [2]) == nil)
    }

    @Test func axesCountFromBothEnds() throws {
      #expect(try resolve(axis: -1, rank: 3) == 2)
      #expect(try resolve(axes: [2, -3], rank: 3) == [0, 2])
      #expect(complaint { _ = try resolve(axis: 3, rank: 3) }?.marks.first?.label == "axes go from 0 to 2, or from -3 to -1")
      #expect(complaint { _ = try resolve(axis: 0, rank: 0) }?.marks.first?.label == "it has no axes")
      #expect(complaint { _ = try resolve(axes: [1, -1], rank: 2) }?.kind == .shape)
    }

    @Test func contiguousViewsAreKnown() {
      #expect(View(contiguous: [2, 3]).isContiguous)
      #expect(View(shape: [1, 3], strides: [99, 1], offset: 5).isContiguous)
      #expect(!View(shape: [3, 2], strides: [1, 3], offset: 0).isContiguous)
      #expect(!View(shape: [3], strides: [0], offset: 0).isContiguous)
    }
  }
}
