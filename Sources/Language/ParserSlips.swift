// Usual slips: what was probably meant where the grammar does not go on.

extension Parser {
  /// What was probably meant, where the token at hand does not fit.
  mutating func slip() -> Unreadable? {
    if let habit = habit() { return habit }
    switch current {
    case .word("for") where innermost.map { tokens[$0].kind != .mark(.openBrace) } == true:
      return here(
        "a list is not built by a `for` in brackets", "write a loop, or use map", why: "as in: map(xs, x -> x^2)",
        edit: ForeignLine(self).comprehension())
    case .word("if"), .word("else"):
      return here(
        "`if` is a statement with a block", "it cannot stand behind a value", why: "as in: if x > 0 { y = 1 } else { y = 2 }",
        edit: ForeignLine(self).choice())
    case .word(let word) where Words.operators.contains(word) && word != "not" && word != "by":
      return previousEndsValue ? nil : here("`\(word)` stands between two values", "nothing stands on its left")
    case .mark(let mark): return slip(mark)
    case .number where previous.map { text(in: $0.span).hasSuffix("%") } == true:
      return here("`%` is per cent; the remainder is written `mod`", "an operator is missing before this", edit: percentEdit)
    default: return strayCloser()
    }
  }

  private mutating func slip(_ mark: Mark) -> Unreadable? {
    switch mark {
    case .set where previous?.kind == .mark(.range):
      return here("a range holds both its ends", "take the = off", edit: Edit(place, ""))
    case .set where innermost != nil && previousEndsValue:
      return here("a `=` cannot stand here", "equality is written ==, an argument is named with :", edit: source.edit(place, as: "=="))
    case .closeBracket where previous?.kind == .mark(.range):
      return here("this range has no end", "the last item is -1", edit: Edit(Span(place.start, place.start), "-1"))
    case .plus where previous?.kind == .mark(.plus):
      return here("there is no `++`", "add 1", why: "as in: i += 1", edit: stepEdit("+="))
    case .plus: return here("a `+` stands between two values", "nothing stands on its left")
    case .openBrace:
      return here(
        "a block cannot stand here", "values with names are a record", why: "as in: record(a: 1, b: 2)",
        edit: ForeignLine(self).dictionary())
    case .minus where following == .end || following == .newline: return nil
    case .over where previous?.kind == .mark(.over) || following == .mark(.over): return slashes()
    case .dot:
      guard case .number = following else { return nil }
      return here("a number begins with a digit", "write 0 before the point", edit: Edit(Span(place.start, place.start), "0"))
    default: return strayCloser()
    }
  }

  /// `7 // 2`, or a comment of another language.
  private mutating func slashes() -> Unreadable {
    let first = previous?.kind == .mark(.over) ? index - 1 : index
    let line = ForeignLine(self)
    return fail(
      "a comment begins with `#`, and division without remainder is floor(a / b)",
      at: Span(tokens[first].span.start, tokens[first + 1].span.end),
      label: "`//` has no meaning", edits: [line.wholeQuotient(at: first), line.comment(at: first)].compactMap { $0 })
  }

  /// A closer that closes nothing.
  private mutating func strayCloser() -> Unreadable? {
    let isStray = tokens[index].kind.isCloser && innermost.map { tokens[$0].kind != tokens[index].kind.closes } ?? true
    return isStray ? here("this \(shown) closes nothing", "no bracket is open for it", edit: Edit(place, "")) : nil
  }

  private mutating func here(_ message: String, _ label: String, why: String? = nil, edit: Edit? = nil) -> Unreadable {
    fail(message, at: place, label: label, why: edit == nil ? why : nil, edit: edit)
  }

  /// `7% 3`, where the sign was read as per cent.
  private var percentEdit: Edit? { previous.map { Edit(Span($0.span.end - 1, $0.span.end), " mod") } }

  /// `i--` at the end of a line.
  mutating func decrement() -> Unreadable? {
    guard index > 2, tokens[index - 1].kind == .mark(.minus), tokens[index - 2].kind == .mark(.minus),
      tokens[index - 2].span.end == tokens[index - 1].span.start, let edit = stepEdit("-=")
    else { return nil }
    return fail("there is no `--`", at: Span(tokens[index - 2].span.start, tokens[index - 1].span.end), label: "take 1 away", edit: edit)
  }

