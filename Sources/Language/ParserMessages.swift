// What the parser says when it meets something that the grammar does not know.

extension Parser {
  /// Writes a diagnostic. Of all that is open where the text ends only the innermost is said.
  mutating func report(
    _ message: String, at span: Span, label: String = "", other: Diagnostic.Other? = nil, why: String? = nil, edit: Edit? = nil,
    edits: [Edit] = [], endsTooEarly: Bool = false
  ) {
    if endsTooEarly {
      guard !self.endsTooEarly else { return }
      self.endsTooEarly = true
    } else {
      otherTroubles += 1
    }
    let edits = edits + (edit.map { [$0] } ?? [])
    // Where the line itself can be mended nobody needs an example.
    let isExample = why?.hasPrefix("as in: ") == true
    diagnostics.append(
      Diagnostic(message, at: span, label: label, other: other, why: isExample && !edits.isEmpty ? nil : why, edits: edits))
  }

  /// Writes a diagnostic and gives what to throw.
  mutating func fail(
    _ message: String, at span: Span, label: String = "", other: Diagnostic.Other? = nil, why: String? = nil, edit: Edit? = nil,
    edits: [Edit] = [], endsTooEarly: Bool = false
  ) -> Unreadable {
    report(message, at: span, label: label, other: other, why: why, edit: edit, edits: edits, endsTooEarly: endsTooEarly)
    return Unreadable()
  }

  /// The token at hand is not what is [expected]. The lexer has already complained of what is no token at all.
  mutating func unexpected(_ expected: String, why: String? = nil, edit: Edit? = nil) -> Unreadable {
    if let step = decrement() { return step }
    switch current {
    case .unreadable: return Unreadable()
    case .end:
      return fail("the text ends too early", at: place, label: "\(expected) is missing", why: why, edit: edit, endsTooEarly: true)
    case .newline:
      return fail("the line ends too early", at: place, label: "\(expected) is missing", why: why, edit: edit)
    default:
      if let innermost, brackets.closers[innermost] == nil, let wanted = current.closes, wanted != tokens[innermost].kind {
        return notClosed(innermost, orExpected: expected)
      }
      if let slip = slip() { return slip }
      return fail("\(expected) should stand before \(shown)", at: place, label: "\(expected) is missing", why: why, edit: edit)
    }
  }

  /// The token at hand as the reader knows it.
  var shown: String {
    switch current {
    case .number, .size: "the number \(text(in: tokens[index].span))"
    case .textStart, .textWords, .textEnd: "a text"
    case .newline: "the end of the line"
    case .end: "the end of the text"
    default: "`\(text(in: tokens[index].span))`"
    }
  }
}

// MARK: - Brackets, blocks and ends of statements

extension Parser {
  /// A bracket should be closed here, and is not.
  mutating func notClosed(_ opener: Int, orExpected expected: String) -> Unreadable {
    let token = tokens[index]
    if token.kind == .unreadable { return Unreadable() }
    let isForgotten = token.startsLine || token.kind.isCloser || token.kind == .end
    guard brackets.closers[opener] == nil, isForgotten else { return noSeparator(orExpected: expected) }
    let isSwallowed = brokenTexts.contains { $0 > tokens[opener].span.start && $0 < token.span.start }
    guard !isSwallowed, blamedOpeners.insert(opener).inserted else { return Unreadable() }
    let sign = text(in: tokens[opener].span)
    let closer = ["(": ")", "[": "]", "{": "}"][sign] ?? "}"
    let other = Diagnostic.Other(span: tokens[opener].span, label: "opened here")
    if token.kind.isCloser, !brackets.closers.values.contains(index) {
      let message = "this `\(text(in: token.span))` does not close the `\(sign)`"
      return fail(message, at: token.span, label: "a `\(closer)` should stand here", other: other)
    }
    let end = previous?.span.end ?? token.span.start
    let label = "a `\(closer)` should stand here"
    let isEnd = token.kind == .end
    return fail("this `\(sign)` is never closed", at: Span(end, end), label: label, other: other, endsTooEarly: isEnd)
  }

  /// The bracket goes on with a value, or with something that has no place in it.
  private mutating func noSeparator(orExpected expected: String) -> Unreadable {
    guard current.beginsValue, expected.contains(","), let previous else { return unexpected(expected) }
    if let slip = slip() { return slip }
    let gap = Span(previous.span.end, previous.span.end)
    return fail("a `,` is missing before \(shown)", at: gap, label: "a `,` should stand here", edit: Edit(gap, ","))
  }

