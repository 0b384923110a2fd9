// Brackets that were forgotten far from where they are missed: indentation and line starts tell where they should have ended.

/// Finds in a text with an unclosed bracket where the closer was forgotten.
struct ForgottenBrackets {
  /// A closer that is missing: whose, and before which token.
  private struct Gap {
    let opener: Int
    let place: Int
  }

  private struct OpenBracket {
    let token: Int
    let kind: Token.Kind
    let line: Int
    /// How far the line is indented on which it stands.
    let indent: Int
    /// What it holds begins on the next line, and is indented no deeper: its writer does not indent.
    let isFlat: Bool
    /// What it holds begins on the next line.
    let endsLine: Bool
  }

  private let source: Source
  private let tokens: [Token]
  private let closers: [Int: Int]
  private var open: [OpenBracket] = []
  private var gaps: [Gap] = []

  /// The tokens with the missing closers put in, and what to say about each; nil: there is no sign of where one was forgotten.
  static func mended(_ lexed: Lexed, _ source: Source) -> (tokens: [Token], diagnostics: [Diagnostic])? {
    let tokens = lexed.tokens
    let closers = Brackets(of: tokens).closers
    // A text that never ends swallowed what stood behind it on its line.
    let swallowed = Set(lexed.brokenTexts.map { source.line(at: $0) })
    let isUnclosed = { (index: Int) in
      tokens[index].kind.isOpener && closers[index] == nil && !swallowed.contains(source.line(at: tokens[index].span.start))
    }
    guard let first = tokens.indices.first(where: isUnclosed) else { return nil }
    var search = ForgottenBrackets(source: source, tokens: tokens, closers: closers)
    // What stands around it is closed, and is never blamed.
    search.open = closers.filter { $0.key < first && $0.value > first }.keys.sorted().map { search.bracket(at: $0, isFlat: true) }
    search.run(from: first)
    return search.gaps.isEmpty ? nil : search.filled()
  }

  private init(source: Source, tokens: [Token], closers: [Int: Int]) {
    self.source = source
    self.tokens = tokens
    self.closers = closers
  }

  // MARK: - Searching

  private mutating func run(from first: Int) {
    for index in first..<tokens.count where tokens[index].kind != .end {
      let token = tokens[index]
      if token.startsLine, index > first { token.kind == .mark(.pipe) ? lookAtPipe(index) : lookAtLineStart(index) }
      if token.kind.isOpener { open.append(bracket(at: index)) }
      if let wanted = token.kind.closes { close(wanted) }
    }
  }

  private mutating func lookAtLineStart(_ index: Int) {
    let indent = indent(of: index)
    if let wanted = tokens[index].kind.closes {
      guard let partner = open.lastIndex(where: { $0.kind == wanted && $0.indent == indent }) else { return }
      while open.count > partner + 1, let last = open.last, last.indent > indent { forget(before: index) }
      return
    }
    while let last = open.last, isOver(last, at: index, indent) { forget(before: index) }
  }

  /// A line that begins with `|>` goes on with a whole line: a bracket whose content began on an earlier one ended there.
  private mutating func lookAtPipe(_ index: Int) {
    while let last = open.last, closers[last.token] == nil, last.kind != .mark(.openBrace), !last.endsLine,
      last.line < source.line(at: tokens[index].span.start), !goesOn(before: index)
    {
      forget(before: index)
    }
  }

  /// Whether the line that begins at a token shows that a bracket should have ended before it.
  private func isOver(_ bracket: OpenBracket, at index: Int, _ indent: Int) -> Bool {
    guard indent <= bracket.indent, !bracket.isFlat, source.line(at: tokens[index].span.start) > bracket.line else { return false }
    guard bracket.kind != .mark(.openBrace), bracket.kind != .valueStart, goesOn(before: index) else { return true }
    // The comma at the end of the line before may be that of a bracket around this one.
    guard open.count > 1 else { return false }
    let outer = open[open.count - 2]
    return outer.kind != .mark(.openBrace) && outer.line < bracket.line
  }

  private func goesOn(before index: Int) -> Bool {
    switch tokens[index - 1].kind {
    case .mark(let mark): mark.goesOn
    case .word(let word): Words.operators.contains(word)
    default: false
    }
  }

