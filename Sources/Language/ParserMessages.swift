// What the parser says when it meets something that the grammar does not know.

extension Parser {
  /// Writes a diagnostic. Of all that is open where the text ends only the innermost is said.
  mutating func report(
    _ message: String, at span: Span, label: String = "", other: Diagnostic.Other? = nil, why: String? = nil, edit: Edit? = nil,
    endsTooEarly: Bool = false
  ) {
    if endsTooEarly {
      guard !self.endsTooEarly else { return }
      self.endsTooEarly = true
    } else {
      otherTroubles += 1
    }
    diagnostics.append(Diagnostic(message, at: span, label: label, other: other, why: why, edit: edit))
  }

  /// Writes a diagnostic and gives what to throw.
  mutating func fail(
    _ message: String, at span: Span, label: String = "", other: Diagnostic.Other? = nil, why: String? = nil, edit: Edit? = nil,
    endsTooEarly: Bool = false
  ) -> Unreadable {
    report(message, at: span, label: label, other: other, why: why, edit: edit, endsTooEarly: endsTooEarly)
    return Unreadable()
  }

  /// The token at hand is not what is [expected]. The lexer has already complained of what is no token at all.
  mutating func unexpected(_ expected: String, why: String? = nil, edit: Edit? = nil) -> Unreadable {
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
  private var shown: String {
    switch current {
    case .number, .size: "the number \(text(in: tokens[index].span))"
    case .textStart, .textWords, .textEnd: "a text"
    case .newline: "the end of the line"
    case .end: "the end of the text"
    default: "`\(text(in: tokens[index].span))`"
    }
  }
}

// MARK: - Usual slips

extension Parser {
  /// What was probably meant, where the token at hand does not fit.
  private mutating func slip() -> Unreadable? {
    if let habit = habit() { return habit }
    switch current {
    case .word("for") where innermost.map { tokens[$0].kind != .mark(.openBrace) } == true:
      return here("a list is not built by a `for` in brackets", "write a loop, or use map", why: "as in: map(xs, x -> x^2)")
    case .word("if"), .word("else"):
      return here("`if` is a statement with a block", "it cannot stand behind a value", why: "as in: if x > 0 { y = 1 } else { y = 2 }")
    case .word(let word) where Words.operators.contains(word) && word != "not" && word != "by":
      return previousEndsValue ? nil : here("`\(word)` stands between two values", "nothing stands on its left")
    case .mark(.set) where innermost != nil:
      return here("a `=` cannot stand here", "equality is written ==, an argument is named with :", edit: source.edit(place, as: "=="))
    case .mark(.set) where previous?.kind == .mark(.range):
      return here("a range holds both its ends", "take the = off", edit: Edit(place, ""))
    case .mark(.closeBracket) where previous?.kind == .mark(.range):
      return here("this range has no end", "the last item is -1", edit: Edit(Span(place.start, place.start), "-1"))
    case .mark(.plus) where previous?.kind == .mark(.plus):
      return here("there is no `++`", "add 1", why: "as in: i += 1")
    case .mark(.plus): return here("a `+` stands between two values", "nothing stands on its left")
    case .mark(.openBrace):
      return here("a block cannot stand here", "values with names are a record", why: "as in: record(a: 1, b: 2)")
    case .mark(.dot):
      guard case .number = following else { return nil }
      return here("a number begins with a digit", "write 0 before the point", edit: Edit(Span(place.start, place.start), "0"))
    case .number where previous.map { text(in: $0.span).hasSuffix("%") } == true:
      return here("`%` is per cent; the remainder is written `mod`", "an operator is missing before this", edit: percentEdit)
    default: return isStrayCloser ? here("this \(shown) closes nothing", "no bracket is open for it", edit: Edit(place, "")) : nil
    }
  }

  private mutating func here(_ message: String, _ label: String, why: String? = nil, edit: Edit? = nil) -> Unreadable {
    fail(message, at: place, label: label, why: why, edit: edit)
  }

  /// `7% 3`, where the sign was read as per cent.
  private var percentEdit: Edit? { previous.map { Edit(Span($0.span.end - 1, $0.span.end), " mod") } }

