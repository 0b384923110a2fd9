// Transforms against the sum that defines them.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct FourierTests {
    @Test(arguments: [1, 2, 5, 8, 13]) func theSumOfTurns(size: Int) throws {
      var dice = Dice(size)
      let x = dice.numbers(size * 2)
      var expected: [Double] = []
      for k in 0..<size {
        var (real, imaginary) = (0.0, 0.0)
        for n in 0..<size {
          let angle = -2 * Double.pi * Double(k * n) / Double(size)
          let (a, b) = (Double(x[2 * n]), Double(x[2 * n + 1]))
          real += a * Scalar.cos(angle) - b * Scalar.sin(angle)
          imaginary += a * Scalar.sin(angle) + b * Scalar.cos(angle)
        }
        expected += [real, imaginary]
      }
      let source = Tensor(x, shape: [size, 2])
      let found = try fourier(source, axis: 0)
      #expect(agree(try found.numbers(), expected, absolute: 1e-4))
      #expect(agree(try fourier(found, axis: 0, back: true).numbers(), x.map { Double($0) }, absolute: 1e-5))
    }

    @Test(arguments: [1, 2, 7, 8]) func realNumbersComeBack(size: Int) throws {
      var dice = Dice(size)
      let x = dice.tensor([3, size, 2])
      let half = try realFourier(x, axis: 1)
      #expect(half.shape == [3, size / 2 + 1, 2, 2])
      #expect(agree(try inverseRealFourier(half, size: size, axis: 1).numbers(), try x.numbers(), absolute: 1e-5))
    }

    @Test func realNumbersAreSentToTheirWord() {
      let found = complaint { _ = try fourier(Tensor([1, 2, 3]), axis: -1) }
      #expect(found?.why == "real numbers go through real_fft")
      #expect(complaint { _ = try inverseRealFourier(Tensor(filled: 0, shape: [3, 2]), size: 6, axis: -1) }?.kind == .shape)
    }
  }
}