  private mutating func forget(before index: Int) {
    let bracket = open.removeLast()
    let isBehindComma = tokens[index - 1].kind == .mark(.comma) && bracket.kind != .mark(.openBrace)
    gaps.append(Gap(opener: bracket.token, place: blockBegin(behind: bracket) ?? (isBehindComma ? index - 1 : index)))
  }

  /// `if (x > 3 {`, `fn f(x = g(`: a block that begins at the end of the line, and what a function is, stand outside of the parentheses.
  private func blockBegin(behind bracket: OpenBracket) -> Int? {
    guard bracket.kind == .mark(.openParenthesis) else { return nil }
    let rest = tokens[(bracket.token + 1)...].prefix { !$0.startsLine }
    let isDefinition = bracket.token > 1 && tokens[bracket.token - 2].kind == .word("fn")
    if isDefinition, let body = rest.lastIndex(where: { $0.kind == .mark(.set) }) { return body }
    return rest.last?.kind == .mark(.openBrace) ? rest.endIndex - 1 : nil
  }

  private mutating func close(_ wanted: Token.Kind) {
    for depth in open.indices.reversed() {
      if open[depth].kind == wanted { return open.removeSubrange(depth...) }
      if open[depth].kind == .valueStart || (open[depth].kind == .mark(.openBrace) && wanted != .valueStart) { return }
    }
  }

  private func bracket(at index: Int, isFlat: Bool = false) -> OpenBracket {
    let line = source.line(at: tokens[index].span.start)
    let indent = indent(of: index)
    let next = tokens[min(index + 1, tokens.count - 1)]
    let isFlat = isFlat || next.startsLine && next.kind != .end && !next.kind.isCloser && self.indent(of: index + 1) <= indent
    return OpenBracket(token: index, kind: tokens[index].kind, line: line, indent: indent, isFlat: isFlat, endsLine: next.startsLine)
  }

  /// How many bytes of blanks begin the line of a token.
  private func indent(of index: Int) -> Int {
    let start = source.lineStarts[source.line(at: tokens[index].span.start) - 1]
    return source.bytes[start...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
  }

  // MARK: - Mending

  private func filled() -> ([Token], [Diagnostic]) {
    var result: [Token] = []
    var diagnostics: [Diagnostic] = []
    for index in tokens.indices {
      let missing = gaps.filter { $0.place == index }
      if let inner = missing.first {
        let end = tokens[index - 1].span.end
        result += missing.map { Token(kind: closer(of: $0).kind, span: Span(end, end), startsLine: false) }
        diagnostics.append(diagnostic(inner, missing))
      }
      result.append(tokens[index])
    }
    return (result, diagnostics)
  }

  private func closer(of gap: Gap) -> (kind: Token.Kind, text: String) {
    switch tokens[gap.opener].kind {
    case .mark(.openParenthesis): (.mark(.closeParenthesis), ")")
    case .mark(.openBracket): (.mark(.closeBracket), "]")
    case .valueStart: (.valueEnd, "}")
    default: (.mark(.closeBrace), "}")
    }
  }

  /// Of several that are missing at a place the innermost is told, and all are put in.
  private func diagnostic(_ gap: Gap, _ all: [Gap]) -> Diagnostic {
    let opener = tokens[gap.opener]
    let closer = closer(of: gap).text
    let end = tokens[gap.place - 1].span.end
    return Diagnostic(
      "this `\(source.text(in: opener.span))` is never closed", at: Span(end, end), label: "a `\(closer)` should stand here",
      other: Diagnostic.Other(span: opener.span, label: "opened here"),
      edits: [Edit(edit(gap, closer, end).span, all.map { edit($0, self.closer(of: $0).text, end).text }.joined())])
  }

  /// A block of several lines ends on a line of its own.
  private func edit(_ gap: Gap, _ closer: String, _ end: Int) -> Edit {
    let bracket = bracket(at: gap.opener)
    guard bracket.kind == .mark(.openBrace) else { return Edit(Span(end, end), closer) }
    guard bracket.endsLine else { return Edit(Span(end, end), " }") }
    let lineEnd = source.span(ofLine: source.line(at: end)).end
    let indent = source.text(in: Span(source.lineStarts[bracket.line - 1], source.lineStarts[bracket.line - 1] + bracket.indent))
    return Edit(Span(lineEnd, lineEnd), "\n" + indent + closer)
  }
}
