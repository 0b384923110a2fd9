// Statements: what each line does, and what value it leaves.

import Catalog
import Language

extension Session {
  /// Runs statements up to the one that leaves them. The value is that of the last.
  func run(_ statements: [Statement], _ frame: Frame) throws -> Ending {
    var ending = Ending.value(.none)
    for (place, statement) in statements.enumerated() {
      // What was stopped before it was done can still be given back.
      if place > 0, !statement.givesBack { try refuseInterruption(before: statement.span, after: statements[place - 1], frame) }
      ending = try executeOrInspect(statement, frame)
      guard case .value = ending else { return ending }
    }
    return ending
  }

  func executeOrInspect(_ statement: Statement, _ frame: Frame) throws -> Ending {
    guard let inspection else { return try execute(statement, frame) }
    return try inspect(statement, frame, inspection)
  }

  func execute(_ statement: Statement, _ frame: Frame) throws -> Ending {
    let ending = try perform(statement, frame)
    guard let failure = regret else { return ending }
    regret = nil
    throw failure
  }

  private func perform(_ statement: Statement, _ frame: Frame) throws -> Ending {
    switch statement.kind {
    case .expression(let expression): return .value(try runLine(expression, statement, frame))
    case .assign(let targets, let operation, let values): try assign(targets, operation, values, statement, frame)
    case .function(let name, let function):
      frame.scope.own(name.text).bind(.thing(UserFunction(name.text, function, frame)), Origin(statement: statement, source: frame.source))
    case .conditional(let branches, let otherwise): return try choose(branches[...], otherwise, frame)
    case .forEach(let names, let subject, let block): return try loop(names, over: subject, block, frame)
    case .whileTrue(let condition, let block): return try loop(while: condition, block, frame)
    case .parameter(let name, let value, let note): try declare(name, value, note, statement, frame)
    case .expect(let condition): try expect(condition, statement, frame)
    case .expectFails(let block): try expectFailure(block, statement, frame)
    case .use(let path, let span): try use(path, span, frame)
    case .breakLoop, .continueLoop: return try leaveLoop(statement, frame)
    case .giveBack(let values): return try giveBack(values, statement, frame)
    case .malformed: throw place(Complaint(.syntax, "this line could not be read"), whole: statement.span, frame)
    }
    return .value(.none)
  }

  /// A line that is a value. In a block whose lines are applied to what flows, that happens here.
  private func runLine(_ expression: Expression, _ statement: Statement, _ frame: Frame) throws -> Value {
    let value = try evaluate(expression, frame)
    guard let flow = frame.flow else { return value }
    do {
      return try flow.apply(value, at: statement)
    } catch let complaint as Complaint {
      throw place(complaint, at: expression.piped(from: "it"), frame)
    } catch is UnknownNumbers where !Checking.isOn && context.watcher == nil {
      throw place(.looksTooEarly, at: expression, frame)
    }
  }

  func choose(_ branches: ArraySlice<Branch>, _ otherwise: Block?, _ frame: Frame) throws -> Ending {
    for (place, branch) in zip(branches.indices, branches) {
      guard let holds = try knownTruth(of: branch.condition, "if", frame) else {
        return try takeAll(branches[place...], otherwise, frame)
      }
      if holds { return try run(branch.block.statements, frame) }
    }
    guard let otherwise else { return .value(.none) }
    return try run(otherwise.statements, frame)
  }

  /// The one truth that `if`, `while` and `expect` want.
  func truth(of condition: Expression, _ word: String, _ frame: Frame) throws -> Bool {
    let value = try one(condition, frame)
    if case .truth(let truth) = value { return truth }
    return try placing(condition.span, frame) {
      if let truth = try value.asTruth() { return truth }
      throw Complaint(
        .type, "`\(word)` wants one truth, not \(value.kind)", [.init(.whole, "this is \(value.kind)")],
        edits: truthEdits(value))
    }
  }

  private func truthEdits(_ value: Value) -> [Complaint.Edit] {
    switch value {
    case .number: [.replace(.whole, "\(operand: .whole) != 0")]
    case .none: [.replace(.whole, "\(operand: .whole) != none")]
    case .text: [.replace(.whole, "\(operand: .whole) != \"\"")]
    case .list: [.replace(.whole, "\(operand: .whole).count > 0")]
    default: []
    }
  }

