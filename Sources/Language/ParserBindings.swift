// `a, b: [n, 1] = f()`: left sides are read as expressions first and judged when `=` or `:` follows.

extension Parser {
  mutating func bindingOrExpression() throws(Unreadable) -> Statement.Kind {
    var targets: [Target] = []
    repeat {
      let place = try expression()
      targets.append(Target(place: place, shape: isAt(.colon) ? try promisedShape(of: place) : nil))
    } while take(.comma)
    guard let sign = assignmentOperator else { return .expression(try value(of: targets)) }
    for target in targets { try judge(target.place, sign) }
    let end = place.end
    advance()
    let isOnNextLine = tokens[index].startsLine
    let values = try expressions()
    if assignmentOperator != nil {
      if isOnNextLine { throw fail("a value is missing behind `=`", at: Span(end, end), label: "nothing follows on this line") }
      throw fail("a line binds once", at: place, label: "a second `=`", why: "two names are bound by two statements: x = 1; y = x")
    }
    return .assign(targets, sign, values)
  }

  private var assignmentOperator: AssignmentOperator? {
    guard case .mark(let mark) = current else { return nil }
    return AssignmentOperator(rawValue: mark.rawValue)
  }

  private mutating func promisedShape(of place: Expression) throws(Unreadable) -> ShapeAnnotation {
    advance()
    if case .name(let name) = place.kind, current == .newline, let word = ForeignWord.named(name) {
      throw fail(word.message, at: place.span, label: "not a word of the language", why: "as in: \(word.example)")
    }
    return try shape()
  }

  /// What the line is where no `=` follows.
  private mutating func value(of targets: [Target]) throws(Unreadable) -> Expression {
    if let shape = targets.lazy.compactMap(\.shape).first {
      let example = "\(text(in: targets[0].place.span)): \(text(in: shape.span)) = …"
      throw fail("a shape is promised where a name is bound", at: shape.span, label: "no `=` follows", why: "as in: \(example)")
    }
    if targets.count == 1 { return targets[0].place }
    return try node(.several(targets.map(\.place)), targets[0].place.span.start)
  }

  /// Only a NAME, `w.a` and `t[0]` can be bound.
  private mutating func judge(_ place: Expression, _ sign: AssignmentOperator) throws(Unreadable) {
    if place.isPlace { return }
    let written = text(in: place.span)
    switch place.kind {
    case .several(let items):
      let names = items.map { text(in: $0.span) }.joined(separator: ", ")
      throw fail("names are bound without parentheses", at: place.span, label: "take them off", edit: Edit(place.span, names))
    case .call where sign == .set:
      throw fail("a function is defined with `fn`", at: place.span, label: "this is a call", edit: Edit(place.span, "fn \(written)"))
    case .truth, .none:
      throw fail("`\(written)` is a word of the language and cannot be a name", at: place.span, label: "choose another name")
    case .binary, .not, .negate:
      throw fail("only a name, a field or an item can be bound", at: place.span, label: "equality is written ==")
    default:
      throw fail("only a name, a field or an item can be bound", at: place.span, label: "write a name, w.a or t[0]")
    }
  }
}

extension Expression {
  /// A name, or a field or item that a name leads to.
  fileprivate var isPlace: Bool {
    switch kind {
    case .name: true
    case .field(let base, _), .index(let base, _): base.isPlace
    default: false
    }
  }
}