  /// [owner] needs a block and something else stands here.
  mutating func noBlock(of owner: String) -> Unreadable {
    if isAt(.colon) { return colonBlock(of: owner) }
    if case .word(let word) = current, ["then", "do", "begin"].contains(word) {
      let edit = ForeignBlock.edit(source, gap: Span(previous?.span.end ?? place.start, place.end))
      return fail("a block stands in `{ }`", at: place, label: "`\(word)` is no word of the language", edit: edit)
    }
    let canBegin = current == .newline || tokens[index].startsLine
    return unexpected("the `{ }` of \(owner)", edit: canBegin ? ForeignBlock.edit(source, gap: place) : nil)
  }

  /// `for i in x:`, or `for i in 1:10 {`.
  private mutating func colonBlock(of owner: String) -> Unreadable {
    if following.beginsValue, !(index + 1 < tokens.count && tokens[index + 1].startsLine), owner == "`for`" {
      return fail("a block stands in `{ }`, and a range is written `1..10`", at: place, label: "write { or ..", edit: Edit(place, ".."))
    }
    let edit = ForeignBlock.edit(source, gap: place)
    return fail("a block stands in `{ }`", at: place, label: "write { here, and } behind the block", edit: edit)
  }

  mutating func noBody(of name: Word) -> Unreadable {
    if isAt(.colon) {
      return fail(
        "the value of a function follows `=` or stands in `{ }`", at: place, label: "write = or {",
        edit: ForeignBlock.edit(source, gap: place))
    }
    let canBegin = current == .newline
    return unexpected(
      "`=` or `{`", why: "as in: fn \(name.text)(x) = x^2",
      edit: canBegin ? ForeignBlock.edit(source, gap: place) : current.beginsValue ? Edit(Span(place.start, place.start), "= ") : nil)
  }

  /// Behind a statement the line ends, or a `;` or the `}` of its block stands.
  mutating func expectEndOfStatement(_ kind: Statement.Kind) throws(Unreadable) {
    switch current {
    case .newline, .end, .mark(.semicolon): return
    case .mark(.closeBrace) where innermost != nil: return
    case .unreadable: throw Unreadable()
    default: break
    }
    if case .expression(let call) = kind, isAt(.openBrace), case .call(let callee, _) = call.kind { throw bareDefinition(callee, call) }
    if let slip = slip() { throw slip }
    if case .expression(let callee) = kind, callee.isWord, current.beginsValue {
      throw callWithoutParentheses(callee)
    }
    if isAt(.colon), following.beginsValue, previousEndsValue {
      throw fail("a range is written `1..10`", at: place, label: "write ..", edit: Edit(place, ".."))
    }
    if current.beginsValue {
      throw fail(
        "something is missing before \(shown)", at: place, label: "an operator, a comma or a new line", edits: edits(between: kind))
    }
    throw fail("\(shown) cannot stand here", at: place, label: "the statement ends before it")
  }

  /// `f(x) { … }`, or a statement of another language.
  private mutating func bareDefinition(_ callee: Expression, _ call: Expression) -> Unreadable {
    if case .name(let name) = callee.kind, let word = ForeignWord.named(name) { return foreign(name, word, at: callee.span) }
    let edit = Edit(Span(call.span.start, call.span.start), "fn ")
    return fail("a function is defined with `fn`", at: place, label: "no block can follow a call", edit: edit)
  }

  /// `print x`, or `data dataset("digits")`.
  private mutating func callWithoutParentheses(_ callee: Expression) -> Unreadable {
    let written = text(in: callee.span)
    var end = index
    while end < tokens.count - 1, !tokens[end].startsLine || end == index, tokens[end].kind != .mark(.semicolon) { end += 1 }
    let arguments = Span(tokens[index].span.start, tokens[max(end - 1, index)].span.end)
    let edits = [
      Edit(Span(callee.span.start, arguments.end), "\(written)(\(text(in: arguments)))"),
      Edit(Span(callee.span.end, arguments.start), " = "),
    ]
    return fail(
      "something is missing between `\(written)` and \(shown)", at: place, label: "a call has parentheses, a name is bound with =",
      edits: edits)
  }
}

extension Parser {
  /// What may stand between a statement and a value behind it.
  private func edits(between kind: Statement.Kind) -> [Edit] {
    guard case .assign = kind, let previous else { return [] }
    return [Edit(Span(previous.span.end, place.start), ", "), Edit(Span(previous.span.end, place.start), " * ")]
  }
}

extension Expression {
  /// `print`, `data.train`.
  fileprivate var isWord: Bool {
    switch kind {
    case .name: true
    case .field(let base, _): base.isWord
    default: false
    }
  }
}
