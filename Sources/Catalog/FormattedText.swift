// The formats of `{x:.3}` in texts: [width][.precision][e|%].

import Glibc

/// A format as written behind the colon.
public struct NumberFormat: Equatable, Sendable {
  /// The columns of the field: numbers stand on its right side, texts on its left.
  public var width = 0
  public var precision: Int?
  public var style: Character?

  /// Nil when [text] is no format.
  public init?(_ text: String) {
    var rest = Substring(text)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty { width = Int(digits) ?? -1 }
    rest = rest.dropFirst(digits.count)
    if rest.first == "." {
      let places = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard let count = Int(places) else { return nil }
      precision = count
      rest = rest.dropFirst(1 + places.count)
    }
    if let last = rest.first, "e%".contains(last) {
      style = last
      rest = rest.dropFirst()
    }
    guard rest.isEmpty, (0...200).contains(width), (precision ?? 0) <= 60 else { return nil }
  }

  /// The number in this format.
  public func apply(to number: Double) -> String {
    pad(digits(of: number))
  }

  private func digits(of number: Double) -> String {
    guard number.isFinite else { return numberText(number) }
    switch style {
    case "e": return cText("%.*e", precision ?? 6, number)
    case "%": return cText("%.*f", precision ?? 0, number * 100) + "%"
    default: return precision.map { cText("%.*f", $0, number) } ?? numberText(number)
    }
  }

  private func pad(_ text: String) -> String {
    text.count >= width ? text : String(repeating: " ", count: width - text.count) + text
  }
}

/// What C's printf makes of one number with a precision.
private func cText(_ format: String, _ precision: Int, _ number: Double) -> String {
  var buffer = [CChar](repeating: 0, count: 512)
  let length = withVaList([Int32(precision), number]) { vsnprintf(&buffer, buffer.count, format, $0) }
  return String(decoding: buffer.prefix(Int(min(length, 511))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// A number with a fixed count of decimals: `fixed(3.14159, 2)` is "3.14".
public func fixed(_ number: Double, _ decimals: Int) -> String {
  number.isFinite ? cText("%.*f", decimals, number) : numberText(number)
}

/// A number in at most [digits] significant digits, as people write it.
public func rounded(_ number: Double, digits: Int = 4) -> String {
  number.isFinite ? cText("%.*g", digits, number) : numberText(number)
}
