// Numbers and sizes: `42`, `1_000`, `0.5`, `3e-4`, `25%`, `1x28x28`.

extension Lexer {
  mutating func readNumber() {
    let start = offset
    skipDigits()
    if ascii(offset) == "x", ascii(offset + 1).isDigit { return readSize(from: start) }
    if ascii(offset) == ".", ascii(offset + 1).isDigit {
      offset += 1
      skipDigits()
    }
    let exponent = readExponent()
    let isPercent = ascii(offset) == "%" && !isRemainder
    let number = value(from: start, exponent: exponent, isPercent: isPercent)
    if isPercent { offset += 1 }
    if number.isInfinite { report("this number is too large", from: start, label: "the largest is about 1.8e308") }
    emit(.number(number), from: start)
  }

  /// `7%3` and `n%k` are meant as remainders: something follows the sign without a blank.
  private var isRemainder: Bool {
    let next = ascii(offset + 1)
    return next.isDigit || next == "(" || next == "_" || (next.isASCII && next.properties.isAlphabetic)
  }

  private mutating func skipDigits() {
    while ascii(offset).isDigit || (ascii(offset) == "_" && ascii(offset + 1).isDigit) { offset += 1 }
  }

  /// `e-4` if it stands here: where its digits and sign begin.
  private mutating func readExponent() -> Int? {
    guard ascii(offset) == "e" || ascii(offset) == "E" else { return nil }
    let hasSign = ascii(offset + 1) == "-" || ascii(offset + 1) == "+"
    let start = offset + 1
    guard ascii(start + (hasSign ? 1 : 0)).isDigit else { return nil }
    offset = start + (hasSign ? 1 : 0)
    skipDigits()
    return start
  }

  /// A percentage is read with an exponent smaller by two, not divided by 100, so that `0.3%` is exactly `0.003`.
  private func value(from start: Int, exponent: Int?, isPercent: Bool) -> Double {
    let mantissa = digits(start, exponent.map { $0 - 1 } ?? offset)
    let power = exponent.map { digits($0, offset) } ?? "0"
    guard isPercent else { return Double(mantissa + "e" + power) ?? .infinity }
    guard let shift = Int(power), abs(shift) < 10_000 else { return (Double(mantissa + "e" + power) ?? .infinity) / 100 }
    return Double(mantissa + "e" + String(shift - 2)) ?? .infinity
  }

  private func digits(_ start: Int, _ end: Int) -> String {
    source.text(in: Span(start, end)).filter { $0 != "_" }
  }

  private mutating func readSize(from start: Int) {
    while ascii(offset) == "x", ascii(offset + 1).isDigit {
      offset += 1
      skipDigits()
    }
    let numbers = digits(start, offset).split(separator: "x").map { Int($0) }
    if numbers.contains(nil) { report("this size is too large", from: start, label: "sizes are whole numbers below 2^63") }
    emit(.size(numbers.map { $0 ?? 0 }), from: start)
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
}
