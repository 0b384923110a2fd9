// Characters that have no place in a program: full-width signs, single quotes, and the rest.

extension Lexer {
  /// A sign of another keyboard is complained of and read as what it looks like.
  mutating func readLookalike(_ scalar: Unicode.Scalar, _ length: Int, _ ascii: String) {
    let start = offset
    if ascii == "\"" { return readForeignQuotes() }
    offset += length
    reportLookalike(scalar, ascii, from: start)
    if let mark = Mark.spelled[ascii] {
      if mark == .closeBrace, isAtValueEnd {
        texts[texts.count - 1].value = nil
        return emit(.valueEnd, from: start)
      }
      countBrackets(mark)
      emit(.mark(mark), from: start)
    } else {
      emit(Slips.marks[ascii]?.token ?? (Words.operators.contains(ascii) ? .word(ascii) : .unreadable), from: start)
    }
  }

  private mutating func reportLookalike(_ scalar: Unicode.Scalar, _ ascii: String, from start: Int) {
    let line = source.line(at: start)
    guard line != lookalikeLine else { return }
    lookalikeLine = line
    let whole = source.span(ofLine: line)
    let edit = Edit(whole, Slips.asciiLine(source.text(in: whole)))
    report("`\(scalar)` is no sign of the language", from: start, label: "write \(ascii)", edit: edit)
  }

  /// `“text”` is read as a text, up to the next such quote on its line.
  private mutating func readForeignQuotes() {
    let start = offset
    let (opener, length) = scalar()
    offset += length
    emit(.textStart, from: start)
    reportLookalike(opener, "\"", from: start)
    readPlainWords { $0 == "\"" || Slips.ascii($0) == "\"" }
  }

  /// `'text'` is read as a text. Behind a value a `'` was meant to transpose it.
  mutating func readSingleQuote() {
    let start = offset
    offset += 1
    if let last = result.tokens.last, last.span.end == start, last.kind.endsValue {
      report("a matrix is transposed with `.T`", from: start, label: "write .T", edit: Edit(Span(start, offset), ".T"))
      return
    }
    var close = offset
    while close < end, ascii(close) != "\n", ascii(close) != "'" { close += 1 }
    let words = source.text(in: Span(offset, close))
    let edit = ascii(close) == "'" ? Edit(Span(start, close + 1), "\"\(words)\"") : nil
    report("texts stand in double quotes", from: start, label: "write \"", edit: edit)
    emit(.textStart, from: start)
    readPlainWords { $0 == "'" }
  }

  private mutating func readPlainWords(until isQuote: (Unicode.Scalar) -> Bool) {
    let start = offset
    while offset < end, ascii(offset) != "\n" {
      let (scalar, length) = scalar()
      if isQuote(scalar) {
        emit(.textWords(source.text(in: Span(start, offset))), from: start)
        offset += length
        return emit(.textEnd, from: offset - length)
      }
      offset += length
    }
    emit(.textWords(source.text(in: Span(start, offset))), from: start)
    emit(.textEnd, from: offset)
  }

  mutating func readStray(_ scalar: Unicode.Scalar, _ length: Int) {
    let start = offset
    offset += length
    let isVisible = scalar.value > 0x20 && scalar.value != 0x7F && scalar != "\u{FFFD}"
    let name = isVisible ? "`\(scalar)`" : "this character (U+\(hexadecimal(scalar.value)))"
    report("\(name) has no meaning here", from: start, label: "take it out, or put it in a text")
    emit(.unreadable, from: start)
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Token.Kind {
  /// A value may end with it.
  var endsValue: Bool {
    switch self {
    case .word(let word): !Words.operators.contains(word)
    case .number, .size, .textEnd, .mark(.closeParenthesis), .mark(.closeBracket), .mark(.closeBrace): true
    default: false
    }
  }
}
