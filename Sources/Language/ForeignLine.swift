// Lines of other languages written anew, from the tokens around the place where the parser stopped.

extension Token {
  fileprivate var isOpener: Bool { kind.isOpener }
}

struct ForeignLine {
  private let source: Source
  private let tokens: [Token]
  private let brackets: Brackets
  private let innermost: Int?
  private let index: Int

  init(_ parser: Parser) {
    source = parser.source
    tokens = parser.tokens
    brackets = parser.brackets
    innermost = parser.innermost
    index = parser.index
  }

  private func text(_ tokens: Range<Int>) -> String? {
    guard let first = tokens.first, let last = tokens.last else { return nil }
    return source.text(in: Span(self.tokens[first].span.start, self.tokens[last].span.end))
  }

  /// The first token of a kind outside of inner brackets.
  private func first(_ kind: Token.Kind, in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if tokens[index].kind == kind { return index }
      index = (brackets.closers[index] ?? index) + 1
    }
    return nil
  }

  /// The statement around the place: from its first token to the end of its line.
  private var statement: Range<Int> { statementStart..<lineEnd(from: index) }

  /// The first token of the statement around the place.
  var statementStart: Int {
    var start = index
    while start > 0, !tokens[start].startsStatement(behind: tokens[start - 1]) { start -= 1 }
    return start
  }

  /// Behind the last token of the line, or of the block that ends on it.
  private func lineEnd(from start: Int) -> Int {
    var end = start
    while end < tokens.count - 1 {
      if end > start, tokens[end].startsLine { break }
      if tokens[end].kind == .mark(.closeBrace) || tokens[end].kind == .mark(.semicolon) { break }
      end = (brackets.closers[end] ?? end) + 1
    }
    return min(end, tokens.count - 1)
  }

  private func edit(_ range: Range<Int>, _ text: String) -> Edit? {
    guard let first = range.first, let last = range.last else { return nil }
    return Edit(Span(tokens[first].span.start, tokens[last].span.end), text)
  }

  // MARK: - Words

  /// A line with a foreign word, without it.
  func edit(_ word: String, _ remedy: ForeignWord.Remedy, at span: Span) -> Edit? {
    let next = tokens.first { $0.span.start >= span.end && $0.kind != .end }
    switch remedy {
    case .written("=="):
      let isDenied = next?.kind == .word("not") && next?.startsLine == false
      return isDenied ? next.map { Edit(Span(span.start, $0.span.end), "!=") } : Edit(span, "==")
    case .written(let other): return other == "else if" ? elseIf(span) : Edit(span, other)
    case .leftOut: return next.map { Edit(Span(span.start, $0.span.start), "") }
    case .noted: return Edit(Span(span.start, span.start), "# ")
    case .none:
      switch word {
      case "lambda": return lambda(span)
      case "del", "delete": return next.map { Edit(Span(span.start, $0.span.end), "\(source.text(in: $0.span)) = none") }
      default: return nil
      }
    }
  }

  /// A further condition stands on the line of the `}` before it.
  private func elseIf(_ span: Span) -> Edit? {
    guard let last = tokens.last(where: { $0.span.end <= span.start }), last.kind == .mark(.closeBrace) else { return nil }
    return Edit(Span(last.span.end, span.end), " else if")
  }

  /// `lambda a, b: a + b`.
  private func lambda(_ span: Span) -> Edit? {
    guard let start = tokens.firstIndex(where: { $0.span == span }), let colon = first(.mark(.colon), in: start..<lineEnd(from: start)),
      colon > start + 1, let names = text(start + 1..<colon), colon + 1 < tokens.count
    else { return nil }
    return Edit(Span(span.start, tokens[colon + 1].span.start), (names.contains(",") ? "(\(names))" : names) + " -> ")
  }

  // MARK: - Expressions

  /// `y = a if c else b`.
  func choice() -> Edit? {
    let all = statement
    guard let middle = first(.word("if"), in: all), let turn = first(.word("else"), in: middle..<all.upperBound),
      let condition = text(middle + 1..<turn), let other = text(turn + 1..<all.upperBound)
    else { return nil }
    let begin =
      first(.mark(.set), in: all.lowerBound..<middle).map { $0 + 1 }
      ?? (tokens[all.lowerBound].kind == .word("return") ? all.lowerBound + 1 : all.lowerBound)
    guard let value = text(begin..<middle) else { return nil }
    let head = begin > all.lowerBound ? (text(all.lowerBound..<begin) ?? "") + " " : ""
    return edit(all, "if \(condition) { \(head)\(value) } else { \(head)\(other) }")
  }

  /// `[x^2 for x in xs if x > 0]`.
  func comprehension() -> Edit? {
    guard let innermost, tokens[innermost].kind != .mark(.openBrace), let end = brackets.closers[innermost],
      let within = first(.word("in"), in: index..<end), let item = text(innermost + 1..<index), let names = text(index + 1..<within)
    else { return nil }
    let condition = first(.word("if"), in: within..<end)
    guard var items = text(within + 1..<(condition ?? end)) else { return nil }
    let head = (names.contains(",") ? "(\(names))" : names) + " -> "
    if let condition, let test = text(condition + 1..<end) { items = "filter(\(items), \(head)\(test))" }
    let isBracket = tokens[innermost].kind == .mark(.openBracket)
    let written = item == names ? (condition == nil ? "list(\(items))" : items) : "map(\(items), \(head)\(item))"
    return isBracket ? edit(innermost..<end + 1, written) : edit(innermost + 1..<end, written)
  }

  /// `{"a": 1, "b": 2}`.
  func dictionary() -> Edit? {
    guard let end = brackets.closers[index] else { return nil }
    var fields: [String] = []
    var start = index + 1
    while start < end {
      let stop = first(.mark(.comma), in: start..<end) ?? end
      guard let colon = first(.mark(.colon), in: start..<stop), let name = fieldName(start..<colon), let value = text(colon + 1..<stop)
      else {
        return nil
      }
      fields.append("\(name): \(value)")
      start = stop + 1
    }
    return edit(index..<end + 1, "record(\(fields.joined(separator: ", ")))")
  }

  private func fieldName(_ range: Range<Int>) -> String? {
    let pieces = tokens[range].map(\.kind)
    let word: String
    switch pieces.count {
    case 1:
      guard case .word(let name) = pieces[0] else { return nil }
      word = name
    case 3:
      guard pieces[0] == .textStart, case .textWords(let name) = pieces[1] else { return nil }
      word = name
    default: return nil
    }
    let isName = word.first.map { $0.isLetter || $0 == "_" } == true && word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isName ? word : nil
  }

  // MARK: - Slashes

  /// `7 // 2`, where both sides are a name, a number, a call or something in brackets.
  func wholeQuotient(at slash: Int) -> Edit? {
    guard slash > 0, slash + 2 < tokens.count, let left = operandStart(endingAt: slash - 1), let right = operandEnd(from: slash + 2),
      let dividend = text(left..<slash), let divisor = text(slash + 2..<right)
    else { return nil }
    // Words in a row are a comment.
    if tokens[right].kind.beginsValue, !tokens[right].startsLine { return nil }
    return edit(left..<right, "floor(\(dividend) / \(divisor))")
  }

  func comment(at slash: Int) -> Edit? {
    let begin = tokens[slash].span.start
    return Edit(Span(begin, tokens[slash + 1].span.end), "#")
  }

  private func operandStart(endingAt end: Int) -> Int? {
    guard tokens[end].kind.endsValue else { return nil }
    var start = brackets.closers.first { $0.value == end }?.key ?? end
    while start > 0, !tokens[start].startsLine {
      if tokens[start].isOpener, tokens[start - 1].kind.endsValue, tokens[start - 1].span.end == tokens[start].span.start {
        start -= 1
      } else if tokens[start - 1].kind == .mark(.dot), start > 1 {
        start -= 2
      } else {
        break
      }
    }
    return start
  }

  private func operandEnd(from start: Int) -> Int? {
    guard tokens[start].kind.beginsValue, !tokens[start].startsLine else { return nil }
    var end = (brackets.closers[start] ?? start) + 1
    while end < tokens.count - 1, tokens[end].span.start == tokens[end - 1].span.end {
      guard let next = brackets.closers[end] ?? (tokens[end].kind == .mark(.dot) ? end + 1 : nil) else { break }
      end = next + 1
    }
    return end
  }

  // MARK: - Loops

  /// `for (i in 1:10)`, and `for (int i = 0; i < n; i++)`.
  func loop() -> Edit? {
    guard tokens[index].kind == .mark(.openParenthesis), let end = brackets.closers[index], let inner = text(index + 1..<end) else {
      return nil
    }
    if first(.word("in"), in: index + 1..<end) != nil { return edit(index..<end + 1, inner) }
    let parts = inner.split(separator: ";").map { $0.split(separator: " ").joined(separator: " ") }
    guard parts.count == 3, let set = parts[0].firstIndex(of: "=") else { return nil }
    let name = parts[0][..<set].split(separator: " ").last.map(String.init) ?? ""
    let start = parts[0][parts[0].index(after: set)...].drop { $0 == " " }
    for (sign, range) in [("<=", ".."), ("<", "..<")] where parts[1].hasPrefix("\(name) \(sign) ") || parts[1].hasPrefix(name + sign) {
      let stop = parts[1].dropFirst(name.count).drop { $0 == " " }.dropFirst(sign.count).drop { $0 == " " }
      return edit(index..<end + 1, "\(name) in \(start)\(range)\(stop)")
    }
    return nil
  }
}
