// From the values of an axis to places along it.

import Glibc

/// The stretch of numbers that an axis shows, straight or by powers of ten.
struct AxisScale: Equatable {
  let low: Double
  let high: Double
  let kind: Axis.Scale
  /// Whether only whole numbers lie on the axis, so that its marks should be whole, too.
  var whole = false

  /// Numbers beyond cannot be drawn: differences of larger ones would overflow.
  static let limit = 1e300
  /// The share of the stretch that stays free at either end.
  static let margin = 0.04

  /// A scale for `values`, all of which can be shown; nil when there are none.
  ///
  /// - Parameter reaches: a number that must be on the axis, such as the zero that bars stand on.
  init?(showing values: some Collection<Double>, on axis: Axis, reaches base: Double? = nil) {
    guard var low = values.min(), var high = values.max() else { return nil }
    kind = axis.scale
    if kind == .logarithmic {
      (low, high) = AxisScale.widened(log10(low), log10(high), by: 0.3)
      self.low = max(pow(10, low), 1e-307)
      self.high = min(pow(10, high), 1e307)
      return
    }
    whole = axis.format == .plain && values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e15 }
    let (least, most) = (min(low, base ?? low), max(high, base ?? high))
    (low, high) = AxisScale.widened(least, most, by: whole ? 1 : least == 0 ? 1 : abs(least))
    // The free share at the ends should not show negative losses, or accuracies above 100%.
    if least >= 0, most > 0 || axis.format == .percent { low = max(low, 0) }
    if most <= 0, least < 0 { high = min(high, 0) }
    if axis.format == .percent, most <= 1, least >= 0 { high = min(high, 1) }
    self.low = low
    self.high = high
  }

  /// A linear scale with exactly these ends.
  init(from low: Double, to high: Double) {
    self.low = low
    self.high = high
    kind = .linear
  }

  /// A stretch with some room at both ends, or around a single number.
  private static func widened(_ low: Double, _ high: Double, by room: Double) -> (Double, Double) {
    let span = high - low
    guard span > 1e-12 * max(abs(low), abs(high)), span > 1e-290 else { return (low - room, high + room) }
    return (low - margin * span, high + margin * span)
  }

  /// Whether a number has a place on the axis, or on one that went on further.
  static func shows(_ value: Double, on axis: Axis) -> Bool {
    abs(value) < limit && (axis.scale == .linear || value >= 1 / limit)  // false for NaN
  }

  /// 0 at the low end, 1 at the high end.
  func fraction(of value: Double) -> Double {
    kind == .linear
      ? (value - low) / (high - low)
      : (log10(max(value, 1e-307)) - log10(low)) / (log10(high) - log10(low))
  }

  func ticks(count: Int, format: NumberFormat) -> Ticks {
    kind == .linear
      ? Ticks.linear(in: low...high, count: count, whole: whole, format: format)
      : Ticks.logarithmic(in: low...high, count: count, format: format)
  }
}
