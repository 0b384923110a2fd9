// Statements and blocks, one function for each line of the grammar.

extension Parser {
  mutating func statement() throws(Unreadable) -> Statement {
    let start = tokens[index].span.start
    let kind = try statementKind()
    try expectEndOfStatement(kind)
    let span = span(from: start)
    return Statement(kind, span, isSilenced: isAt(.semicolon), promise: promise(behind: span, for: kind))
  }

  private mutating func statementKind() throws(Unreadable) -> Statement.Kind {
    guard case .word(let word) = current else { return try bindingOrExpression() }
    switch word {
    case "fn": return try function()
    case "if": return try conditional()
    case "for": return try forEach()
    case "while": return try whileTrue()
    case "param": return try parameter()
    case "expect": return try expectation()
    case "use": return try use()
    case "return": return try giveBack()
    case "break", "continue":
      advance()
      return word == "break" ? .breakLoop : .continueLoop
    default: return try bindingOrExpression()
    }
  }

  /// `{ … }`; [owner] is what cannot do without it.
  mutating func block(of owner: String) throws(Unreadable) -> Block {
    if isAtLateBrace {
      report("the `{` of a block stands on the line before", at: tokens[index].span, label: "move it up behind \(owner)")
      advance()
    }
    guard isAt(.openBrace) else { throw noBlock(of: owner) }
    let start = tokens[index].span.start
    let bracket = try open()
    let statements = statements(inBlock: true)
    try close(bracket, orExpected: "`}`")
    return Block(statements, span(from: start))
  }

  /// The line ends where a block should begin, and the block begins the next line.
  var isAtLateBrace: Bool { current == .newline && tokens[index].kind == .mark(.openBrace) }

  private mutating func conditional() throws(Unreadable) -> Statement.Kind {
    var branches = [try branch()]
    while atElse() {
      advance()
      guard isAt("if") else { return .conditional(branches, otherwise: try block(of: "`else`")) }
      branches.append(try branch())
    }
    return .conditional(branches, otherwise: nil)
  }

  /// `if` and what belongs to it, without `else`.
  private mutating func branch() throws(Unreadable) -> Branch {
    advance()
    let condition = try condition()
    return Branch(condition: condition, block: try block(of: "`if`"))
  }

  private mutating func atElse() -> Bool {
    if current == .newline, tokens[index].kind == .word("else") {
      let gap = Span(previous?.span.end ?? tokens[index].span.start, tokens[index].span.start)
      let edit = text(in: gap).contains("#") ? nil : Edit(gap, " ")
      report("`else` stands on the line of the `}` before it", at: tokens[index].span, label: "move it up", edit: edit)
      advance()
    }
    return isAt("else")
  }

  /// An expression where `=` is a slip for `==`.
  mutating func condition() throws(Unreadable) -> Expression {
    let left = try expression()
    guard isAt(.set) else { return left }
    let sign = place
    advance()
    let right = try expression()
    report("equality is written `==`; a single `=` binds a name", at: sign, label: "write ==", edit: source.edit(sign, as: "=="))
    return try node(.binary(.equal, left, right, operatorSpan: sign), left.span.start)
  }

  private mutating func forEach() throws(Unreadable) -> Statement.Kind {
    advance()
    if isAt(.openParenthesis) {
      throw fail(
        "a loop has no parentheses", at: place, label: "names stand here", why: "as in: for i in 1..10 { print(i) }",
        edit: ForeignLine(self).loop())
    }
    var names = [try name("a loop", example: "for i in 1..10 { print(i) }")]
    while take(.comma) { names.append(try name("a loop", example: "for i, x in pairs { print(i) }")) }
    guard take("in") else {
      let edit =
        isAt(.set) || current == .word("of")
        ? source.edit(place, as: "in") : current.beginsValue ? Edit(Span(place.start, place.start), "in ") : nil
      throw fail(
        "`in` should stand before \(shown)", at: place, label: "`in` is missing", why: "as in: for i in 1..10 { print(i) }", edit: edit)
    }
    let sequence = try expression()
    return .forEach(names, in: sequence, try block(of: "`for`"))
  }

  private mutating func whileTrue() throws(Unreadable) -> Statement.Kind {
    advance()
    let condition = try condition()
    return .whileTrue(condition, try block(of: "`while`"))
  }

  private mutating func parameter() throws(Unreadable) -> Statement.Kind {
    advance()
    let name = try name("`param`", example: "param steps = 200 \"how many updates\"")
    guard take(.set) else { throw unexpected("`=`", edit: Edit(Span(name.span.end, name.span.end), " =")) }
    let value = try expression()
    return .parameter(name, value, note: current == .textStart ? try plainText("a note").text : nil)
  }

  private mutating func expectation() throws(Unreadable) -> Statement.Kind {
    advance()
    guard isAt("fails"), following == .mark(.openBrace) else { return .expect(try condition()) }
    advance()
    return .expectFails(try block(of: "`expect fails`"))
  }

  private mutating func use() throws(Unreadable) -> Statement.Kind {
    advance()
    guard current == .textStart else { throw unexpected("the name of a file", why: "as in: use \"other.dln\"") }
    let file = try plainText("the name of a file")
    return .use(file.text, file.span)
  }

  private mutating func giveBack() throws(Unreadable) -> Statement.Kind {
    advance()
    switch current {
    case .newline, .end, .mark(.semicolon), .mark(.closeBrace): return .giveBack([])
    default: return .giveBack(try expressions())
    }
  }

  /// `expr { "," expr }`.
  mutating func expressions() throws(Unreadable) -> [Expression] {
    var result = [try expression()]
    while take(.comma) { result.append(try expression()) }
    return result
  }

  /// A name that is bound here; [owner] wants it, as in the [example].
  mutating func name(_ owner: String, example: String) throws(Unreadable) -> Word {
    let span = place
    guard case .word(let text) = current else { throw unexpected("a name for \(owner)", why: "as in: \(example)") }
    if Words.reserved.contains(text) {
      throw fail("`\(text)` is a word of the language and cannot be a name", at: span, label: "choose another name")
    }
    advance()
    return Word(text, span)
  }
}
