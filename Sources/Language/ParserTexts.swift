// Texts: their words, and the values in them.

extension Parser {
  mutating func textParts() throws(Unreadable) -> [TextPart] {
    var parts: [TextPart] = []
    index += 1
    while tokens[index].kind != .textEnd {
      if case .textWords(let words) = tokens[index].kind {
        parts.append(.words(words))
        index += 1
      } else {
        parts.append(try textValue())
      }
    }
    index += 1
    return parts
  }

  /// `{expr}` or `{expr:format}`.
  private mutating func textValue() throws(Unreadable) -> TextPart {
    guard current == .valueStart else { throw unexpected("the end of a text") }
    let bracket = try open()
    if current == .valueEnd {
      throw fail(
        "this value is empty", at: place, label: "in a text a brace is written twice", edit: Edit(Span(place.start - 1, place.end), "{{}}"))
    }
    let value = try expression()
    var format: String?
    if case .valueFormat(let written) = current {
      format = written
      index += 1
    }
    try close(bracket, orExpected: "`}`")
    return .value(value, format: format)
  }

  /// A text without values; [what] it is for.
  mutating func plainText(_ what: String) throws(Unreadable) -> (text: String, span: Span) {
    let start = tokens[index].span.start
    var result = ""
    for part in try textParts() {
      guard case .words(let words) = part else {
        throw fail("\(what) is a plain text", at: span(from: start), label: "it cannot hold { }")
      }
      result += words
    }
    return (result, span(from: start))
  }
}