  /// A word of another language, here or just before.
  private mutating func habit() -> Unreadable? {
    if case .word(let word) = current, previousEndsValue, let (message, example) = Slips.word(word) {
      return fail(message, at: place, label: "`\(word)` is no word of the language", why: "as in: \(example)")
    }
    guard let previous, case .word(let word) = previous.kind, let (message, example) = Slips.word(word) else { return nil }
    if index > 1, tokens[index - 2].kind == .mark(.dot) { return nil }
    return fail(message, at: previous.span, label: "`\(word)` is no word of the language", why: "as in: \(example)")
  }

  private var previousEndsValue: Bool { previous?.kind.endsValue ?? false }

  private var isStrayCloser: Bool {
    tokens[index].kind.isCloser && innermost.map { tokens[$0].kind != tokens[index].kind.closes } ?? true
  }

  /// A reserved word stands where a value is wanted.
  mutating func notAValue(_ word: String) -> Unreadable {
    let isOperator = Words.operators.contains(word)
    if word == "not" {
      let label = "put it in parentheses"
      return fail("`not` binds looser than what stands before it", at: place, label: label, why: "as in: (not a)")
    }
    if following == .mark(.set) {
      return fail("`\(word)` is a word of the language and cannot be a name", at: place, label: "choose another name")
    }
    if isOperator || word == "if" { return unexpected("a value") }
    if word == "else" {
      let why = "as in: if x > 0 { y = 1 } else { y = 2 }"
      return fail("this `else` belongs to no `if`", at: place, label: "it stands on the line of the `}`", why: why)
    }
    return fail("`\(word)` begins a statement and has no value", at: place, label: "put it on a line of its own")
  }

  /// A block word without its block.
  mutating func bareBlockWord(_ name: Word) -> Unreadable {
    let label = "a block should follow, or choose another name"
    let example = ["search": "search(trials: 20) { … }", "layers": "layers(4) { dense(2) }"][name.text] ?? "\(name.text) { … }"
    return fail("`\(name.text)` is a word of the language and needs a block", at: name.span, label: label, why: "as in: \(example)")
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
    guard isAt(.colon) else { return unexpected("the `{ }` of \(owner)") }
    if following.beginsValue, !(index + 1 < tokens.count && tokens[index + 1].startsLine) {
      return fail("a block stands in `{ }`, and a range is written `1..10`", at: place, label: "write { or ..", edit: Edit(place, ".."))
    }
    return fail("a block stands in `{ }`", at: place, label: "write { here, and } behind the block")
  }

  mutating func noBody(of name: Word) -> Unreadable {
    if isAt(.colon) {
      return fail("the value of a function follows `=` or stands in `{ }`", at: place, label: "write = or {", edit: Edit(place, " ="))
    }
    return unexpected("`=` or `{`", why: "as in: fn \(name.text)(x) = x^2")
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
    if current.beginsValue {
      throw fail("something is missing before \(shown)", at: place, label: "an operator, a comma or a new line")
    }
    throw fail("\(shown) cannot stand here", at: place, label: "the statement ends before it")
  }

  /// `f(x) { … }`, or a statement of another language.
  private mutating func bareDefinition(_ callee: Expression, _ call: Expression) -> Unreadable {
    if case .name(let name) = callee.kind, let slip = Slips.word(name) {
      return fail(slip.message, at: callee.span, label: "`\(name)` is no word of the language", why: "as in: \(slip.example)")
    }
    return fail(
      "a function is defined with `fn`", at: place, label: "no block can follow a call", edit: Edit(call.span, "fn \(text(in: call.span))"))
  }

  /// `print x`.
  private mutating func callWithoutParentheses(_ callee: Expression) -> Unreadable {
    let written = text(in: callee.span)
    var end = index
    while end < tokens.count - 1, !tokens[end].startsLine || end == index, tokens[end].kind != .mark(.semicolon) { end += 1 }
    let arguments = text(in: Span(tokens[index].span.start, tokens[max(end - 1, index)].span.end))
    let label = "parentheses are missing before this"
    let edit = Edit(Span(callee.span.start, tokens[max(end - 1, index)].span.end), "\(written)(\(arguments))")
    return fail("`\(written)` is called with parentheses", at: place, label: label, edit: edit)
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
