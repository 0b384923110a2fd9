// Expressions: what each gives.

import Catalog
import Language

extension Session {
  /// The value of an expression; several values stay several. A complaint gets its place here, at the innermost expression that sees it.
  func evaluate(_ expression: Expression, _ frame: Frame) throws -> Value {
    do {
      return try compute(expression, frame)
    } catch let complaint as Complaint {
      throw place(complaint, at: expression, frame)
    } catch is UnknownNumbers where Checking.isOn {
      return .unknown(expression.unknownSort)
    } catch is UnknownNumbers where context.watcher == nil {
      throw place(.looksTooEarly, at: expression, frame)
    }
  }

  /// The value, the first of several.
  func one(_ expression: Expression, _ frame: Frame) throws -> Value { try evaluate(expression, frame).first }

  private func compute(_ expression: Expression, _ frame: Frame) throws -> Value {
    switch expression.kind {
    case .number(let number): return .number(number)
    case .name(let name): return try read(name, frame)
    case .binary(let operation, let left, let right, _): return try operate(operation, left, right, frame)
    case .call(let callee, let arguments): return try call(expression, callee, arguments, piped: nil, frame)
    case .field(let base, let word): return try field(try one(base, frame), word.text)
    case .index(let base, let index):
      let value = try one(base, frame)
      return try element(value, try items(index, frame))
    case .pipe(let left, let right): return try pipe(try one(left, frame), into: right, whole: expression, frame)
    case .text(let parts): return .text(try text(of: parts, frame))
    case .negate(let operand): return try negated(try one(operand, frame))
    case .not(let operand): return try inverted(try one(operand, frame))
    case .bracket(let parts): return try finished(try items(of: parts, frame), parts)
    case .several(let parts): return .several(try parts.map { try one($0, frame) })
    case .range(let start, let end, let includesEnd, let step): return try range(start, end, includesEnd, step, frame)
    case .quantity(let amount, let word): return try quantity(amount, word)
    case .lambda(let function): return .thing(UserFunction(nil, function, frame))
    case .build(let word, let arguments, let block): return try build(expression, word, arguments, block, frame)
    case .update(let names, let optimizer, let block): return try update(expression, names, optimizer, block, frame)
    case .size(let sizes): return .size(sizes)
    case .truth(let truth): return .truth(truth)
    case .none: return .none
    case .malformed: throw Complaint(.syntax, "this could not be read")
    }
  }

  private func operate(_ operation: Operator, _ left: Expression, _ right: Expression, _ frame: Frame) throws -> Value {
    if operation == .and || operation == .or { return try connect(operation, left, right, frame) }
    let a: Value
    do { a = try evaluate(left, frame) } catch let failure as Failure where operation == .less {
      throw arrow(failure, left, right, frame)
    }
    let b = try evaluate(right, frame)
    return try apply(operation.meaning, a, b)
  }

  /// `and` and `or`: a truth on the left may settle it; things connect element by element.
  private func connect(_ operation: Operator, _ left: Expression, _ right: Expression, _ frame: Frame) throws -> Value {
    let a = try one(left, frame)
    if case .truth(let truth) = a, truth == (operation == .or) { return a }
    if case .truth = a {} else if case .thing = a {} else { throw wantsTruths(operation, .left, a) }
    let b = try one(right, frame)
    switch (a, b) {
    case (.truth, .truth): return b
    case (.truth, .thing), (.thing, .truth), (.thing, .thing): return try connect(operation, a, b)
    default: throw wantsTruths(operation, .right, b)
    }
  }

  private func connect(_ operation: Operator, _ a: Value, _ b: Value) throws -> Value {
    if case .thing(let thing) = a, let result = try thing.combine(operation.meaning, b, isLeft: true) { return result }
    if case .thing(let thing) = b, let result = try thing.combine(operation.meaning, a, isLeft: false) { return result }
    guard let left = try a.asTruth() else { throw wantsTruths(operation, .left, a) }
    guard let right = try b.asTruth() else { throw wantsTruths(operation, .right, b) }
    return .truth(operation == .and ? left && right : left || right)
  }

  private func wantsTruths(_ operation: Operator, _ role: Complaint.Role, _ value: Value) -> Complaint {
    Complaint(.type, "`\(operation.rawValue)` wants truths, not \(value.kind)", [.init(role, "this is \(value.kind)")])
  }

