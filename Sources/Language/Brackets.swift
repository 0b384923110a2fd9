// Which bracket belongs to which, found before parsing, so that one forgotten bracket spoils one statement only.

struct Brackets {
  /// For each opening bracket's token the token that closes it, where there is one.
  private(set) var closers: [Int: Int] = [:]

  init(of tokens: [Token]) {
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      if token.kind.isOpener { open.append(index) }
      guard let wanted = token.kind.closes else { continue }
      guard let depth = Brackets.depth(of: wanted, in: open, tokens) else { continue }
      closers[open[depth]] = index
      open.removeSubrange(depth...)
    }
  }

  /// How deep the bracket lies that a closer of [wanted] closes. Braces are stronger than what stands in them:
  /// a `}` closes its block over a forgotten `)`, but a `)` never closes anything outside its block.
  private static func depth(of wanted: Token.Kind, in open: [Int], _ tokens: [Token]) -> Int? {
    for depth in open.indices.reversed() {
      let kind = tokens[open[depth]].kind
      if kind == wanted { return depth }
      if kind == .valueStart || (kind == .mark(.openBrace) && wanted != .valueStart) { return nil }
    }
    return nil
  }
}
