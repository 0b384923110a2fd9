// Numbers as short texts: fixed decimals, powers of ten, per cent.

import Glibc

/// How the numbers of an axis or a table are written.
public enum NumberFormat: Sendable, Equatable {
  /// `0.25`, `1e-5`.
  case plain
  /// `25%` for 0.25.
  case percent
}

enum NumberText {
  /// `value` with exactly `decimals` digits after the point.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let scaled = (abs(value) * pow(10, Double(decimals))).rounded()
    guard scaled < 1e15 else { return "\(value)" }  // also infinities and NaN
    var digits = String(Int(scaled))
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    if decimals > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals)) }
    return value < 0 && scaled > 0 ? "-" + digits : digits
  }

  /// `value` as mantissa and power of ten, `2.5e-5`, without idle zeros.
  static func exponent(_ value: Double, decimals: Int) -> String {
    guard value != 0, value.isFinite else { return fixed(value, decimals: 0) }
    var power = magnitude(value)
    var mantissa = trimmed(fixed(value / pow(10, Double(power)), decimals: decimals))
    if mantissa == "10" || mantissa == "-10" {  // 9.99 rounded up
      mantissa.removeLast()
      power += 1
    }
    return "\(mantissa)e\(power)"
  }

  /// `value` in about `digits` digits, whichever form is the shorter; whole numbers below a million in full.
  static func short(_ value: Double, digits: Int = 3, format: NumberFormat = .plain) -> String {
    if format == .percent { return short(value * 100, digits: digits) + "%" }
    if value == 0 { return "0" }
    guard value.isFinite, abs(value) >= 1e-4, abs(value) < 999_999.5 else { return exponent(value, decimals: digits - 1) }
    return trimmed(fixed(value, decimals: max(0, digits - 1 - magnitude(value))))
  }

  /// Texts for numbers that are multiples of `step`: all with the same decimals, or all with powers of ten.
  static func evenly(_ values: [Double], step: Double, format: NumberFormat) -> [String] {
    if format == .percent { return evenly(values.map { $0 * 100 }, step: step * 100, format: .plain).map { $0 + "%" } }
    let finest = magnitude(step)
    let plain = values.map { fixed($0, decimals: max(0, -finest)) }
    let largest = values.map(abs).max() ?? 0
    if largest < 1e6, finest >= -4 { return plain }
    let powers = values.map { exponent($0, decimals: max(0, magnitude($0) - finest)) }
    return longest(powers) < longest(plain) ? powers : plain
  }

  /// The power of ten of the first digit: 2 for 345, -3 for 0.005.
  static func magnitude(_ value: Double) -> Int {
    guard value != 0, value.isFinite else { return 0 }
    let power = Int(log10(abs(value)).rounded(.down))
    // log10 may be off by a hair below a power of ten.
    return abs(value) >= pow(10, Double(power + 1)) * (1 - 1e-12) ? power + 1 : power
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let kept = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(kept.reversed())
  }

  private static func longest(_ texts: [String]) -> Int {
    texts.map(\.count).max() ?? 0
  }
}
