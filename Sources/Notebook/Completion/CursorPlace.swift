// Where a cursor stands in a program that is being typed: behind a dot, in a call, in a text, in a block.

import Language

/// A call whose arguments are being typed.
struct OpenCall {
  /// `net.f`: what stands before the `(`.
  let callee: [String]
  /// How many arguments without a name stand before the cursor, a piped one among them.
  var positions = 0
  /// The names that were given.
  var given: [String] = []
  /// The name of the argument that the cursor stands in; nil: it has none.
  var name: String?
  /// Nothing of this argument, or of this item of a list, stands before the typed word.
  var isAtStart = true
  /// The cursor stands in a `[` of the argument.
  var isInList = false
}

/// What is known about the place of a cursor from the text before it.
struct CursorPlace {
  enum Kind {
    /// In a comment, or right behind a number.
    case nothing
    /// Behind the dot of `run.net.`.
    case field(of: [String])
    /// Behind a number and a blank.
    case unit(of: Double)
    /// In a text.
    case text
    case value
  }

  private(set) var kind = Kind.value
  /// The part of a word or text that stands before the cursor.
  private(set) var typed = ""
  /// The innermost call that is open, if no block was opened in it.
  private(set) var call: OpenCall?
  /// The words of the blocks that are open, innermost first.
  private(set) var blocks: [String] = []
  /// `use` stands before the text.
  private(set) var isUse = false
  /// The words of the text that are no fields and no argument names.
  private(set) var words: [String] = []

  init(_ before: String) {
    let source = Source(name: "", text: before)
    var tokens = tokenize(source).filter { $0.kind != .end }
    words = CursorPlace.words(of: tokens)
    let end = source.bytes.count
    if parse(source).comments.contains(where: { $0.span.start < end && $0.span.end == end }) {
      kind = .nothing
    } else if let start = tokens.lastIndex(where: { $0.kind == .textStart }), tokens.last?.isMissing == true {
      let raw = source.text(in: Span(tokens[start].span.end, end))
      if let value = CursorPlace.openValue(in: raw) {
        self = CursorPlace(value)
        return
      }
      kind = .text
      typed = raw
      tokens.removeSubrange(start...)
      isUse = tokens.last?.kind == .word("use")
    } else {
      takeWord(&tokens, end)
    }
    readBrackets(tokens)
  }

  /// Takes the word that is being typed off the end.
  private mutating func takeWord(_ tokens: inout [Token], _ end: Int) {
    var startsLine = false
    if let last = tokens.last, last.span.end == end, case .word(let word) = last.kind, word.utf8.count == end - last.span.start {
      typed = word
      startsLine = tokens.removeLast().startsLine
    }
    guard let last = tokens.last else { return }
    switch last.kind {
    case .mark(.dot): kind = .field(of: CursorPlace.chain(tokens.dropLast()))
    case .number(let count) where last.span.end < end - typed.utf8.count && !startsLine: kind = .unit(of: count)
    case .number, .size: if last.span.end == end { kind = .nothing }
    default: break
    }
  }

  // MARK: - Brackets

  private mutating func readBrackets(_ tokens: [Token]) {
    let open = CursorPlace.openBrackets(tokens)
    let isInList = open.last.map { tokens[$0].kind == .mark(.openBracket) } ?? false
    if let opener = open.last(where: { tokens[$0].kind != .mark(.openBracket) }), tokens[opener].kind == .mark(.openParenthesis) {
      call = CursorPlace.call(tokens, openedAt: opener)
      call?.isInList = isInList
      if isInList { call?.isAtStart = [.mark(.openBracket), .mark(.comma)].contains(tokens.last?.kind) }
    }
    blocks = open.reversed().filter { tokens[$0].kind == .mark(.openBrace) }.compactMap { CursorPlace.head(tokens, ofBlockAt: $0) }
  }

  /// The places of the brackets that are open at the end, outermost first.
  private static func openBrackets(_ tokens: [Token]) -> [Int] {
    var open: [Int] = []
    for (place, token) in tokens.enumerated() {
      if token.kind.isOpener { open.append(place) }
      guard let opener = token.kind.closes, let match = open.lastIndex(where: { tokens[$0].kind == opener }) else { continue }
      open.removeSubrange(match...)
    }
    return open
  }

