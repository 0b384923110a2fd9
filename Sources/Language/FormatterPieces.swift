// What is laid out: tokens, whole texts and comments in the order of the source, without marks that say nothing.

/// One thing that is printed as it is spelled.
struct Piece {
  /// Nil: a comment. A whole text counts as its end.
  let kind: Token.Kind?
  let text: String
  /// How many lines end between it and the piece before.
  var breaks: Int
  /// The column of the source that a comment begins in.
  let column: Int
  /// It stands behind a dot: whatever the word, it is the name of a field.
  let isField: Bool

  var isComment: Bool { kind == nil }

  var isPromise: Bool { isComment && text.hasPrefix("#=>") }

  /// A value ends with it, so that a sign behind it stands between two values.
  var endsValue: Bool {
    guard case .word(let word)? = kind else { return kind?.endsValue ?? false }
    return isField || !Words.reserved.contains(word) || ["true", "false", "none"].contains(word) || Words.blocks.contains(word)
  }

  /// A line that ends with it goes on in the next one.
  var goesOn: Bool {
    switch kind {
    case .mark(let mark)?: mark.goesOn
    case .word(let word)?: Words.operators.contains(word) && !isField
    default: false
    }
  }
}

extension Formatter {
  static func pieces(of source: Source, in span: Span) -> [Piece] {
    let lexed = Lexer.lex(source, in: span)
    let wholes = wholes(lexed.tokens)
    let texts = wholes.filter { $0.kind == .textEnd }.map(\.span)
    let comments = lexed.comments.filter { comment in !texts.contains { $0.covers(comment.span) } }
    var spelled: [(kind: Token.Kind?, span: Span)] = wholes.map { ($0.kind, $0.span) } + comments.map { (nil, $0.span) }
    spelled.sort { $0.span.start < $1.span.start }
    var pieces: [Piece] = []
    var end = span.start
    for (kind, place) in spelled {
      let between = source.bytes[end..<place.start]
      pieces.append(
        Piece(
          kind: kind, text: source.text(in: place).withoutBlankEnd, breaks: between.count { $0 == UInt8(ascii: "\n") },
          column: kind == nil ? column(of: place, in: source) : 0, isField: pieces.last?.kind == .mark(.dot)))
      end = place.end
    }
    return withoutIdleMarks(pieces)
  }

  private static func column(of place: Span, in source: Source) -> Int {
    DisplayWidth.of(source.text(in: Span(source.lineStarts[source.line(at: place.start) - 1], place.start)))
  }

  private struct Whole {
    let kind: Token.Kind
    let span: Span
  }

  /// The tokens without the end; those of a text, and of the values in it, are one.
  private static func wholes(_ tokens: [Token]) -> [Whole] {
    var wholes: [Whole] = []
    var starts: [Int] = []
    for token in tokens.dropLast() {
      if token.kind == .textStart {
        starts.append(token.span.start)
      } else if token.kind == .textEnd, let start = starts.popLast() {
        if starts.isEmpty { wholes.append(Whole(kind: .textEnd, span: Span(start, token.span.end))) }
      } else if starts.isEmpty {
        wholes.append(Whole(kind: token.kind, span: token.span))
      }
    }
    return wholes
  }

  /// Takes out a `;` that ends no statement and a comma before a closer on its line, and moves a comma up that begins a line.
  private static func withoutIdleMarks(_ pieces: [Piece]) -> [Piece] {
    var result: [Piece] = []
    var breaks = 0
    for (place, piece) in pieces.enumerated() {
      var piece = piece
      piece.breaks += breaks
      breaks = 0
      let next = place + 1 < pieces.count ? pieces[place + 1] : nil
      if piece.isIdleSemicolon(behind: result.last) || piece.isIdleComma(before: next) {
        breaks = piece.breaks
        continue
      }
      if piece.kind == .mark(.comma), piece.breaks > 0, result.last?.isComment == false {
        breaks = piece.breaks
        piece.breaks = 0
      }
      result.append(piece)
    }
    return result
  }
}

extension Piece {
  fileprivate func isIdleSemicolon(behind last: Piece?) -> Bool {
    guard kind == .mark(.semicolon) else { return false }
    return breaks > 0 || last == nil || last?.kind == .mark(.semicolon) || last?.kind == .mark(.openBrace)
  }

  fileprivate func isIdleComma(before next: Piece?) -> Bool {
    kind == .mark(.comma) && next?.breaks == 0 && next?.kind?.isCloser == true
  }
}

extension Span {
  fileprivate func covers(_ other: Span) -> Bool { start <= other.start && other.end <= end }
}

extension String {
  /// Comments may end in blanks; nothing else can.
  fileprivate var withoutBlankEnd: String {
    var scalars = unicodeScalars
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}
