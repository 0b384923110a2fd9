// Products of rounded factors: what float32 makes of numbers that were rounded before.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite(.enabled(if: ProductPrecision.bfloat16.isNative, "this processor does not multiply bfloat16")) struct ProductPrecisionTests {
    /// The numbers of a result and of its gradients, with factors rounded by the products or by hand.
    private func both(_ inputs: [Tensor], _ work: ([Tensor]) throws -> Tensor) throws -> (rounded: [[Double]], byHand: [[Double]]) {
      func numbers(_ inputs: [Tensor], _ result: Tensor) throws -> [[Double]] {
        try [result.numbers()] + gradients(of: result.sum(), at: inputs).map { try $0.numbers() }
      }
      let rounded = try numbers(inputs, ProductPrecision.bfloat16.during { try work(inputs) })
      // Ones, the gradient of a sum, are what they are in bfloat16, too.
      let byHand = try inputs.map { try $0.converted(to: .bfloat16).converted(to: .float32).materialized() }
      return (rounded, try numbers(byHand, work(byHand)))
    }

    private func check(_ inputs: [Tensor], _ work: ([Tensor]) throws -> Tensor) throws {
      let found = try both(inputs, work)
      for (rounded, byHand) in zip(found.rounded, found.byHand) { #expect(agree(rounded, byHand)) }
      // They are not those of the factors as they are.
      #expect(try work(inputs).numbers() != found.rounded[0])
    }

    @Test(arguments: [([5, 7], [7, 3]), ([64, 96], [96, 80]), ([2, 3, 8], [2, 8, 5]), ([1, 3], [3, 1])] as [(Shape, Shape)])
    func products(_ left: Shape, _ right: Shape) throws {
      var dice = Dice(21)
      try check([dice.tensor(left), dice.tensor(right)]) { try matmul($0[0], $0[1]) }
    }

    @Test func productsOfTurnedSidesWithABias() throws {
      var dice = Dice(22)
      let bias = Tensor([0.5, -0.25, 2] as [Float], shape: [3])
      try check([dice.tensor([9, 6]), dice.tensor([3, 9])]) { try relu(matmul($0[0].transposed(), $0[1].transposed(), bias: bias)) }
    }

    @Test(arguments: [1, 2]) func convolutions(groups: Int) throws {
      var dice = Dice(23)
      let window = Window(stride: [1, 1], low: [1, 1], high: [1, 1], dilation: [1, 1])
      try check([dice.tensor([2, 32, 6, 5]), dice.tensor([32, 32 / groups, 3, 3])]) { try convolve($0[0], $0[1], window, groups: groups) }
    }

    @Test func itEndsWhereItEnds() throws {
      var dice = Dice(24)
      let (a, b) = (dice.tensor([4, 4]), dice.tensor([4, 4]))
      let plain = try matmul(a, b).numbers()
      struct Odd: Error {}
      #expect(throws: Odd.self) { try ProductPrecision.bfloat16.during { throw Odd() } }
      #expect(try matmul(a, b).numbers() == plain)
    }
  }
}