  private static func call(_ tokens: [Token], openedAt opener: Int) -> OpenCall? {
    let callee = chain(tokens[..<opener])
    guard !callee.isEmpty else { return nil }
    var call = OpenCall(callee: callee)
    let before = opener - 2 * callee.count
    if before >= 0, tokens[before].kind == .mark(.pipe) { call.positions += 1 }
    let arguments = arguments(Array(tokens[(opener + 1)...]))
    for argument in arguments.dropLast() {
      if let name = argument.argumentName { call.given.append(name) } else { call.positions += 1 }
    }
    let last = arguments.last ?? []
    call.name = last.argumentName
    call.isAtStart = last.count == (call.name == nil ? 0 : 2)
    return call
  }

  /// The tokens between the commas that stand outside of further brackets; the last one is that at the end.
  private static func arguments(_ tokens: [Token]) -> [[Token]] {
    var arguments: [[Token]] = [[]]
    var depth = 0
    for token in tokens {
      if token.kind.isOpener { depth += 1 }
      if token.kind.closes != nil { depth -= 1 }
      if depth == 0, token.kind == .mark(.comma) { arguments.append([]) } else { arguments[arguments.count - 1].append(token) }
    }
    return arguments
  }

  /// The word that opened a block: `layers`, also in `layers(1x8x8) {`.
  private static func head(_ tokens: [Token], ofBlockAt opener: Int) -> String? {
    var place = opener - 1
    if place >= 0, tokens[place].kind == .mark(.closeParenthesis) {
      var depth = 0
      repeat {
        if tokens[place].kind == .mark(.closeParenthesis) { depth += 1 }
        if tokens[place].kind == .mark(.openParenthesis) { depth -= 1 }
        place -= 1
      } while depth > 0 && place >= 0
    }
    guard place >= 0, case .word(let word) = tokens[place].kind, Words.blocks.contains(word) else { return nil }
    return word
  }

  /// `run.net` at the end of some tokens; empty where something else stands there.
  private static func chain(_ tokens: ArraySlice<Token>) -> [String] {
    var names: [String] = []
    var rest = tokens
    while case .word(let word)? = rest.popLast()?.kind {
      names.insert(word, at: 0)
      guard rest.last?.kind == .mark(.dot) else { return Words.reserved.contains(word) ? [] : names }
      rest.removeLast()
    }
    return []
  }

  // MARK: - Texts and words

  /// What stands in the `{` of a text that is open at its end; nil: none is.
  private static func openValue(in raw: String) -> String? {
    let signs = Array(raw)
    var start: Int?
    var depth = 0
    var isQuoted = false
    var place = 0
    while place < signs.count {
      let sign = signs[place]
      let isDoubled = place + 1 < signs.count && signs[place + 1] == sign
      switch sign {
      case "\\": place += 1
      case "\"" where start != nil: isQuoted.toggle()
      case "{" where start == nil && isDoubled: place += 1
      case "{" where start == nil: (start, depth) = (place + 1, 1)
      case "{" where !isQuoted: depth += 1
      case "}" where start != nil && !isQuoted:
        depth -= 1
        if depth == 0 { start = nil }
      default: break
      }
      place += 1
    }
    return start.map { String(signs[$0...]) }
  }

  private static func words(of tokens: [Token]) -> [String] {
    tokens.indices.dropLast().compactMap { place in
      guard case .word(let word) = tokens[place].kind, !Words.reserved.contains(word) else { return nil }
      if tokens[place + 1].kind == .mark(.colon) { return nil }
      switch place > 0 ? tokens[place - 1].kind : nil {
      case .mark(.dot), .number: return nil
      default: return word
      }
    }
  }
}

extension Token {
  /// The closing quote that the end of the program stands for.
  fileprivate var isMissing: Bool { kind == .textEnd && span.start == span.end }
}

extension [Token] {
  /// `rate` in `rate: 0.1`.
  fileprivate var argumentName: String? {
    guard count >= 2, case .word(let name) = self[0].kind, self[1].kind == .mark(.colon) else { return nil }
    return name
  }
}
