// Numbers as text: the fewest digits that read back the same, exponents where Python has them, no point in whole numbers.

/// `3`, `0.1`, `1e-05`, `inf`.
public func numberText(_ number: Double) -> String { layOut(number.description) }

/// The same with the digits of float32.
public func numberText(_ number: Float) -> String { layOut(number.description) }

/// Lays the shortest digits, which Swift finds, out by Python's rule: an exponent below 1e-4 and from 1e16 on.
private func layOut(_ description: String) -> String {
  guard let (sign, digits, point) = decimal(description) else { return description }
  if point > 16 || point < -3 { return sign + scientific(digits, exponent: point - 1) }
  if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
  if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) }
  return sign + digits.prefix(point) + "." + digits.dropFirst(point)
}

/// Significant digits and where the point stands among them: 0.00125 is ("125", -2), 1200 is ("12", 4). Nil for inf and nan.
private func decimal(_ description: String) -> (sign: String, digits: String, point: Int)? {
  let sign = description.hasPrefix("-") ? "-" : ""
  let parts = description.dropFirst(sign.count).split(separator: "e")
  guard let mantissa = parts.first, mantissa.first?.isNumber == true else { return nil }
  let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
  let all = halves.joined()
  let leading = all.prefix { $0 == "0" }.count
  var digits = String(all.dropFirst(leading))
  while digits.hasSuffix("0") { digits.removeLast() }
  if digits.isEmpty { return (sign, "0", 1) }
  return (sign, digits, halves[0].count - leading + exponent)
}

private func scientific(_ digits: String, exponent: Int) -> String {
  let mantissa = digits.count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
  let size = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
  return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(size)"
}
