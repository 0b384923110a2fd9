// Operators, from the loosest to the tightest, one function for each line of the grammar.

extension Parser {
  /// `lambda { "|>" lambda }`.
  mutating func expression() throws(Unreadable) -> Expression {
    let start = tokens[index].span.start
    var left = try pipeBeginning()
    while take(.pipe) {
      let first = index
      let right = try lambda()
      left = try node(pipe(left, right, isEnclosed: brackets.closers[first] == index - 1), start)
    }
    return left
  }

  /// At the prompt a text may begin with `|>`: the value above goes in.
  private mutating func pipeBeginning() throws(Unreadable) -> Expression {
    guard isAt(.pipe) else { return try lambda() }
    guard index == 0, let above else {
      throw fail("nothing stands before this `|>`", at: place, label: "a value goes in here", why: "as in: x |> f")
    }
    return Expression(.name(above.text), above.span)
  }

  /// `x |> (f(a))` means `f(a)(x)`: what stands in parentheses makes the function.
  private func pipe(_ left: Expression, _ right: Expression, isEnclosed: Bool) -> Expression.Kind {
    guard isEnclosed, case .call = right.kind else { return .pipe(left, right) }
    return .call(right, [Argument(name: nil, value: left)])
  }

  mutating func lambda() throws(Unreadable) -> Expression {
    let left = try chain(from: .or)
    return isAt(.arrow) ? try lambda(of: left) : left
  }

  /// What stands in a row, tighter signs first, equal ones from the left: `or` and `and`, or sums and products.
  private mutating func chain(from loosest: Operator.Level) throws(Unreadable) -> Expression {
    let start = tokens[index].span.start
    var left = loosest <= .denial ? try not() : try unary()
    while let sign = currentOperator, sign.level >= loosest, sign.level <= (loosest <= .denial ? .and : .product) {
      let span = place
      advance()
      let right = try chain(from: sign.level.tighter)
      left = try node(.binary(sign, left, right, operatorSpan: span), start)
    }
    return left
  }

  private mutating func not() throws(Unreadable) -> Expression {
    guard isAt("not") else { return try compare() }
    let start = tokens[index].span.start
    advance()
    try descend()
    let operand = try not()
    nesting -= 1
    return try node(.not(operand), start)
  }

  private mutating func compare() throws(Unreadable) -> Expression {
    let left = try range()
    if isAt("not"), following == .word("in") { return try notIn(left) }
    guard let (sign, span) = takeComparison() else { return left }
    let right = try range()
    let comparison = try node(.binary(sign, left, right, operatorSpan: span), left.span.start)
    guard let (next, nextSpan) = takeComparison() else { return comparison }
    let last = try range()
    let (first, middle, end) = (text(in: left.span), text(in: right.span), text(in: last.span))
    let pair = "\(first) \(sign.rawValue) \(middle) and \(middle) \(next.rawValue) \(end)"
    report("comparisons do not chain", at: nextSpan, label: "a second comparison", edit: Edit(self.span(from: left.span.start), pair))
    return try node(.malformed, left.span.start)
  }

  private mutating func takeComparison() -> (Operator, Span)? {
    guard let sign = currentOperator, sign.level == .compare else { return nil }
    defer { advance() }
    return (sign, place)
  }

  /// `x not in xs`, as Python has it.
  private mutating func notIn(_ left: Expression) throws(Unreadable) -> Expression {
    let start = place
    advance()
    advance()
    let right = try range()
    let denial = "not \(text(in: left.span)) in \(text(in: right.span))"
    report("`not` stands before what it denies", at: start, label: "move it to the front", edit: Edit(span(from: left.span.start), denial))
    return try node(.malformed, left.span.start)
  }

  /// `sum [ ( ".." | "..<" ) sum [ "by" sum ] ]`.
  private mutating func range() throws(Unreadable) -> Expression {
    let first = try chain(from: .sum)
    let includesEnd = isAt(.range)
    guard includesEnd || isAt(.rangeWithoutEnd) else { return first }
    advance()
    let last = try chain(from: .sum)
    let step = take("by") ? try chain(from: .sum) : nil
    if isAt(.range) || isAt(.rangeWithoutEnd) {
      throw fail("a range has two ends", at: place, label: "a third one", why: "a step stands behind `by`: 0..10 by 2")
    }
    return try node(.range(first, last, includesEnd: includesEnd, by: step), first.span.start)
  }

  private mutating func unary() throws(Unreadable) -> Expression {
    guard isAt(.minus) else { return try power() }
    let start = tokens[index].span.start
    advance()
    try descend()
    let operand = try unary()
    nesting -= 1
    return try node(.negate(operand), start)
  }

  /// `postfix [ "^" unary ]`: the sign binds looser on the left of `^` and tighter on its right.
  private mutating func power() throws(Unreadable) -> Expression {
    let base = try postfix()
    guard isAt(.power) else { return base }
    let span = place
    advance()
    try descend()
    let exponent = try unary()
    nesting -= 1
    return try node(.binary(.power, base, exponent, operatorSpan: span), base.span.start)
  }

  private var currentOperator: Operator? {
    switch current {
    case .mark(let mark): Operator.marks[mark]
    case .word(let word): Operator.words[word]
    default: nil
    }
  }
}

extension Operator {
  fileprivate static let words: [String: Operator] = ["or": .or, "and": .and, "in": .within, "mod": .remainder]

  fileprivate static let marks: [Mark: Operator] = Dictionary(
    uniqueKeysWithValues: allCases.compactMap { sign in Mark(rawValue: sign.rawValue).map { ($0, sign) } })

  /// How tightly an operator binds, from the loosest on.
  fileprivate enum Level: Int, Comparable {
    case or, and, denial, compare, sum, product, sign, power

    var tighter: Level { Level(rawValue: rawValue + 1) ?? .power }

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  fileprivate var level: Level {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .within: .compare
    case .add, .subtract: .sum
    case .multiply, .divide, .matrixProduct, .remainder: .product
    case .power: .power
    }
  }
}