  /// `i++`, `i--`: the name, the sign twice, and the end of the line.
  func stepEdit(_ operation: String) -> Edit? {
    let last = previous?.kind == tokens[index].kind && operation == "+=" ? index : index - 1
    guard last >= 2, case .word = tokens[last - 2].kind, last - 2 == 0 || tokens[last - 2].startsStatement(behind: tokens[max(last - 3, 0)])
    else { return nil }
    return Edit(Span(tokens[last - 2].span.end, tokens[last].span.end), " \(operation) 1")
  }

  var previousEndsValue: Bool { previous?.kind.endsValue ?? false }
}

extension Token {
  /// Whether a statement may begin with it.
  func startsStatement(behind last: Token) -> Bool {
    startsLine || last.kind == .mark(.semicolon) || last.kind == .mark(.openBrace)
  }
}

// MARK: - Words

extension Parser {
  /// A word of another language, here or just before.
  private mutating func habit() -> Unreadable? {
    if case .word(let word) = current, previousEndsValue, let foreign = ForeignWord.named(word) {
      return self.foreign(word, foreign, at: place)
    }
    let first = ForeignLine(self).statementStart
    for position in [first, index - 1] where position >= 0 && position < index {
      guard case .word(let word) = tokens[position].kind, let foreign = ForeignWord.named(word), isForeign(foreign, at: position) else {
        continue
      }
      return self.foreign(word, foreign, at: tokens[position].span)
    }
    return nil
  }

  /// A field may have any name, and a word that is left out stands before another one.
  private func isForeign(_ word: ForeignWord, at position: Int) -> Bool {
    if position > 0, tokens[position - 1].kind == .mark(.dot) { return false }
    guard case .leftOut = word.remedy else { return true }
    if case .word = tokens[position + 1].kind { return !tokens[position + 1].startsLine }
    return false
  }

  /// Says what is written here in the place of a foreign word.
  mutating func foreign(_ word: String, _ foreign: ForeignWord, at span: Span) -> Unreadable {
    let edit = ForeignLine(self).edit(word, foreign.remedy, at: span)
    return fail(
      foreign.message, at: span, label: "`\(word)` is no word of the language", why: edit == nil ? "as in: \(foreign.example)" : nil,
      edit: edit)
  }

  /// A reserved word stands where a value is wanted.
  mutating func notAValue(_ word: String) -> Unreadable {
    if word == "not" {
      let label = "put it in parentheses"
      return fail("`not` binds looser than what stands before it", at: place, label: label, why: "as in: (not a)")
    }
    if following == .mark(.set) {
      let edit = Edit(Span(place.end, place.end), "_")
      return fail("`\(word)` is a word of the language and cannot be a name", at: place, label: "choose another name", edit: edit)
    }
    if Words.operators.contains(word) || word == "if" { return unexpected("a value") }
    if word == "else" {
      let why = "as in: if x > 0 { y = 1 } else { y = 2 }"
      return fail("this `else` belongs to no `if`", at: place, label: "it stands on the line of the `}`", why: why)
    }
    if let innermost, tokens[index].startsLine, brackets.closers[innermost] == nil { return notClosed(innermost, orExpected: "a value") }
    return fail("`\(word)` begins a statement and has no value", at: place, label: "put it on a line of its own")
  }

  /// A block word without its block.
  mutating func bareBlockWord(_ name: Word) -> Unreadable {
    let label = "a block should follow, or choose another name"
    let example = ["search": "search(trials: 20) { … }", "layers": "layers(4) { dense(2) }"][name.text] ?? "\(name.text) { … }"
    let edit =
      isAt(.set) ? Edit(Span(name.span.end, name.span.end), "_") : current == .newline ? ForeignBlock.edit(source, gap: place) : nil
    return fail(
      "`\(name.text)` is a word of the language and needs a block", at: name.span, label: label, why: "as in: \(example)", edit: edit)
  }
}
