// Products and convolutions: what is refused, and inputs of other types. Values are the fixtures' and the gradients' business.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ContractionTests {
    private let window = Window(stride: [1, 1], low: [0, 0], high: [0, 0], dilation: [1, 1])

    private func filled(_ shape: Shape) -> Tensor { Tensor(filled: 1, shape: shape) }

    @Test func sizesThatDoNotMeetAreShown() throws {
      let found = complaint { _ = try matmul(filled([5, 2]), filled([1, 3])) }
      #expect(found?.message == "these two cannot be matrix-multiplied: [5, 2] @ [1, 3]")
      #expect(found?.marks.first?.label == "needs: last size on the left (2) = first size on the right (1)")
      #expect(complaint { _ = try matmul(filled([2, 2, 3]), filled([3, 3, 2])) }?.marks.first?.label == "the leading sizes do not fit")
      #expect(complaint { _ = try matmul(filled([]), filled([3])) }?.kind == .shape)
    }

    @Test func filledAndWholeOperandsMultiply() throws {
      #expect(try matmul(filled([2, 3]), filled([3, 2])).numbers() == [3, 3, 3, 3])
      #expect(try matmul(Tensor([1, 2] as [Int32], shape: [2]), Tensor([3, 4] as [Int32], shape: [2])).numbers() == [11])
      let bias = Tensor([1, 2] as [Int32], shape: [2])
      #expect(try matmul(filled([1, 3]), filled([3, 2]), bias: bias).numbers() == [4, 5])
    }

    @Test func stridedOperandsMultiply() throws {
      var dice = Dice(11)
      let (a, b) = (dice.tensor([4, 6, 5]), dice.tensor([5, 4, 6]))
      let plain = try matmul(a.permuted([1, 0, 2]).materialized(), b.permuted([2, 0, 1]).materialized()).numbers()
      #expect(agree(try matmul(a.permuted([1, 0, 2]), b.permuted([2, 0, 1])).numbers(), plain))
      let (odd, back) = (a.slice(axis: 2, from: 0, count: 3, step: 2), try b.flipped([0]).slice(axis: 0, from: 1, count: 3))
      let expected = try matmul(odd.materialized(), back.permuted([1, 0, 2]).materialized()).numbers()
      #expect(agree(try matmul(odd, back.permuted([1, 0, 2])).numbers(), expected))
    }

    @Test func kernelsThatDoNotFitAreRefused() throws {
      #expect(
        complaint { _ = try convolve(filled([1, 3, 4, 4]), filled([2, 2, 3, 3]), window) }?.message
          == "the kernel reads 2 channels, and there are 3")
      #expect(
        complaint { _ = try convolve(filled([1, 1, 2, 2]), filled([1, 1, 3, 3]), window) }?.message
          == "a kernel of 3x3 does not fit into 2x2")
      #expect(complaint { _ = try convolve(filled([1, 2, 2]), filled([1, 1, 3, 3]), window) }?.kind == .shape)
      #expect(complaint { _ = try pool(filled([1, 1, 2, 2]), .max, kernel: [3, 3], window) }?.kind == .shape)
      #expect(complaint { _ = try pool(filled([1, 2, 2]), .max, kernel: [2, 2], window) }?.kind == .shape)
    }

    @Test func wholeNumbersConvolve() throws {
      let kernel = Tensor([1, 2, 3, 4] as [Int32], shape: [1, 1, 2, 2])
      #expect(try convolve(filled([1, 1, 2, 3]), kernel, window).numbers() == [10, 10])
      let wholes = Tensor([2, 4, 6, 8] as [Int32], shape: [4, 1])
      let normal = try batchNorm(wholes, scale: filled([1]), shift: Tensor(filled: 0, shape: [1]), epsilon: 0)
      #expect(try normal.mean.numbers() == [5] && normal.variance.numbers() == [5])
    }
  }
}
