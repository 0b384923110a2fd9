// The colours of a line while it is typed: what each piece of it is, by the tokens and by what is known.

import Catalog
import Interpreter
import Language

/// What a piece of a program's text is. The raw value is how a terminal is told to show it.
enum Look: String {
  case plain = ""
  case reserved = "1;34"
  case word = "36"
  case name = "1"
  case number = "35"
  case text = "32"
  case comment = "90"
  /// A bracket without its partner, a sign that has no meaning.
  case wrong = "1;31"
}

/// Looks for the pieces of a text, in order.
struct Highlight {
  /// A piece, in bytes.
  struct Piece: Equatable {
    let span: Span
    let look: Look
  }

  private let isWord: (String) -> Bool
  private let isName: (String) -> Bool

  /// [isWord]: a word of the language; [isName]: a name that is bound.
  init(isWord: @escaping (String) -> Bool, isName: @escaping (String) -> Bool) {
    self.isWord = isWord
    self.isName = isName
  }

  /// By what a session knows now.
  init(_ session: Session) {
    let catalog = session.context.catalog
    self.init(isWord: { catalog[$0] != nil }, isName: { session.value(of: $0) != nil })
  }

  /// The pieces that are not plain.
  func pieces(of text: String) -> [Piece] {
    if let sign = text.first, sign == ":" || sign == "?" { return [] }
    let source = Source(name: "", text: text)
    let tokens = tokenize(source)
    let closers = partners(tokens)
    var pieces: [Piece] = []
    for (place, token) in tokens.enumerated() where token.span.end > token.span.start {
      let look = closers.contains(place) ? Look.wrong : look(of: token, at: place, in: tokens)
      if look != .plain { pieces.append(Piece(span: token.span, look: look)) }
    }
    let comments = parse(source).comments.map { Piece(span: $0.span, look: .comment) }
    return (pieces + comments).sorted { $0.span.start < $1.span.start }
  }

  private func look(of token: Token, at place: Int, in tokens: [Token]) -> Look {
    switch token.kind {
    case .word(let word): look(of: word, at: place, in: tokens)
    case .number, .size: .number
    case .textStart, .textWords, .textEnd: .text
    case .unreadable: .wrong
    default: .plain
    }
  }

  /// A field and an argument's name are no words of the language, whatever they are called; a unit goes with its number.
  private func look(of word: String, at place: Int, in tokens: [Token]) -> Look {
    if place > 0, tokens[place - 1].kind == .mark(.dot) { return .plain }
    if tokens[place + 1].kind == .mark(.colon), place > 0, tokens[place - 1].kind.beginsArgument { return .plain }
    if place > 0, case .number = tokens[place - 1].kind, !tokens[place].startsLine, Words.units.contains(word) { return .number }
    if Words.reserved.contains(word) { return .reserved }
    if isName(word) { return .name }
    return isWord(word) ? .word : .plain
  }

  /// The closing brackets that close nothing.
  private func partners(_ tokens: [Token]) -> Set<Int> {
    var open: [Token.Kind] = []
    var strays: Set<Int> = []
    for (place, token) in tokens.enumerated() {
      if token.kind.isOpener { open.append(token.kind) }
      guard let opener = token.kind.closes else { continue }
      if open.last == opener { open.removeLast() } else { strays.insert(place) }
    }
    return strays
  }
}

extension Token.Kind {
  fileprivate var beginsArgument: Bool { self == .mark(.openParenthesis) || self == .mark(.comma) }
}
