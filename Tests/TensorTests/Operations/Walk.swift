// Differences of a function of many numbers, one number moved at a time, where it may have corners.

import Testing

/// A function at a point.
struct Walk {
  private let point: [Double]
  private let value: ([Double]) throws -> Double
  /// How far each number is moved.
  private static let step = 0x1p-16
  /// Steeper is a jump.
  private static let steepest = 1e3

  init(_ point: [Double], _ value: @escaping ([Double]) throws -> Double) {
    self.point = point
    self.value = value
  }

  /// Compares a gradient with central differences; at a corner it lies between the slopes on both sides. Gives how many corners there are.
  @discardableResult
  func check(_ gradient: [Double], _ name: String, relative: Double = 1e-6, absolute: Double = 1e-8) throws -> Int {
    try #require(gradient.count == point.count)
    let here = try value(point)
    let slopes = try point.indices.map { try sides($0, here) }
    let size = slopes.map { $0.map { abs($0.middle) } ?? 0 }.max() ?? 0
    let noise = relative * size + absolute + 1e-10 * abs(here)
    for case (let place, let slope?) in slopes.enumerated() {
      let isCorner = slope.bend > 1e-3 * (size + 1)
      let off = abs(gradient[place] - slope.middle)
      #expect(off <= (isCorner ? slope.bend : 0) + noise, "\(name)[\(place)]: \(gradient[place]) is not \(slope.middle)")
    }
    return slopes.filter { $0.map { $0.bend > 1e-3 * (size + 1) } ?? true }.count
  }

  /// The slope through both neighbours, and half of what both sides differ; nil at a jump, or at the border of where it is defined.
  private func sides(_ place: Int, _ here: Double) throws -> (middle: Double, bend: Double)? {
    var moved = point
    moved[place] += Walk.step
    let right = (try value(moved) - here) / Walk.step
    moved[place] = point[place] - Walk.step
    let left = (here - (try value(moved))) / Walk.step
    return max(abs(left), abs(right)) < Walk.steepest * (abs(here) + 1) ? ((left + right) / 2, abs(right - left) / 2) : nil
  }
}
