// Tokens → tree: what every part of the parser needs, and how it goes on after an error.

/// Thrown inside the parser, after the diagnostic is written, to leave a statement that cannot be read.
struct Unreadable: Error {}

struct Parser {
  /// How deep brackets, blocks and signs may be nested. A level takes up to 15 KB of stack, 30 KB in a debug build.
  static let deepestNesting = 150
  /// How many nodes of the tree may stand one inside the other: operators in a row count, too.
  static let tallestTree = 1000
  /// How many diagnostics are given at most.
  static let mostDiagnostics = 10

  let source: Source
  let tokens: [Token]
  let brackets: Brackets
  let promises: [Promise]
  /// What a `|>` at the very beginning takes: the value above, at the prompt.
  let above: Word?

  var index = 0
  var nesting = 0
  /// The token of the innermost open bracket. In `(`, `[` and the values of texts the end of a line means nothing.
  var innermost: Int?
  /// The token whose line begin has been taken as the end of the line before.
  var takenLineEnd: Int?
  /// Where texts begin whose end was never found: they swallowed the brackets behind them.
  let brokenTexts: [Int]
  /// Openers that were already said to be open.
  var blamedOpeners: Set<Int> = []
  var nextPromise = 0
  var strayPromises: [Promise] = []

  var diagnostics: [Diagnostic]
  /// The text ended too early, and how often something else was wrong.
  var endsTooEarly: Bool
  var otherTroubles: Int

  init(_ source: Source, _ lexed: Lexed, above: Word?) {
    self.source = source
    self.above = above
    tokens = lexed.tokens
    promises = lexed.promises
    brackets = Brackets(of: lexed.tokens)
    brokenTexts = lexed.brokenTexts
    diagnostics = lexed.diagnostics
    endsTooEarly = lexed.isTextOpen
    otherTroubles = lexed.diagnostics.count - (lexed.isTextOpen ? 1 : 0)
  }
}

// MARK: - Looking and moving

extension Parser {
  /// The token at hand, line ends included.
  var current: Token.Kind { isAtLineEnd ? .newline : tokens[index].kind }

  /// The token behind the one at hand.
  var following: Token.Kind { index + 1 < tokens.count ? tokens[index + 1].kind : .end }

  var previous: Token? { index > 0 ? tokens[index - 1] : nil }

  /// Where the token at hand stands; the end of a line stands behind its last token.
  var place: Span {
    guard isAtLineEnd || tokens[index].kind == .end, let previous else { return tokens[index].span }
    return Span(previous.span.end, previous.span.end)
  }

  /// A line ends here, and a statement with it.
  var isAtLineEnd: Bool {
    let token = tokens[index]
    return token.startsLine && index > 0 && takenLineEnd != index && !ignoresLineEnds && !previousGoesOn && token.kind != .mark(.pipe)
  }

  private var ignoresLineEnds: Bool { innermost.map { tokens[$0].kind != .mark(.openBrace) } ?? false }

  /// The token before is an operator, a comma or `=`, so the statement goes on in the next line.
  private var previousGoesOn: Bool {
    switch previous?.kind {
    case .mark(let mark): mark.goesOn
    case .word(let word): Words.operators.contains(word) && !(index > 1 && tokens[index - 2].kind == .mark(.dot))
    default: false
    }
  }

  /// Behind the last token there is only the end.
  mutating func advance() {
    if isAtLineEnd { takenLineEnd = index } else if index < tokens.count - 1 { index += 1 }
  }

  func isAt(_ mark: Mark) -> Bool { current == .mark(mark) }
  func isAt(_ word: String) -> Bool { current == .word(word) }

  mutating func take(_ mark: Mark) -> Bool {
    guard isAt(mark) else { return false }
    advance()
    return true
  }

  mutating func take(_ word: String) -> Bool {
    guard isAt(word) else { return false }
    advance()
    return true
  }

  /// From a place to the end of the last token read.
  func span(from start: Int) -> Span { Span(start, max(start, previous?.span.end ?? start)) }

  func text(in span: Span) -> String { source.text(in: span) }
}

// MARK: - Brackets and depth

extension Parser {
  /// Goes into the bracket at hand; give the answer back to `close`.
  mutating func open() throws(Unreadable) -> (opener: Int, outer: Int?) {
    try descend()
    let outer = innermost
    innermost = index
    let opener = index
    index += 1
    return (opener, outer)
  }

  /// Takes the closer of a bracket; [expected] says what else might stand there.
  mutating func close(_ bracket: (opener: Int, outer: Int?), orExpected expected: String) throws(Unreadable) {
    guard let closes = current.closes, closes == tokens[bracket.opener].kind else {
      throw notClosed(bracket.opener, orExpected: expected)
    }
    innermost = bracket.outer
    index += 1
    nesting -= 1
  }

  /// Notes that the parser goes one level deeper. Whoever returns takes the level off again; whoever throws need not.
  mutating func descend() throws(Unreadable) {
    nesting += 1
    guard nesting > Parser.deepestNesting else { return }
    throw fail("this is nested too deeply", at: place, label: "the limit is \(Parser.deepestNesting) levels")
  }

  /// Makes a node from a place to the last token read, unless the tree grows too high to be walked safely.
  mutating func node(_ kind: Expression.Kind, _ start: Int) throws(Unreadable) -> Expression {
    let node = Expression(kind, span(from: start))
    guard node.height > Parser.tallestTree else { return node }
    let label = "more than \(Parser.tallestTree) operators in a row; name a part of it"
    throw fail("this expression is too long to be read", at: place, label: label)
  }
}

// MARK: - Statements, one after the other

extension Parser {
  mutating func program() -> [Statement] { statements(inBlock: false) }

  /// Statements up to the end, or up to the `}` of the block they stand in.
  mutating func statements(inBlock: Bool) -> [Statement] {
    var result: [Statement] = []
    while true {
      while current == .newline || isAt(.semicolon) { advance() }
      if current == .end || (inBlock && isAt(.closeBrace)) { return result }
      result.append(statementOrRecovery())
    }
  }

  private mutating func statementOrRecovery() -> Statement {
    let start = index
    let (nesting, innermost) = (nesting, innermost)
    do {
      return try statement()
    } catch {
      self.nesting = nesting
      self.innermost = innermost
      recover(from: start)
      return Statement(.malformed, span(from: tokens[start].span.start))
    }
  }

  /// Goes on at the next line, `;` or `}` behind the error. Brackets that the statement opened and closed are passed over whole.
  private mutating func recover(from start: Int) {
    let error = max(index, start + 1)
    var position = start
    while position < tokens.count - 1 {
      if position >= error, isBoundary(position) { break }
      position = (brackets.closers[position] ?? position) + 1
    }
    index = min(position, tokens.count - 1)
    takenLineEnd = nil
  }

  private func isBoundary(_ position: Int) -> Bool {
    let token = tokens[position]
    let goesOn = token.kind == .mark(.pipe)
    return (token.startsLine && !goesOn) || token.kind == .mark(.semicolon) || token.kind == .mark(.closeBrace)
  }
}
