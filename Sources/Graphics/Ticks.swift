// Where the marks of an axis stand, and what is written at them.

import Glibc

/// The marks of one axis: labelled places with grid lines, and small ones between.
struct Ticks: Equatable {
  var values: [Double] = []
  var labels: [String] = []
  /// Places between, without labels; on logarithmic axes only.
  var minor: [Double] = []

  /// About `count` marks in steps of 1, 2 or 5 times a power of ten; in steps of at least 1 when `whole`.
  static func linear(in range: ClosedRange<Double>, count: Int, whole: Bool = false, format: NumberFormat = .plain) -> Ticks {
    let raw = (range.upperBound - range.lowerBound) / Double(max(count, 1))
    guard raw.isFinite, raw > 0 else { return Ticks() }
    let step = niceStep(atLeast: whole && format == .plain ? max(raw, 1) : raw)
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard abs(first) < 1e15, abs(last) < 1e15, last >= first, last - first < 1000 else { return Ticks() }
    let values = (Int(first)...Int(last)).map { multiple($0, of: step) }
    return Ticks(values: values, labels: NumberText.evenly(values, step: step, format: format))
  }

  /// At most about `count` powers of ten; within two decades 1, 2 and 5 times them; in a narrow range even steps.
  static func logarithmic(in range: ClosedRange<Double>, count: Int, format: NumberFormat = .plain) -> Ticks {
    let powers = powersOfTen(in: range)
    var ticks = Ticks()
    if powers.count >= 2 {
      let wanted = Double(powers.count) / Double(max(count, 1))
      let stride = [1, 2, 3, 5, 10, 20, 50, 100].first { Double($0) >= wanted } ?? 200
      ticks.values = powers.filter { $0 % stride == 0 }.map(powerOfTen)
      ticks.minor = stride == 1 ? multiples(2...9, in: range) : []
    } else {
      ticks.values = multiples([1, 2, 5], in: range)
      ticks.minor = multiples([3, 4, 6, 7, 8, 9], in: range)
      guard ticks.values.count >= 2 else { return linear(in: range, count: min(count, 4), format: format) }
    }
    ticks.labels = ticks.values.map { NumberText.short($0, format: format) }
    return ticks
  }

  /// The smallest of 1, 2, 5 times a power of ten that is not below `raw`.
  static func niceStep(atLeast raw: Double) -> Double {
    let power = NumberText.magnitude(raw)
    let candidates = [1, 2, 5, 10].map { $0 * powerOfTen(power) }
    return candidates.first { $0 >= raw * (1 - 1e-9) } ?? powerOfTen(power + 1)
  }

  /// `index * step` without the dust of binary fractions: 0.3, not 0.30000000000000004.
  private static func multiple(_ index: Int, of step: Double) -> Double {
    let power = NumberText.magnitude(step)
    guard power < 0 else { return Double(index) * step }
    return Double(index) * (step * pow(10, Double(-power))).rounded() / pow(10, Double(-power))
  }

  private static func powersOfTen(in range: ClosedRange<Double>) -> [Int] {
    let first = Int((log10(range.lowerBound) - 1e-9).rounded(.up))
    let last = Int((log10(range.upperBound) + 1e-9).rounded(.down))
    return first <= last ? Array(first...last) : []
  }

  /// All `factor * 10^power` within the range, rising.
  private static func multiples(_ factors: some Sequence<Int>, in range: ClosedRange<Double>) -> [Double] {
    let first = NumberText.magnitude(range.lowerBound)
    let last = max(first, NumberText.magnitude(range.upperBound))
    let wide = range.lowerBound * (1 - 1e-9)...range.upperBound * (1 + 1e-9)
    return (first...last).flatMap { power in
      factors.map { Double($0) * powerOfTen(power) }.filter(wide.contains)
    }
  }

  /// Exact where a power of ten can be, and the closest number to it below 1.
  private static func powerOfTen(_ power: Int) -> Double {
    power < 0 ? 1 / pow(10, Double(-power)) : pow(10, Double(power))
  }
}
