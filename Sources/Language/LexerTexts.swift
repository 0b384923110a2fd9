// Texts: `"loss {l:.4}"`, `"""…"""`. Their values are ordinary tokens between `valueStart` and `valueEnd`.

/// A text whose closing quote is still to come.
struct OpenText {
  /// The index of its `textStart` in the tokens.
  let token: Int
  let start: Int
  /// It began with `"""` and may hold line ends.
  let isLong: Bool
  /// Set while the tokens of a `{value}` are read.
  var value: OpenValue?
}

/// A `{` in a text whose `}` is still to come.
struct OpenValue {
  let start: Int
  /// The brackets open in the value. A `:` belongs to the text outside of all of them, a `}` outside of braces.
  var brackets: [Mark] = []
}

extension Lexer {
  mutating func openText() {
    refusePrefix()
    let start = offset
    let isLong = ascii(offset + 1) == "\"" && ascii(offset + 2) == "\""
    offset += isLong ? 3 : 1
    texts.append(OpenText(token: result.tokens.count, start: start, isLong: isLong))
    emit(.textStart, from: start)
  }

  /// `f"loss {loss}"`: texts hold values as they are.
  private mutating func refusePrefix() {
    guard let last = result.tokens.last, case .word(let word) = last.kind, last.span.end == offset,
      ["f", "F", "r", "b", "u", "fr", "rf"].contains(word)
    else { return }
    result.tokens.removeLast()
    isLineStart = last.startsLine
    let message = "a text holds values in braces by itself"
    result.diagnostics.append(Diagnostic(message, at: last.span, label: "take the \(word) off", edits: [Edit(last.span, "")]))
  }

  /// Reads words up to the next value, or to the end of the text.
  mutating func readTextPiece() {
    let start = offset
    var words: [UInt8] = []
    while offset < end {
      switch ascii(offset) {
      case "\"" where closesText: return closeText(after: words, from: start)
      case "\n" where texts.last?.isLong == false: return abandonText()
      case "{" where ascii(offset + 1) == "{", "}" where ascii(offset + 1) == "}":
        words.append(source.bytes[offset])
        offset += 2
      case "{": return openValue(after: words, from: start)
      case "}":
        words.append(source.bytes[offset])
        offset += 1
        result.diagnostics.append(
          Diagnostic(
            "this `}` closes nothing", at: Span(offset - 1, offset), label: "in a text a brace is written twice",
            edits: [Edit(Span(offset - 1, offset), "}}")]))
      case "\\": readEscape(into: &words)
      case "\r" where ascii(offset + 1) == "\n": offset += 1
      default:
        words.append(source.bytes[offset])
        offset += 1
      }
    }
  }

  private var closesText: Bool {
    texts.last?.isLong == false || (ascii(offset + 1) == "\"" && ascii(offset + 2) == "\"")
  }

  private mutating func emitWords(_ words: [UInt8], from start: Int) {
    if !words.isEmpty { emit(.textWords(String(decoding: words, as: UTF8.self)), from: start) }
  }

  private mutating func closeText(after words: [UInt8], from start: Int) {
    emitWords(words, from: start)
    let quote = offset
    offset += texts.removeLast().isLong ? 3 : 1
    emit(.textEnd, from: quote)
  }

  private mutating func openValue(after words: [UInt8], from start: Int) {
    emitWords(words, from: start)
    texts[texts.count - 1].value = OpenValue(start: offset)
    offset += 1
    emit(.valueStart, from: offset - 1)
  }

  private mutating func readEscape(into words: inout [UInt8]) {
    switch ascii(offset + 1) {
    case "n": words.append(0x0A)
    case "t": words.append(0x09)
    case "\"": words.append(0x22)
    case "\\": words.append(0x5C)
    default: return readUnknownEscape(into: &words)
    }
    offset += 2
  }

  private mutating func readUnknownEscape(into words: inout [UInt8]) {
    let start = offset
    offset += 1
    words.append(0x5C)
    guard offset < end, ascii(offset) != "\n" else { return }
    let length = scalar().length
    let written = source.text(in: Span(start, offset + length))
    let message = "a text knows `\\n`, `\\t`, `\\\"` and `\\\\`, not `\(written)`"
    let span = Span(start, offset + length)
    result.diagnostics.append(Diagnostic(message, at: span, label: "a backslash itself is \\\\", edits: [Edit(span, "\\" + written)]))
  }
}

// MARK: - Values in texts

extension Lexer {
  var isAtFormat: Bool { texts.last?.value?.brackets.isEmpty == true }

  var isAtValueEnd: Bool { texts.last?.value?.brackets.contains(.openBrace) == false }

  mutating func countBrackets(_ mark: Mark) {
    guard let open = texts.last?.value?.brackets else { return }
    if Token.Kind.mark(mark).isOpener { texts[texts.count - 1].value?.brackets.append(mark) }
    guard let opener = Token.Kind.mark(mark).closes, let depth = open.lastIndex(where: { .mark($0) == opener }) else { return }
    texts[texts.count - 1].value?.brackets.removeSubrange(depth...)
  }

  mutating func closeValue() {
    texts[texts.count - 1].value = nil
    offset += 1
    emit(.valueEnd, from: offset - 1)
  }

  /// What follows the `:` of a value, up to its `}`.
  mutating func readFormat() {
    offset += 1
    let start = offset
    while offset < end, !["}", "{", "\"", "\n"].contains(ascii(offset)) { offset += 1 }
    emit(.valueFormat(source.text(in: Span(start, offset))), from: start - 1)
  }
}

// MARK: - Texts that never end

extension Lexer {
  /// A line ends inside a text that should end on it. What was read of it is kept as words, so that the line says only this.
  mutating func abandonText() {
    guard let index = texts.firstIndex(where: { !$0.isLong }) else { return }
    let text = texts[index]
    let other = text.value.map { Diagnostic.Other(span: Span($0.start, $0.start + 1), label: "this { is open; a brace itself is {{") }
    let message = text.value == nil ? "this text never ends" : "this text never ends: a value in it is open"
    let label = "a \" must stand before the line ends"
    result.diagnostics.append(
      Diagnostic(message, at: Span(text.start, text.start + 1), label: label, other: other, edits: closingEdits(text)))
    replace(text)
    texts.removeSubrange(index...)
  }

  /// A quote at the end of the line, before what closes the brackets around the text.
  private func closingEdits(_ text: OpenText) -> [Edit] {
    let written = source.text(in: Span(text.start, offset))
    let closers = written.reversed().prefix { ")],; \r".contains($0) }.count
    let end = offset - closers
    return text.value == nil && end > text.start ? [Edit(Span(end, end), "\""), Edit(Span(offset, offset), "\"")] : []
  }

  mutating func closeTextsAtEnd() {
    if texts.contains(where: { !$0.isLong }) { abandonText() }
    guard let text = texts.first else { return }
    let message = "this text never ends"
    let label = "a \"\"\" must close it"
    result.diagnostics.append(Diagnostic(message, at: Span(text.start, text.start + 3), label: label))
    result.isTextOpen = true
    replace(text)
    texts = []
  }

  /// Puts an ordinary text in the place of one that never ends.
  private mutating func replace(_ text: OpenText) {
    let opener = result.tokens[text.token]
    result.tokens.removeSubrange((text.token + 1)...)
    isLineStart = false
    result.brokenTexts.append(text.start)
    emit(.textWords(source.text(in: Span(opener.span.end, offset))), from: opener.span.end)
    emit(.textEnd, from: offset)
  }
}
