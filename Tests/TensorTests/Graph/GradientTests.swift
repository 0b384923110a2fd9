// Every primitive's gradient, and the gradient of its gradient, against central differences.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct GradientTests {
    @Test(arguments: GradientCase.all) func firstDerivative(_ one: GradientCase) throws {
      try Slopes(one).compare { try [$0.output($1)] }
    }

    @Test(arguments: GradientCase.all) func secondDerivative(_ one: GradientCase) throws {
      try Slopes(one).compare { try $0.gradient($1) }
    }

    @Test func whatAResultDoesNotDependOnGetsZeros() throws {
      let (x, y) = (Tensor([1, 2]), Tensor([3]))
      let found = try gradients(of: (x * x).sum(), at: [x, y])
      #expect(try found.map { try $0.numbers() } == [[2, 4], [0]])
    }

    @Test func stepsPassNoGradient() throws {
      let x = Tensor([0.3, -1.7])
      for primitive in [Primitive.floor, .ceil, .round, .trunc, .sign] {
        #expect(try gradients(of: apply(primitive, x).sum(), at: [x])[0].numbers() == [0, 0])
      }
      #expect(try gradients(of: x.converted(to: .int32).sum().converted(to: .float32), at: [x])[0].numbers() == [0, 0])
    }

    @Test func nothingPassesAStop() throws {
      let x = Tensor([2, 3])
      #expect(try gradients(of: (x * (x * x).detached()).sum(), at: [x])[0].numbers() == [4, 9])
    }

    @Test func theWalkEndsAtATarget() throws {
      let x = Tensor([2])
      let y = try x * x
      let found = try gradients(of: (x * y).sum(), at: [x, y])
      #expect(try found.map { try $0.numbers() } == [[4], [2]])
    }

    @Test func aResultWithSeveralItemsIsRefused() throws {
      #expect(complaint { _ = try gradients(of: Tensor([1, 2]), at: []) }?.kind == .shape)
    }

    @Test func equalItemsShareTheGradientOfAnExtreme() throws {
      let x = Tensor([1, 3, 3, 2])
      #expect(try gradients(of: x.max(axes: [0]), at: [x])[0].numbers() == [0, 0.5, 0.5, 0])
      #expect(try gradients(of: maximum(x, Tensor(3)).sum(), at: [x])[0].numbers() == [0, 0.5, 0.5, 0])
    }

    @Test func productsWithZerosHaveExactGradients() throws {
      let x = Tensor([0, 2, 3, 0, 0, 5] as [Float], shape: [2, 3])
      #expect(try gradients(of: x.reduced(.product, [1]).sum(), at: [x])[0].numbers() == [6, 0, 0, 0, 0, 0])
    }
  }
}
