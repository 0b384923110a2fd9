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

    @Test func productsInFloat64KeepTheirDigits() throws {
      var dice = Dice(12)
      func wide(_ shape: Shape) throws -> Tensor { try dice.tensor(shape).converted(to: .float64) / 3 }
      func plain(_ a: Tensor, _ b: Tensor) throws -> [Double] {
        let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
        let (a, b) = (try a.numbers(), try b.numbers())
        return (0..<(m * n)).map { place in (0..<k).reduce(0.0) { $0 + a[place / n * k + $1] * b[$1 * n + place % n] } }
      }
      let (a, b) = (try wide([6, 5]), try wide([5, 7]))
      let expected = try plain(a, b)
      #expect(agree(try matmul(a, b).numbers(), expected, relative: 1e-14, absolute: 1e-15))
      let (turned, strided) = (try a.transposed().materialized(), try concatenate([b, b], axis: 1).materialized())
      let slice = strided.slice(axis: 1, from: 7, count: 7)
      #expect(agree(try matmul(turned.transposed(), slice).numbers(), expected, relative: 1e-14, absolute: 1e-15))
      let bias = try wide([7])
      let withBias = try (matmul(a, b) + bias).numbers()
      #expect(agree(try matmul(a, b, bias: bias).numbers(), withBias, relative: 1e-14, absolute: 1e-15))
      #expect(try matmul(wide([1, 1]), wide([1, 1])).shape == [1, 1])
      #expect(try matmul(wide([2, 0]), wide([0, 3])).numbers() == [0, 0, 0, 0, 0, 0])
      // Pieces along the inner side are added up.
      let long = try (wide([2, 3000]), wide([3000, 2]))
      #expect(agree(try matmul(long.0, long.1).numbers(), try plain(long.0, long.1), relative: 1e-12, absolute: 1e-12))
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

    @Test func rowsThatAreLookedUpOftenAreMultipliedOnce() throws {
      var dice = Dice(6)
      let (table, weight, bias) = (dice.tensor([3, 5]), dice.tensor([5, 4]), dice.tensor([4]))
      let places = Tensor((0..<14).map { Int32($0 * 5 % 3) }, shape: [2, 7])
      let pull = dice.tensor([2, 7, 4])
      let results = try recording {
        // What is copied is no look-up any more.
        try [table.rows(places), table.rows(places) + 0].map { rows in
          let product = try matmul(rows, weight, bias: bias)
          return try [product] + gradients(of: (product * pull).sum(), at: [table, weight, bias])
        }
      }
      for (found, expected) in zip(results[0], results[1]) {
        #expect(found.shape == expected.shape)
        #expect(try agree(found.numbers(), expected.numbers(), relative: 1e-5, absolute: 1e-5))
      }
    }
  }
}
