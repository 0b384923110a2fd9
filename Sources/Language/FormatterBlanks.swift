// Between which two pieces of a line a blank stands.

extension CodePrinter {
  /// A blank parts two pieces of one line; in an [index] `:` is a slice's.
  static func isBlank(between left: Piece, and right: Piece, inIndex index: Bool, behindSign: Bool) -> Bool {
    if behindSign { return false }
    switch (left.kind, right.kind) {
    case (.mark(.openBrace), .mark(.closeBrace)): return false
    case (.mark(.openBrace), _), (_, .mark(.closeBrace)): return true
    case (.mark(.comma), .mark(.colon)): return true
    case (.mark(let mark), _) where mark.clingsToRight: return false
    case (_, .mark(let mark)) where mark.clingsToLeft: return false
    case (.mark(.colon), _): return !index
    case (_, .mark(.openParenthesis)), (_, .mark(.openBracket)): return !left.endsValue || left.isPercentage
    default: return true
    }
  }
}

extension Mark {
  /// No blank stands behind it.
  fileprivate var clingsToRight: Bool {
    switch self {
    case .openParenthesis, .openBracket, .dot, .power, .range, .rangeWithoutEnd: true
    default: false
    }
  }

  /// No blank stands before it.
  fileprivate var clingsToLeft: Bool {
    switch self {
    case .closeParenthesis, .closeBracket, .comma, .semicolon, .colon, .dot, .power, .range, .rangeWithoutEnd: true
    default: false
    }
  }
}

extension Piece {
  /// `25%(` would be read as a remainder.
  fileprivate var isPercentage: Bool {
    guard case .number? = kind else { return false }
    return text.hasSuffix("%")
  }
}
