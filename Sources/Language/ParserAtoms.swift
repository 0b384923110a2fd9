// What operators stand between: numbers, names, texts, brackets, calls, and blocks that build.

extension Parser {
  /// `atom { "(" args ")" | "[" items "]" | "." WORD }`.
  mutating func postfix() throws(Unreadable) -> Expression {
    let start = tokens[index].span.start
    var value = try atom()
    while true {
      if isAt(.openParenthesis) {
        value = try node(.call(value, try arguments()), start)
      } else if isAt(.openBracket) {
        value = try node(.index(value, try indexItems()), start)
      } else if isAt(.dot) {
        advance()
        value = try node(.field(value, try field()), start)
      } else {
        return value
      }
    }
  }

  private mutating func atom() throws(Unreadable) -> Expression {
    let start = tokens[index].span.start
    switch current {
    case .number(let number): return try quantity(number)
    case .size(let sizes):
      advance()
      return try node(.size(sizes), start)
    case .textStart: return try node(.text(try textParts()), start)
    case .word(let word): return try named(word)
    case .mark(.openParenthesis): return try parenthesised()
    case .mark(.openBracket): return try node(.bracket(try bracketed()), start)
    default: throw unexpected("a value")
    }
  }

  /// A word where a value is wanted.
  private mutating func named(_ word: String) throws(Unreadable) -> Expression {
    let span = place
    switch word {
    case "true", "false":
      advance()
      return try node(.truth(word == "true"), span.start)
    case "none":
      advance()
      return try node(.none, span.start)
    case "update": return try update()
    case _ where Words.blocks.contains(word): return try build(word)
    case _ where Words.reserved.contains(word): throw notAValue(word)
    default:
      advance()
      return try node(.name(word), span.start)
    }
  }

  /// Any word may follow a dot.
  private mutating func field() throws(Unreadable) -> Word {
    let span = place
    guard case .word(let word) = current else { throw unexpected("a name") }
    advance()
    return Word(word, span)
  }

  /// `(a)`, `(a, b)`, or the `()` of a function without parameters.
  private mutating func parenthesised() throws(Unreadable) -> Expression {
    let start = tokens[index].span.start
    let items = try list(until: .closeParenthesis, orExpected: "`,` or `)`")
    if let only = items.first, items.count == 1 { return Expression(only.kind, span(from: start)) }
    if items.isEmpty, !isAt(.arrow) {
      let why = "only a function without parameters begins so: () -> 3"
      throw fail("these parentheses hold nothing", at: span(from: start), label: "a value is missing", why: why)
    }
    return try node(.several(items), start)
  }

  private mutating func bracketed() throws(Unreadable) -> [Expression] {
    try list(until: .closeBracket, orExpected: "`,` or `]`")
  }

  /// Expressions between brackets; a comma may stand before the closing one.
  private mutating func list(until closer: Mark, orExpected expected: String) throws(Unreadable) -> [Expression] {
    let bracket = try open()
    var items: [Expression] = []
    while !isAt(closer) {
      items.append(try expression())
      guard take(.comma) else { break }
    }
    try close(bracket, orExpected: expected)
    return items
  }
}

// MARK: - Numbers with units

extension Parser {
  private mutating func quantity(_ number: Double) throws(Unreadable) -> Expression {
    let start = tokens[index].span
    advance()
    guard case .word(let word) = current, !tokens[index].startsLine, !Words.reserved.contains(word), isUnitOrStranger(word, start) else {
      return try node(.number(number), start.start)
    }
    guard Words.units.contains(word) else { return try strangeUnit(word, behind: number, at: start) }
    let unit = Word(word, place)
    advance()
    return try node(.quantity(number, unit: unit), start.start)
  }

  /// A word of another language, such as `then`, does not belong to the number before it.
  private func isUnitOrStranger(_ word: String, _ number: Span) -> Bool {
    ForeignWord.named(word) == nil || Words.units.contains(word) || place.start == number.end
  }

  /// `5 seconds` is complained of and read as `5 s`; `2x` and `3 foo` cannot be read.
  private mutating func strangeUnit(_ word: String, behind number: Double, at span: Span) throws(Unreadable) -> Expression {
    let whole = span.joined(place)
    let written = text(in: span)
    if let unit = Words.unit(meantBy: word) {
      let edit = Edit(whole, "\(written) \(unit)")
      report("the unit `\(word)` is written `\(unit)`", at: place, label: "write \(unit)", edit: edit)
      let unit = Word(unit, place)
      advance()
      return try node(.quantity(number, unit: unit), span.start)
    }
    if case .number = following, word == "x" {
      let next = tokens[index + 1].span
      let edit = Edit(span.joined(next), "\(written)x\(text(in: next))")
      throw fail("a size is written without blanks", at: place, label: "no blanks around x", edit: edit)
    }
    if place.start == span.end {
      let edit = Edit(whole, "\(written) * \(word)")
      throw fail("a product is written with `*`", at: place, label: "a `*` is missing", edit: edit)
    }
    let label = "units: steps epochs px deg ms s min h KB MB GB"
    throw fail("`\(word)` is no unit", at: place, label: label)
  }
}