  private func leaveLoop(_ statement: Statement, _ frame: Frame) throws -> Ending {
    let isBreak = if case .breakLoop = statement.kind { true } else { false }
    guard frame.loopDepth > 0 else {
      let word = isBreak ? "break" : "continue"
      throw place(
        Complaint(.syntax, "`\(word)` stands in no loop", [.init(.whole, "there is no `for` or `while` around it")]),
        whole: statement.span, frame)
    }
    return isBreak ? .breakLoop : .continueLoop
  }

  private func giveBack(_ expressions: [Expression], _ statement: Statement, _ frame: Frame) throws -> Ending {
    guard frame.isFunction else {
      let values = expressions.map { frame.source.text(in: $0.span) }.joined(separator: ", ")
      let complaint = Complaint(
        .syntax, "`return` stands in no function", [.init(.whole, "only the body of a `fn` or of `->` can return")],
        edits: values.isEmpty ? [] : [.replace(.whole, "\(values)")])
      throw place(complaint, whole: statement.span, frame)
    }
    switch expressions.count {
    case 0: return .giveBack(.none)
    case 1: return .giveBack(try evaluate(expressions[0], frame))
    default: return .giveBack(.several(try expressions.map { try one($0, frame) }))
    }
  }
}

// MARK: - expect

extension Session {
  private func expect(_ condition: Expression, _ statement: Statement, _ frame: Frame) throws {
    guard case .binary(let operation, let left, let right, let mark) = condition.kind, operation.compares else {
      // Where nothing is computed, nothing is judged.
      if try knownTruth(of: condition, "expect", frame) ?? true || inspection != nil { return }
      let complaint = Complaint(.expect, "this does not hold: \(oneLine(condition.span, frame))", [.init(.whole, "this is false")])
      throw place(complaint, whole: condition.span, frame)
    }
    let sides = (left: try one(left, frame), right: try one(right, frame))
    let holds = try compare(operation, sides.left, sides.right, condition, frame)
    if holds || inspection != nil { return }
    var marks: [Complaint.Mark] = [.init(.operator, "does not hold")]
    for (role, side, value) in [(Complaint.Role.left, left, sides.left), (.right, right, sides.right)] where !side.isLiteral {
      marks.append(.init(role, shortText(value)))
    }
    throw place(Complaint(.expect, "this does not hold: \(oneLine(condition.span, frame))", marks), whole: mark, frame) {
      condition.span(of: $0)
    }
  }

  private func compare(
    _ operation: Operator, _ left: Value, _ right: Value, _ condition: Expression, _ frame: Frame
  ) throws -> Bool {
    do {
      let value = try apply(operation.meaning, left, right)
      if let truth = try value.asTruth() { return truth }
      throw Complaint(
        .type, "`expect` wants one truth, not \(value.kind)", [.init(.whole, "this is \(value.kind)")],
        edits: [.replace(.whole, "all(\(part: .whole))")])
    } catch let complaint as Complaint {
      throw place(complaint, at: condition, frame)
    }
  }

  private func expectFailure(_ block: Block, _ statement: Statement, _ frame: Frame) throws {
    if inspection != nil { return }
    do {
      _ = try run(block.statements, Frame(Scope(inside: frame.scope), frame.source, frame.sizes))
    } catch let failure as Failure where !failure.isInterruption {
      return
    }
    let complaint = Complaint(.expect, "these lines were expected to fail, but they ran", [.init(.whole, "no error here")])
    throw place(complaint, whole: block.span, frame)
  }

  /// A value in a few characters.
  func shortText(_ value: Value) -> String {
    guard let text = try? value.quoted() else { return value.kind }
    return text.count <= 60 && !text.contains("\n") ? text : value.kind
  }

  func oneLine(_ span: Span, _ frame: Frame) -> String {
    let text = frame.source.text(in: span)
    return text.contains("\n") ? text.prefix { $0 != "\n" } + " …" : text
  }
}

extension Statement {
  fileprivate var givesBack: Bool { if case .giveBack = kind { true } else { false } }
}

extension Expression {
  /// The line of a block as what it means: `it |> dense(2)`. What flows is not written: its place is that of the word.
  fileprivate func piped(from name: String) -> Expression {
    guard case .call(let callee, _) = kind else { return self }
    return Expression(.pipe(Expression(.name(name), callee.span), self), span)
  }
}

extension Operator {
  var compares: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .within: true
    default: false
    }
  }
}

extension Expression {
  /// Its text says its value.
  fileprivate var isLiteral: Bool {
    switch kind {
    case .none, .truth, .number, .quantity, .size: true
    case .text(let parts): parts.allSatisfy { if case .words = $0 { true } else { false } }
    case .negate(let operand): operand.isLiteral
    default: false
    }
  }
}
