// What stands behind a `#`: notes, and promises about values.

/// A comment, from its `#` to the end of its line.
public struct Comment: Sendable, Equatable {
  public let span: Span
  /// As written, `#` included.
  public let text: String

  public init(span: Span, text: String) {
    self.span = span
    self.text = text
  }
}

extension Promise {
  private static let sign = "#=>"
  private static let toleranceSign = "+-"

  /// `#=> [[3.00]] +- 0.05`; nil for other comments.
  init?(_ comment: Comment) {
    guard comment.text.hasPrefix(Promise.sign) else { return nil }
    let promised = comment.text.dropFirst(Promise.sign.count)
    let (words, tolerance) = Promise.split(promised)
    self.init(text: Promise.trimmed(words), tolerance: tolerance, span: comment.span)
  }

  /// Takes the tolerance off the end. A `+-` with no number behind it is part of the promised text.
  private static func split(_ text: Substring) -> (Substring, Double?) {
    var start = text.endIndex
    while start > text.startIndex {
      start = text.index(before: start)
      guard text[start...].hasPrefix(toleranceSign) else { continue }
      let written = trimmed(text[start...].dropFirst(toleranceSign.count)).filter { $0 != "_" }
      guard let first = written.unicodeScalars.first, first.isDigit || first == "." else { break }
      let isPercent = written.hasSuffix("%")
      guard let number = Double(isPercent ? String(written.dropLast()) : written) else { break }
      return (text[..<start], isPercent ? number / 100 : number)
    }
    return (text, nil)
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace }
    guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(text[first...last])
  }

  /// Lines of one promise: their texts one under the other.
  func joined(_ next: Promise) -> Promise {
    Promise(text: text + "\n" + next.text, tolerance: next.tolerance ?? tolerance, span: span.joined(next.span))
  }
}
