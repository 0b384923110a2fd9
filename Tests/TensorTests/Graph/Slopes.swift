// Derivatives against central differences.

import Testing

@testable import Tensor

/// A case at a point, the weights of a sum that makes one number of a result, and differences around the point.
struct Slopes {
  private let one: GradientCase
  private let points: [[Double]]
  /// The type in which all is computed.
  private let type: ElementType
  /// Half the distance over which differences are taken.
  private var step: Double { type == .float64 ? 0x1p-16 : 0x1p-7 }
  /// How far a derivative may be off by the largest of its tensor, and beside that.
  private var tolerance: (relative: Double, absolute: Double) { type == .float64 ? (1e-6, 1e-8) : (0.005, 0.002) }

  init(_ one: GradientCase, in type: ElementType = .float32) {
    self.one = one
    self.type = type
    var dice = Dice(one.name.utf8.reduce(one.shapes.joined().reduce(7, +)) { $0 &* 31 &+ Int($1) })
    points = one.shapes.map { dice.numbers($0.itemCount, in: one.range).map(Double.init) }
  }

  func output(_ inputs: [Tensor]) throws -> Tensor { try one.compute(inputs) }

  /// The gradients of a sum that is not linear in the output, so that what arrives depends on the inputs, too.
  func gradient(_ inputs: [Tensor]) throws -> [Tensor] {
    let y = try one.compute(inputs)
    return try gradients(of: (Slopes.weights(y.shape, 1) * (y + square(y) * 0.5)).sum(), at: inputs)
  }

  /// Compares the gradients of a weighted sum of what [results] gives with differences of that sum.
  func compare(_ results: (Slopes, [Tensor]) throws -> [Tensor]) throws {
    let inputs = zip(points, one.shapes).map { Tensor($0, shape: $1, type: type) }
    let found = try Recording.during {
      let found = try results(self, inputs)
      // What depends on no tensor that is moved has a type of its own.
      #expect(one.shapes == [[]] || found.allSatisfy { $0.type == type }, "\(found.map(\.type)) is not all \(type)")
      let sums = try found.enumerated().map { place, result in try (result * Slopes.weights(result.shape, place + 2)).sum() }
      return try gradients(of: sums.dropFirst().reduce(sums[0]) { try $0 + $1 }, at: inputs)
    }
    for (place, gradient) in found.enumerated() {
      #expect(gradient.shape == one.shapes[place])
      let expected = try differences(place, results)
      let size = expected.map { Swift.abs($0) }.max() ?? 0
      let numbers = try gradient.numbers()
      #expect(gradient.type == type)
      #expect(
        agree(numbers, expected, relative: tolerance.relative, absolute: tolerance.relative * size + tolerance.absolute),
        "input \(place): \(numbers) is not \(expected)")
    }
  }

  private func differences(_ place: Int, _ results: (Slopes, [Tensor]) throws -> [Tensor]) throws -> [Double] {
    try points[place].indices.map { item in
      let above = try moved(place, item, step, results)
      return (above - (try moved(place, item, -step, results))) / (2 * step)
    }
  }

  /// The weighted sum with one number moved, added up in double precision.
  private func moved(_ place: Int, _ item: Int, _ step: Double, _ results: (Slopes, [Tensor]) throws -> [Tensor]) throws -> Double {
    var moved = points
    moved[place][item] += step
    let found = try Recording.during { try results(self, zip(moved, one.shapes).map { Tensor($0, shape: $1, type: type) }) }
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
