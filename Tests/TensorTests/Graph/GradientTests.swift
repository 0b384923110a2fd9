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

/// A case at a point, the weights of a sum that makes one number of a result, and differences around the point.
private struct Slopes {
  private let one: GradientCase
  private let points: [[Float]]
  /// Half the distance over which differences are taken.
  private static let step: Float = 1 / 128

  init(_ one: GradientCase) {
    self.one = one
    var dice = Dice(one.name.utf8.reduce(one.shapes.joined().reduce(7, +)) { $0 &* 31 &+ Int($1) })
    points = one.shapes.map { dice.numbers($0.itemCount, in: one.range) }
  }

  func output(_ inputs: [Tensor]) throws -> Tensor { try one.compute(inputs) }

  /// The gradients of a sum that is not linear in the output, so that what arrives depends on the inputs, too.
  func gradient(_ inputs: [Tensor]) throws -> [Tensor] {
    let y = try one.compute(inputs)
    return try gradients(of: (Slopes.weights(y.shape, 1) * (y + square(y) * 0.5)).sum(), at: inputs)
  }

  /// Compares the gradients of a weighted sum of what [results] gives with differences of that sum.
  func compare(_ results: (Slopes, [Tensor]) throws -> [Tensor]) throws {
    let inputs = zip(points, one.shapes).map { Tensor($0, shape: $1) }
    let found = try Recording.during {
      let sums = try results(self, inputs).enumerated().map { place, result in try (result * Slopes.weights(result.shape, place + 2)).sum()
      }
      return try gradients(of: sums.dropFirst().reduce(sums[0]) { try $0 + $1 }, at: inputs)
    }
    for (place, gradient) in found.enumerated() {
      #expect(gradient.shape == one.shapes[place])
      let expected = try differences(place, results)
      let size = expected.map { Swift.abs($0) }.max() ?? 0
      let numbers = try gradient.numbers()
      #expect(agree(numbers, expected, relative: 0.005, absolute: 0.005 * size + 0.002), "input \(place): \(numbers) is not \(expected)")
    }
  }

  private func differences(_ place: Int, _ results: (Slopes, [Tensor]) throws -> [Tensor]) throws -> [Double] {
    try points[place].indices.map { item in
      let above = try moved(place, item, Slopes.step, results)
      return (above - (try moved(place, item, -Slopes.step, results))) / Double(2 * Slopes.step)
    }
  }

  /// The weighted sum with one number moved, added up in double precision.
  private func moved(_ place: Int, _ item: Int, _ step: Float, _ results: (Slopes, [Tensor]) throws -> [Tensor]) throws -> Double {
    var moved = points
    moved[place][item] += step
    let found = try Recording.during { try results(self, zip(moved, one.shapes).map { Tensor($0, shape: $1) }) }
    try evaluate(found)
    return try found.enumerated().reduce(0) { sum, result in
      let weights = try Slopes.weights(result.element.shape, result.offset + 2).numbers()
      return try zip(result.element.numbers(), weights).reduce(sum) { $0 + $1.0 * $1.1 }
    }
  }

  private static func weights(_ shape: Shape, _ seed: Int) -> Tensor {
    var dice = Dice(seed)
    return dice.tensor(shape, in: -1...2)
  }
}
