// Just enough JSON for the headers of weight files: read without recursion limits being passed, never trapping.

/// A JSON value; objects keep their order.
indirect enum JSON {
  case null
  case truth(Bool)
  case number(Double)
  case text(String)
  case array([JSON])
  case object([(String, JSON)])

  /// Reads a whole text; nil when it is not JSON.
  init?(_ bytes: ArraySlice<UInt8>) {
    var reader = Reader(rest: bytes)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    guard reader.rest.isEmpty else { return nil }
    self = value
  }

  /// An array of whole numbers.
  var wholes: [Int]? {
    guard case .array(let items) = self else { return nil }
    var result: [Int] = []
    for item in items {
      guard case .number(let number) = item, let whole = Int(exactly: number) else { return nil }
      result.append(whole)
    }
    return result
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func skipBlanks() { rest = rest.drop { $0 == 32 || $0 == 10 || $0 == 13 || $0 == 9 } }

    private mutating func take(_ character: Character) -> Bool {
      skipBlanks()
      guard rest.first == character.asciiValue else { return false }
      rest = rest.dropFirst()
      return true
    }

    mutating func value(depth: Int) -> JSON? {
      guard depth < 64 else { return nil }
      skipBlanks()
      switch rest.first {
      case UInt8(ascii: "{"): return object(depth)
      case UInt8(ascii: "["): return array(depth)
      case UInt8(ascii: "\""): return text().map { .text($0) }
      default: return word()
      }
    }

    private mutating func object(_ depth: Int) -> JSON? {
      guard take("{") else { return nil }
      var fields: [(String, JSON)] = []
      if take("}") { return .object([]) }
      repeat {
        skipBlanks()
        guard let name = text(), take(":"), let value = value(depth: depth + 1) else { return nil }
        fields.append((name, value))
      } while take(",")
      return take("}") ? .object(fields) : nil
    }

    private mutating func array(_ depth: Int) -> JSON? {
      guard take("[") else { return nil }
      var items: [JSON] = []
      if take("]") { return .array([]) }
      repeat {
        guard let item = value(depth: depth + 1) else { return nil }
        items.append(item)
      } while take(",")
      return take("]") ? .array(items) : nil
    }

    private mutating func text() -> String? {
      guard take("\"") else { return nil }
      var bytes: [UInt8] = []
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
        if byte == UInt8(ascii: "\\") {
          guard let escaped = escape() else { return nil }
          bytes += Array(escaped.utf8)
        } else {
          bytes.append(byte)
        }
      }
      return nil
    }

    private mutating func escape() -> String? {
      switch rest.popFirst() {
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{c}"
      case UInt8(ascii: "u"): return unicode()
      case let byte?: return String(UnicodeScalar(byte))
      case nil: return nil
      }
    }

    /// Four digits, or two times four: characters beyond the first 65,536 are written as pairs of UTF-16.
    private mutating func unicode() -> String? {
      guard let first = hexadecimal() else { return nil }
      guard UTF16.isLeadSurrogate(first), rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
        return String(decoding: [first], as: UTF16.self)
      }
      rest = rest.dropFirst(2)
      return hexadecimal().map { String(decoding: [first, $0], as: UTF16.self) }
    }

    private mutating func hexadecimal() -> UInt16? {
      let digits = rest.prefix(4)
      guard digits.count == 4 else { return nil }
      rest = rest.dropFirst(4)
      return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func word() -> JSON? {
      let part = rest.prefix { ![UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 32, 10, 13, 9].contains($0) }
      rest = rest.dropFirst(part.count)
      switch String(decoding: part, as: UTF8.self) {
      case "null": return .null
      case "true": return .truth(true)
      case "false": return .truth(false)
      case let digits: return Double(digits).map { .number($0) }
      }
    }
  }
}
