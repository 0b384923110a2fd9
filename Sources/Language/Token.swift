// The smallest pieces of a program that mean something.

/// A piece of a program's text. Blanks and comments are no tokens; that a line begins is noted on the token that begins it.
public struct Token: Sendable, Equatable {
  public let kind: Kind
  public let span: Span
  /// Only blanks and comments stand before it on its line; the end of the text always begins a line.
  public let startsLine: Bool

  public enum Kind: Sendable, Equatable {
    /// A name or a reserved word.
    case word(String)
    /// `42`, `3e-4`, `25%` (as 0.25).
    case number(Double)
    /// `3x3`.
    case size([Int])
    case mark(Mark)
    /// An opening quote. Pieces follow, then `textEnd`.
    case textStart
    /// A piece of a text with its escapes resolved.
    case textWords(String)
    /// The `{` before a value in a text; the value's tokens follow.
    case valueStart
    /// What stands behind the `:` in `{x:.3}`.
    case valueFormat(String)
    case valueEnd
    case textEnd
    /// Where a line ends and a statement with it. Only the parser knows, so `tokenize` never makes one.
    case newline
    /// What could not be read; a diagnostic says why.
    case unreadable
    /// The end of the program.
    case end
  }
}

/// A sign of the language, as it is written.
public enum Mark: String, Sendable, CaseIterable {
  case openParenthesis = "(", closeParenthesis = ")"
  case openBracket = "[", closeBracket = "]"
  case openBrace = "{", closeBrace = "}"
  case comma = ",", semicolon = ";", colon = ":", dot = "."
  case range = "..", rangeWithoutEnd = "..<", rest = "..."
  case set = "=", add = "+=", subtract = "-=", multiply = "*=", divide = "/="
  case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
  case plus = "+", minus = "-", times = "*", over = "/", at = "@", power = "^"
  case arrow = "->", pipe = "|>"

  /// The longest spelling.
  static let longest = 3

  /// Marks by their spelling; `init(rawValue:)` compares with one after the other.
  static let spelled = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// A line that ends with it goes on in the next one.
  var goesOn: Bool {
    switch self {
    case .openParenthesis, .closeParenthesis, .openBracket, .closeBracket, .openBrace, .closeBrace: false
    case .semicolon, .colon, .dot, .rest: false
    default: true
    }
  }
}

extension Token.Kind {
  /// What opens a bracket: `(`, `[`, `{`, and the `{` before a value in a text.
  public var isOpener: Bool {
    switch self {
    case .mark(.openParenthesis), .mark(.openBracket), .mark(.openBrace), .valueStart: true
    default: false
    }
  }

  var isCloser: Bool { closes != nil }

  /// What a closer closes.
  public var closes: Token.Kind? {
    switch self {
    case .mark(.closeParenthesis): .mark(.openParenthesis)
    case .mark(.closeBracket): .mark(.openBracket)
    case .mark(.closeBrace): .mark(.openBrace)
    case .valueEnd: .valueStart
    default: nil
    }
  }

  /// A value may begin with it.
  var beginsValue: Bool {
    switch self {
    case .word(let word): !Words.statements.contains(word) && !Words.operators.subtracting(["not"]).contains(word)
    case .number, .size, .textStart, .mark(.openParenthesis), .mark(.openBracket): true
    default: false
    }
  }
}
