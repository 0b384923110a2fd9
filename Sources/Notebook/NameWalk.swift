// Walks a program in the order in which it runs and finds names that nobody bound and arguments that no word has.

import Catalog
import Interpreter
import Language

import struct Language.Argument
import enum Language.IndexItem

/// One walk over one text.
struct NameWalk {
  private let source: Source
  private let catalog: Catalog
  private let namesOf: (_ path: String, _ place: Span) throws -> Set<String>
  /// Bound where the walk stands.
  private var bound: Set<String> = ["ans", "out"]
  /// Bound somewhere around: what a function may read when it is called.
  private var around: Set<String> = []
  private(set) var failures: [Failure] = []
  /// A file could not be used: any name from here on may be one of its.
  private var hasLostNames = false

  init(_ source: Source, _ catalog: Catalog, namesOf: @escaping (String, Span) throws -> Set<String>) {
    self.source = source
    self.catalog = catalog
    self.namesOf = namesOf
  }

  mutating func walk(_ statements: [Statement]) {
    let before = around
    for statement in statements { around.formUnion(statement.boundNames) }
    for statement in statements { walk(statement) }
    around = before
  }

  /// Walks what binds names of its own: they are gone behind it.
  private mutating func inside(_ names: [String], _ walk: (inout NameWalk) -> Void) {
    let before = bound
    bound.formUnion(names)
    walk(&self)
    bound = before
  }

  private mutating func note(_ error: any Error) {
    if let failure = error as? Failure { failures.append(failure) }
  }

  // MARK: - Statements

  private mutating func walk(_ statement: Statement) {
    switch statement.kind {
    case .expression(let expression), .expect(let expression): walk(expression)
    case .assign(let targets, let operation, let values): assign(targets, operation, values)
    case .function(let name, let function):
      bound.insert(name.text)
      walk(function)
    case .conditional(let branches, let otherwise):
      for branch in branches {
        walk(branch.condition)
        walk(branch.block.statements)
      }
      if let otherwise { walk(otherwise.statements) }
    case .forEach(let names, let subject, let block):
      walk(subject)
      bound.formUnion(names.map(\.text))
      walk(block.statements)
    case .whileTrue(let condition, let block):
      walk(condition)
      walk(block.statements)
    case .parameter(let name, let value, _):
      walk(value)
      bound.insert(name.text)
    // These lines are meant to fail.
    case .expectFails: break
    case .giveBack(let values): for value in values { walk(value) }
    case .use(let path, let span):
      do { bound.formUnion(try namesOf(path, span)) } catch {
        note(error)
        hasLostNames = true
      }
    case .breakLoop, .continueLoop, .malformed: break
    }
  }

  private mutating func assign(_ targets: [Target], _ operation: AssignmentOperator, _ values: [Expression]) {
    for value in values { walk(value) }
    for target in targets {
      if case .name(let name) = target.place.kind, operation == .set { bound.insert(name) } else { walk(target.place) }
    }
  }

  private mutating func walk(_ function: Function) {
    for parameter in function.parameters { if let fallback = parameter.fallback { walk(fallback) } }
    // Its outer names are read when it is called, which may be further down.
    inside(Array(around) + function.parameters.map(\.name.text)) { walk in
      switch function.body {
      case .expression(let expression): walk.walk(expression)
      case .block(let block): walk.walk(block.statements)
      }
    }
  }

  // MARK: - Expressions

  private mutating func walk(_ expression: Expression) {
    switch expression.kind {
    case .name(let name): look(up: name, expression)
    case .text(let parts): for case .value(let value, _) in parts { walk(value) }
    case .several(let parts), .bracket(let parts): for part in parts { walk(part) }
    case .call(let callee, let arguments): call(expression, callee, arguments, isPiped: false)
    case .pipe(let left, let right):
      walk(left)
      pipe(into: right)
    case .index(let base, let items):
      walk(base)
      for item in items { walk(item) }
    case .field(let base, _): walk(base)
    case .negate(let operand), .not(let operand): walk(operand)
    case .binary(let operation, let left, let right, _):
      walk(left)
      if !left.settles(operation) { walk(right) }
    case .range(let start, let end, _, let step): for part in [start, end, step].compactMap({ $0 }) { walk(part) }
    case .lambda(let function): walk(function)
    case .build(_, let arguments, let block): build(arguments, block)
    case .update(let names, let optimizer, let block):
      for word in names + [optimizer] { look(up: word.text, Expression(.name(word.text), word.span)) }
      inside([]) { $0.walk(block.statements) }
    case .none, .truth, .number, .quantity, .size, .malformed: break
    }
  }

  private mutating func walk(_ item: IndexItem) {
    switch item {
    case .at(let expression): walk(expression)
    case .slice(let start, let end, _): for part in [start, end].compactMap({ $0 }) { walk(part) }
    case .rest: break
    }
  }

  private mutating func build(_ arguments: [Argument], _ block: Block) {
    for argument in arguments {
      // In `layers([time, 64])` a name that stands for nothing names an axis.
      if case .bracket(let items) = argument.value.kind {
        for item in items { if case .name = item.kind { continue } else { walk(item) } }
      } else {
        walk(argument.value)
      }
    }
    inside(["it"] + arguments.compactMap { $0.name?.text }) { $0.walk(block.statements) }
  }

  private mutating func pipe(into right: Expression) {
    switch right.kind {
    case .call(let callee, let arguments): call(right, callee, arguments, isPiped: true)
    case .field(let base, _), .index(let base, _): pipe(into: base)
    default: walk(right)
    }
  }

  // MARK: - Names and calls

  /// Reads a name that nothing binds in a session that knows all that is bound: it says what it would say when the program runs.
  private mutating func look(up name: String, _ expression: Expression) {
    guard !bound.contains(name), catalog[name] == nil, !hasLostNames else { return }
    run(expression)
    // Once is enough.
    bound.insert(name)
  }

  private mutating func call(_ whole: Expression, _ callee: Expression, _ arguments: [Argument], isPiped: Bool) {
    walk(callee)
    for argument in arguments { walk(argument.value) }
    guard case .name(let name) = callee.kind, !bound.contains(name), let word = catalog[name] else { return }
    let given = arguments.map { Argument(name: $0.name, value: Expression(.none, $0.value.span)) }
    if word.refuses(given, isPiped: isPiped) { run(Expression(.call(callee, given), whole.span)) }
  }

  /// Evaluates an expression that is known to fail before it does anything.
  private mutating func run(_ expression: Expression) {
    let session = Session(Context(catalog: catalog))
    for name in bound { session.bind(name, .none) }
    do { _ = try session.execute(Statement(.expression(expression), expression.span), in: source) } catch { note(error) }
  }
}

extension Expression {
  /// `false and …`, `true or …`: the right side is never looked at.
  fileprivate func settles(_ operation: Operator) -> Bool {
    guard case .truth(let truth) = kind else { return false }
    return operation == (truth ? .or : .and)
  }
}

extension Declaration {
  /// Whether the word has no such arguments, whatever their values.
  fileprivate func refuses(_ given: [Argument], isPiped: Bool) -> Bool {
    let named = given.compactMap { $0.name?.text }
    let ordinary = notes.filter { $0.role == .ordinary }.map(\.name)
    if !notes.contains(where: { $0.role == .names }), named.contains(where: { !ordinary.contains($0) }) { return true }
    // What comes by pipe is no part of the call that is tried, and a layer may be handed its tensor as well.
    guard !isPiped, !takesSubject, !notes.contains(where: { $0.role == .rest }) else { return false }
    return given.count - named.count > ordinary.filter { !named.contains($0) }.count
  }
}
