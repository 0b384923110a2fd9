// Derivatives against central differences.

import Testing

@testable import Tensor

/// A case at a point, the weights of a sum that makes one number of a result, and differences around the point.
struct Slopes {
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