  func bracket(_ values: [Value]) throws -> Value { try context.catalog.bracket(values) ?? .list(values) }

  /// The items of a bracket; where all of them are brackets themselves they come as lists of their items.
  private func items(of parts: [Expression], _ frame: Frame) throws -> [Value] {
    guard areBrackets(parts) else { return try parts.map { try one($0, frame) } }
    return try parts.map { part in
      guard case .bracket(let inner) = part.kind else { return .none }
      return .list(try items(of: inner, frame))
    }
  }

  /// What the catalogue makes of a bracket, or a list of what it makes of the brackets inside.
  private func finished(_ values: [Value], _ parts: [Expression]) throws -> Value {
    if let value = try context.catalog.bracket(values) { return value }
    guard areBrackets(parts) else { return .list(values) }
    return .list(
      try zip(values, parts).map { value, part in
        guard case .bracket(let inner) = part.kind, case .list(let items) = value else { return value }
        return try finished(items, inner)
      })
  }

  private func areBrackets(_ parts: [Expression]) -> Bool {
    !parts.isEmpty && parts.allSatisfy { if case .bracket = $0.kind { true } else { false } }
  }

  private func range(
    _ start: Expression, _ end: Expression, _ includesEnd: Bool, _ step: Expression?, _ frame: Frame
  ) throws -> Value {
    let first = try bound(of: start, .left, frame)
    let last = try bound(of: end, .right, frame)
    let by = try step.map { try bound(of: $0, .argument("by"), frame) } ?? 1
    guard by != 0 else { throw Complaint(.argument, "a range cannot go in steps of 0", [.init(.argument("by"), "this goes nowhere")]) }
    return .range(Progression(first, last, step: by, includesEnd: includesEnd))
  }

  private func bound(of expression: Expression, _ role: Complaint.Role, _ frame: Frame) throws -> Double {
    let value = try one(expression, frame)
    if let number = try value.asNumber() { return number }
    throw Complaint(.type, "a range goes from number to number, not \(value.kind)", [.init(role, "this is \(value.kind)")])
  }

  private func quantity(_ amount: Double, _ word: Word) throws -> Value {
    if let unit = Unit(word: word.text) { return .quantity(Quantity(amount, unit)) }
    let near = suggestion(for: word.text, among: Unit.allCases.map(\.rawValue))
    throw Complaint(
      .name, "there is no unit `\(word.text)`", [.init(.whole, near.map { "did you mean `\($0)`?" } ?? "not a unit")],
      why: "units: " + Unit.allCases.map(\.rawValue).joined(separator: "  "))
  }

  /// A text with its values put in.
  private func text(of parts: [TextPart], _ frame: Frame) throws -> String {
    var result = ""
    for part in parts {
      switch part {
      case .words(let words): result += words
      case .value(let expression, let format):
        let value = try one(expression, frame)
        result += try placing(expression.span, frame) { try formatted(value, format) }
      }
    }
    return result
  }

  private func formatted(_ value: Value, _ format: String?) throws -> String {
    guard let format else { return try value.text() }
    guard let layout = NumberFormat(format) else {
      throw Complaint(
        .argument, "`\(format)` is no format", [.init(.whole, "the format behind the colon")],
        why: "a format is [width][.decimals][e or %]: {x:.3}  {x:8.3}  {x:.2e}  {x:.1%}")
    }
    if case .text(let text) = value { return Columns.pad(text, to: layout.width) }
    if let number = try value.asNumber() { return layout.apply(to: number) }
    if case .quantity(let quantity) = value {
      return layout.apply(to: quantity.amount) + " " + quantity.text.drop { $0 != " " }.dropFirst()
    }
    if layout.precision == nil, layout.style == nil { return Columns.pad(try value.text(), to: layout.width) }
    throw Complaint(.type, "\(value.kind) has no decimals to format", [.init(.whole, "this is \(value.kind)")])
  }
}

extension Expression {
  /// What is known of its value where its numbers are not.
  fileprivate var unknownSort: Unknown.Sort {
    switch kind {
    case .text: .text
    case .range: .range
    default: .anything
    }
  }
}
