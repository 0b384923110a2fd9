// `fn`, its parameters, shapes, and functions without a name.

extension Parser {
  mutating func function() throws(Unreadable) -> Statement.Kind {
    let start = tokens[index].span.start
    advance()
    let name = try name("a function", example: "fn f(x) = x^2")
    guard isAt(.openParenthesis) else { throw unexpected("`(`", why: "as in: fn \(name.text)(x) = x^2") }
    let parameters = try parameters()
    let result = take(.arrow) ? try shape() : nil
    let body: Function.Body
    if isAt(.openBrace) || isAtLateBrace {
      body = .block(try block(of: "`fn`"))
    } else if take(.set) {
      body = try bodyBehindSign()
    } else {
      throw noBody(of: name)
    }
    return .function(name, Function(parameters: parameters, result: result, body: body, span: span(from: start)))
  }

  private mutating func bodyBehindSign() throws(Unreadable) -> Function.Body {
    guard isAt(.openBrace) else { return .expression(try expression()) }
    let sign = previous?.span ?? place
    report(
      "a body in `{ }` stands without `=`", at: place, label: "take the = before it off", edit: Edit(Span(sign.start, place.start), ""))
    return .block(try block(of: "`fn`"))
  }

  private mutating func parameters() throws(Unreadable) -> [Parameter] {
    let bracket = try open()
    var result: [Parameter] = []
    while !isAt(.closeParenthesis) {
      result.append(try parameter(after: result))
      guard take(.comma) else { break }
    }
    try close(bracket, orExpected: "`,` or `)`")
    return result
  }

  private mutating func parameter(after others: [Parameter]) throws(Unreadable) -> Parameter {
    let name = try name("a parameter", example: "fn f(x, k = 3) = x * k")
    refuseTwice(name, others.map(\.name), "the parameter")
    let shape = take(.colon) ? try shape() : nil
    return Parameter(name: name, shape: shape, fallback: take(.set) ? try expression() : nil)
  }

  /// Complains when the name is among the [others].
  mutating func refuseTwice(_ name: Word, _ others: [Word], _ what: String) {
    guard let first = others.first(where: { $0.text == name.text }) else { return }
    let other = Diagnostic.Other(span: first.span, label: "the first time")
    report("\(what) `\(name.text)` is given twice", at: name.span, label: "the second time", other: other)
  }

  /// What stands behind `->`, when the left side turns out to be the parameters of a function.
  mutating func lambda(of left: Expression) throws(Unreadable) -> Expression {
    let parameters = try parameters(from: left)
    advance()
    try descend()
    let body: Function.Body = isAt(.openBrace) ? .block(try block(of: "`->`")) : .expression(try lambda())
    nesting -= 1
    let span = span(from: left.span.start)
    return try node(.lambda(Function(parameters: parameters, result: nil, body: body, span: span)), span.start)
  }

  private mutating func parameters(from left: Expression) throws(Unreadable) -> [Parameter] {
    var items = [left]
    if case .several(let several) = left.kind { items = several }
    var names: [Word] = []
    for item in items {
      guard case .name(let text) = item.kind else {
        let label = "left of `->` stand names"
        throw fail("only names can be the parameters of a function", at: item.span, label: label, why: "as in: (a, b) -> a + b")
      }
      let name = Word(text, item.span)
      refuseTwice(name, names, "the parameter")
      names.append(name)
    }
    return names.map { Parameter(name: $0, shape: nil, fallback: nil) }
  }
}

// MARK: - Shapes

extension Parser {
  /// `[n, 1]` or `3x3`.
  mutating func shape() throws(Unreadable) -> ShapeAnnotation {
    let span = place
    if case .size(let sizes) = current {
      advance()
      return ShapeAnnotation(sizes: sizes.map { .number($0) }, span: span)
    }
    guard isAt(.openBracket) else { throw noShape() }
    let bracket = try open()
    var sizes: [ShapeAnnotation.Size] = []
    while !isAt(.closeBracket) {
      sizes.append(try shapeSize())
      guard take(.comma) else { break }
    }
    try close(bracket, orExpected: "`,` or `]`")
    return ShapeAnnotation(sizes: sizes, span: self.span(from: span.start))
  }

  private mutating func noShape() -> Unreadable {
    guard current != .end, current != .newline else { return unexpected("a shape such as [n, 1]") }
    return fail(
      "behind `\(previous.map { text(in: $0.span) } ?? ":")` stands a shape", at: place, label: "no shape",
      why: "as in: x: [n, 1] = zeros([3, 1])")
  }

  private mutating func shapeSize() throws(Unreadable) -> ShapeAnnotation.Size {
    let span = place
    switch current {
    case .word(let name) where !Words.reserved.contains(name):
      advance()
      return .name(name)
    case .mark(.rest):
      advance()
      return .rest
    case .number(let number):
      guard let size = Int(exactly: number), size >= 0 else {
        throw fail("a size is a whole number", at: span, label: "not a size")
      }
      advance()
      return .number(size)
    default: throw unexpected("a name or a number for a size", why: "as in: x: [n, 1] = zeros([3, 1])")
    }
  }
}