// MARK: - Arguments and items

extension Parser {
  mutating func arguments() throws(Unreadable) -> [Argument] {
    let bracket = try open()
    var result: [Argument] = []
    while !isAt(.closeParenthesis) {
      let argument = try argument(in: bracket.opener)
      if let name = argument.name { refuseTwice(name, result.compactMap(\.name), "the argument") }
      result.append(argument)
      guard take(.comma) else { break }
    }
    try close(bracket, orExpected: "`,` or `)`")
    return result
  }

  private mutating func argument(in opener: Int) throws(Unreadable) -> Argument {
    guard case .word(let text) = current, following == .mark(.colon) || following == .mark(.set) else { return try unnamedArgument() }
    let name = Word(text, place)
    if following == .mark(.set) {
      if tokens[index].startsLine, brackets.closers[opener] == nil { throw notClosed(opener, orExpected: "`)`") }
      let sign = tokens[index + 1].span
      let isTight = index + 2 < tokens.count && tokens[index + 2].span.start == sign.end
      let edit = Edit(Span(place.end, sign.end), isTight ? ": " : ":")
      report("an argument is named with `:`", at: tokens[index + 1].span, label: "write :", edit: edit)
    }
    advance()
    advance()
    return Argument(name: name, value: try expression())
  }

  private mutating func unnamedArgument() throws(Unreadable) -> Argument {
    let value = try expression()
    guard isAt(.colon) else { return Argument(name: nil, value: value) }
    var edit: Edit?
    if case .text(let parts) = value.kind, case .words(let word)? = parts.first { edit = Edit(value.span, word) }
    throw fail("the name of an argument is a bare word", at: value.span, label: "this is no bare word", edit: edit)
  }

  private mutating func indexItems() throws(Unreadable) -> [IndexItem] {
    let start = tokens[index].span.start
    let bracket = try open()
    var items: [IndexItem] = []
    while !isAt(.closeBracket) {
      items.append(try indexItem())
      guard take(.comma) else { break }
    }
    try close(bracket, orExpected: "`,` or `]`")
    if items.isEmpty {
      let why = "an item is t[0], several are t[0..3], all are t[:]"
      report("these brackets hold no index", at: span(from: start), label: "which items?", why: why, edit: Edit(span(from: start), "[0]"))
    }
    return items
  }

  /// `expr`, `[ expr ] ":" [ expr ]` or `...`.
  private mutating func indexItem() throws(Unreadable) -> IndexItem {
    let start = tokens[index].span.start
    if take(.rest) { return .rest(span(from: start)) }
    let first = isAt(.colon) ? nil : try expression()
    guard take(.colon) else { return first.map { .at($0) } ?? .rest(span(from: start)) }
    let last = isAt(.comma) || isAt(.closeBracket) || isAt(.colon) ? nil : try expression()
    if isAt(.colon) {
      throw fail("a slice has no step", at: place, label: "a range has one", why: "every second item is t[0..9 by 2]")
    }
    return .slice(first, last, span(from: start))
  }
}

// MARK: - Blocks that build

extension Parser {
  /// `layers(…) { … }` and its kin.
  private mutating func build(_ word: String) throws(Unreadable) -> Expression {
    let name = Word(word, place)
    advance()
    guard isAt(.openParenthesis) || isAt(.openBrace) || isAtLateBrace else { throw bareBlockWord(name) }
    let arguments = isAt(.openParenthesis) ? try arguments() : []
    let block = try block(of: "`\(word)`")
    return try node(.build(name, arguments, block), name.span.start)
  }

  /// `update w, v by opt { … }`.
  private mutating func update() throws(Unreadable) -> Expression {
    let start = tokens[index].span.start
    let example = "update net by opt { cross_entropy(net(x), y) }"
    advance()
    var names = [try name("`update`", example: example)]
    while take(.comma) { names.append(try name("`update`", example: example)) }
    guard take("by") else { throw unexpected("`by`", why: "as in: \(example)") }
    let optimizer = try name("the optimizer", example: example)
    if isAt(.openParenthesis) {
      throw fail(
        "the optimizer of `update` is a name: it is bound anew", at: place, label: "name it on the line before", why: "as in: \(example)")
    }
    let block = try block(of: "`update`")
    return try node(.update(names, by: optimizer, block), start)
  }
}
