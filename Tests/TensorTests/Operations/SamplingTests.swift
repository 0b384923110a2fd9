// Sampling beyond the fixtures: borders, nearest points, other sizes, mistakes.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct SamplingTests {
    private let row = Tensor([1, 2, 4] as [Float], shape: [1, 1, 3])

    private func sampled(_ point: Float, _ border: BorderMode, _ mode: SamplingMode = .linear, corners: Bool = true) throws -> Double {
      try gridSample(row, Tensor([point], shape: [1, 1, 1]), mode: mode, border: border, alignCorners: corners).scalar()
    }

    @Test func whatLiesBeyondTheEdge() throws {
      #expect(try sampled(0.5, .zeros) == 3)
      #expect(try sampled(1.5, .zeros) == 2)
      #expect(try sampled(3, .zeros) == 0)
      #expect(try sampled(3, .border) == 4)
      #expect(try sampled(1.5, .reflection) == 3)
      #expect(try sampled(-4, .reflection) == 2)
      #expect(try sampled(0.6, .zeros, .nearest) == 4)
    }

    @Test func spaceInOtherSizes() throws {
      #expect(try interpolate(row, sizes: [6], mode: .nearest, alignCorners: false).numbers() == [1, 1, 2, 2, 4, 4])
      #expect(try interpolate(row, sizes: [5], mode: .linear, alignCorners: true).numbers() == [1, 1.5, 2, 3, 4])
      #expect(try interpolate(row, sizes: [1], mode: .linear, alignCorners: false).numbers() == [2])
      #expect(complaint { _ = try interpolate(row, sizes: [2, 2], mode: .nearest, alignCorners: false) }?.kind == .shape)
    }

    @Test func pixelsThereAndBack() throws {
      var dice = Dice(1)
      let x = dice.tensor([2, 8, 3, 2])
      #expect(try pixelUnshuffle(pixelShuffle(x, factor: 2), factor: 2).numbers() == x.numbers())
      #expect(complaint { _ = try pixelShuffle(row, factor: 2) }?.kind == .shape)
    }

    @Test func aQueryThatSeesNothingGetsZerosAndNoGradientThatIsNoNumber() throws {
      var dice = Dice(2)
      let (q, k, v) = (dice.tensor([2, 3]), dice.tensor([2, 3]), dice.tensor([2, 1]))
      let mask = Tensor([false, false, true, false], shape: [2, 2])
      let result = try attention(q, k, v, mask: mask)
      #expect(try result.numbers() == [0, v.numbers()[0]])
      #expect(try gradients(of: result.sum(), at: [q, k, v]).allSatisfy { try $0.numbers().allSatisfy(\.isFinite) })
      #expect(complaint { _ = try attention(q, Tensor(filled: 1, shape: [2, 4]), v) }?.marks.count == 3)
    }
  }
}
