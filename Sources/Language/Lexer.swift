// Characters → tokens, in one pass and without recursion, however deep the brackets and texts are nested.

/// Everything that a program's text is made of.
struct Lexed {
  /// In order; the last one is `end`.
  var tokens: [Token] = []
  /// All comments, promises among them.
  var comments: [Comment] = []
  /// The `#=>` comments.
  var promises: [Promise] = []
  var diagnostics: [Diagnostic] = []
  /// A `"""` is open at the end.
  var isTextOpen = false
  /// Where texts begin whose closing quote was never found.
  var brokenTexts: [Int] = []
}

struct Lexer {
  let source: Source
  let end: Int
  var offset: Int
  var result = Lexed()
  /// The texts that are open, outermost first.
  var texts: [OpenText] = []
  /// Only blanks and comments were seen on this line.
  var isLineStart = false
  /// Where a lookalike (`（`) was last reported, so that each line is complained of once.
  var lookalikeLine = 0

  static func lex(_ source: Source, in span: Span) -> Lexed {
    let end = min(max(span.end, 0), source.bytes.count)
    var lexer = Lexer(source: source, end: end, offset: min(max(span.start, 0), end))
    while lexer.offset < end { lexer.step() }
    lexer.closeTextsAtEnd()
    lexer.isLineStart = true
    lexer.emit(.end, from: end)
    return lexer.result
  }

  private mutating func step() {
    if let text = texts.last, text.value == nil { readTextPiece() } else { readCode() }
  }

  private mutating func readCode() {
    switch ascii(offset) {
    case " ", "\t", "\r": offset += 1
    case "\n": readLineEnd()
    case "#": readComment()
    case "\"": openText()
    case "0"..."9": readNumber()
    case "a"..."z", "A"..."Z", "_": readWord()
    case ":" where isAtFormat: readFormat()
    case "}" where isAtValueEnd: closeValue()
    default: readMarkOrOther()
    }
  }

  private mutating func readLineEnd() {
    if texts.contains(where: { !$0.isLong }) { return abandonText() }
    isLineStart = true
    offset += 1
  }

  private mutating func readComment() {
    let start = offset
    while offset < end, ascii(offset) != "\n" { offset += 1 }
    if offset > start, ascii(offset - 1) == "\r" { offset -= 1 }
    let comment = Comment(span: Span(start, offset), text: source.text(in: Span(start, offset)))
    result.comments.append(comment)
    if let promise = Promise(comment) { result.promises.append(promise) }
  }

  private mutating func readWord() {
    let start = offset
    while offset < end {
      let (scalar, length) = scalar()
      guard scalar == "_" || scalar.properties.isXIDContinue else { break }
      offset += length
    }
    emit(.word(source.text(in: Span(start, offset))), from: start)
  }

  /// Signs, letters outside ASCII, and what cannot stand in a program.
  private mutating func readMarkOrOther() {
    let longest = max(Mark.longest, Slips.longest)
    for length in (1...longest).reversed() where offset + length <= end {
      let written = String(decoding: source.bytes[offset..<offset + length], as: UTF8.self)
      if let mark = Mark.spelled[written] { return readMark(mark, length) }
      if let slip = Slips.marks[written] { return readSlip(slip, length) }
    }
    let (scalar, length) = scalar()
    if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
      offset += length
    } else if scalar.properties.isXIDStart {
      readWord()
    } else if scalar == "'" {
      readSingleQuote()
    } else if let ascii = Slips.ascii(scalar) {
      readLookalike(scalar, length, ascii)
    } else {
      readStray(scalar, length)
    }
  }

  private mutating func readMark(_ mark: Mark, _ length: Int) {
    let start = offset
    offset += length
    countBrackets(mark)
    emit(.mark(mark), from: start)
  }

  private mutating func readSlip(_ slip: Slip, _ length: Int) {
    let start = offset
    offset += length
    let edit = source.edit(Span(start, offset), as: slip.meaning)
    report(slip.message, from: start, label: "write \(slip.meaning)", edit: edit)
    emit(slip.token, from: start)
  }
}

// MARK: - What every part of the lexer needs

extension Lexer {
  /// The byte at a place as an ASCII character; NUL behind the end. Bytes of other characters are never equal to an ASCII one.
  func ascii(_ position: Int) -> Unicode.Scalar {
    position >= 0 && position < end ? Unicode.Scalar(source.bytes[position]) : "\0"
  }

  /// The character at the offset and its length in bytes; a broken one is read as one replacement character.
  func scalar() -> (Unicode.Scalar, length: Int) {
    var decoder = UTF8()
    var bytes = source.bytes[offset..<min(offset + 4, end)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return ("\u{FFFD}", 1) }
    return (scalar, UTF8.width(scalar))
  }

  mutating func emit(_ kind: Token.Kind, from start: Int) {
    result.tokens.append(Token(kind: kind, span: Span(start, offset), startsLine: isLineStart))
    isLineStart = false
  }

  mutating func report(_ message: String, from start: Int, label: String = "", edit: Edit? = nil) {
    result.diagnostics.append(Diagnostic(message, at: Span(start, offset), label: label, edits: edit.map { [$0] } ?? []))
  }
}
