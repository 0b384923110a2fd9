// Derivatives in float64 against central differences, and those in float32 against them.

import Testing

@testable import Tensor

/// A case at a point, the weights of a sum that makes one number of a result, and differences around the point.
struct Slopes {
  private let one: GradientCase
  private var points: [[Double]]
  /// Half the distance over which differences are taken.
  private static let step = 0x1p-16

  init(_ one: GradientCase) {
    self.one = one
    var dice = Dice(one.name.utf8.reduce(one.shapes.joined().reduce(7, +)) { $0 &* 31 &+ Int($1) })
    points = one.shapes.map { dice.numbers($0.itemCount, in: one.range).map(Double.init) }
  }

  func output(_ inputs: [Tensor]) throws -> Tensor { try one.compute(inputs) }

  /// The gradients of a sum that is not linear in the output, so that what arrives depends on the inputs, too.
  func gradient(_ inputs: [Tensor]) throws -> [Tensor] {
    let y = try one.compute(inputs)
    return try gradients(of: (Slopes.weights(y.shape, 1) * (y + square(y) * 0.5)).sum(), at: inputs)
  }

  /// Compares the gradients of a weighted sum of what [results] gives: in float64 with differences of that sum, in float32 with those.
  func compare(_ results: (Slopes, [Tensor]) throws -> [Tensor]) throws {
    let (wide, narrow) = (try derivatives(.float64, results), try derivatives(.float32, results))
    for place in points.indices {
      try check(wide[place], differences(place, results), relative: 1e-6, absolute: 1e-8, "input \(place) in float64")
      try check(narrow[place], wide[place].numbers(), relative: 1e-3, absolute: 1e-4, "input \(place) in float32")
    }
  }

  /// Compares the gradients in float64 with the slopes on both sides of the point at which all inputs are one number.
  func walk(from number: Double, _ results: @escaping (Slopes, [Tensor]) throws -> [Tensor]) throws {
    var there = self
    there.points = points.map { $0.map { _ in number } }
    let found = try there.derivatives(.float64, results)
    for place in points.indices {
      let walk = Walk(there.points[place]) { numbers in
        var moved = there
        moved.points[place] = numbers
        return try moved.total(results)
      }
      // Where a slope has a corner, its middle is off by a share of the step.
      try walk.check(found[place].numbers(), "input \(place) from \(number)", relative: 0x1p-15, absolute: 0x1p-15)
    }
  }

  private func check(_ found: Tensor, _ expected: [Double], relative: Double, absolute: Double, _ what: String) throws {
    let (numbers, size) = (try found.numbers(), expected.map { Swift.abs($0) }.max() ?? 0)
    #expect(
      agree(numbers, expected, relative: relative, absolute: relative * size + absolute), "\(what): \(numbers) is not \(expected)")
  }

  /// The gradients with all work done in a type.
  private func derivatives(_ type: ElementType, _ results: (Slopes, [Tensor]) throws -> [Tensor]) throws -> [Tensor] {
    let inputs = zip(points, one.shapes).map { Tensor($0, shape: $1, type: type) }
    let found = try Recording.during {
      let found = try results(self, inputs)
      // What depends on no tensor that is moved has a type of its own.
      #expect(one.shapes == [[]] || found.allSatisfy { $0.type == type }, "\(found.map(\.type)) is not all \(type)")
      let sums = try found.enumerated().map { place, result in try (result * Slopes.weights(result.shape, place + 2)).sum() }
      return try gradients(of: sums.dropFirst().reduce(sums[0]) { try $0 + $1 }, at: inputs)
    }
    #expect(found.map(\.shape) == one.shapes && found.allSatisfy { $0.type == type })
    return found
  }

  private func differences(_ place: Int, _ results: (Slopes, [Tensor]) throws -> [Tensor]) throws -> [Double] {
    try points[place].indices.map { item in
      let above = try moved(place, item, Slopes.step, results)
      return (above - (try moved(place, item, -Slopes.step, results))) / (2 * Slopes.step)
    }
  }

  private func moved(_ place: Int, _ item: Int, _ step: Double, _ results: (Slopes, [Tensor]) throws -> [Tensor]) throws -> Double {
    var moved = self
    moved.points[place][item] += step
    return try moved.total(results)
  }

  /// The weighted sum, added up in double precision.
  private func total(_ results: (Slopes, [Tensor]) throws -> [Tensor]) throws -> Double {
    let found = try Recording.during { try results(self, zip(points, one.shapes).map { Tensor($0, shape: $1, type: .float64) }) }
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
