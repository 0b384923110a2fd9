// The names that a block reads from outside: what must be known to run its text elsewhere.

import Language

/// Walks a block in the order in which it runs and notes names that are read before they are surely bound in it.
struct FreeNames {
  private var free: [String] = []
  private var bound: Set<String>

  /// The outer names of a block, each once, in the order of their first use.
  static func of(_ block: Block, bound: [String] = []) -> [String] {
    var walk = FreeNames(bound: Set(bound))
    walk.walk(block.statements)
    return walk.free
  }

  /// The outer names of a function; its own name is none, since it may call itself.
  static func of(_ function: Function, named name: String?) -> [String] {
    var walk = FreeNames(bound: Set(name.map { [$0] } ?? []))
    walk.walk(function)
    return walk.free
  }

  /// The names in the statement of a text that holds an expression, those of the expression left out.
  static func beside(_ expression: Expression, in source: Source) -> [String] {
    guard
      let statement = parse(source).program.statements.first(where: {
        $0.span.start <= expression.span.start && expression.span.end <= $0.span.end
      })
    else { return [] }
    var walk = FreeNames(bound: [])
    walk.walk(statement)
    var own = FreeNames(bound: [])
    own.walk(expression)
    return walk.free.filter { !own.free.contains($0) }
  }

  private init(bound: Set<String>) { self.bound = bound }

  private mutating func note(_ name: String) {
    if !bound.contains(name), !free.contains(name) { free.append(name) }
  }

  /// Walks something that may not run, or binds names of its own: what it binds is not surely bound behind it.
  private mutating func aside(_ names: [String] = [], _ walk: (inout FreeNames) -> Void) {
    let before = bound
    bound.formUnion(names)
    walk(&self)
    bound = before
  }

  private mutating func walk(_ statements: [Statement]) {
    for statement in statements { walk(statement) }
  }

  private mutating func walk(_ statement: Statement) {
    switch statement.kind {
    case .expression(let expression), .expect(let expression): walk(expression)
    case .assign(let targets, let operation, let values):
      for value in values { walk(value) }
      for target in targets { assign(target.place, reads: operation != .set) }
    case .function(let name, let function):
      bound.insert(name.text)
      walk(function)
    case .conditional(let branches, let otherwise):
      for branch in branches {
        walk(branch.condition)
        aside { $0.walk(branch.block.statements) }
      }
      if let otherwise { aside { $0.walk(otherwise.statements) } }
    case .forEach(let names, let subject, let block):
      walk(subject)
      aside(names.map(\.text)) { $0.walk(block.statements) }
    case .whileTrue(let condition, let block):
      walk(condition)
      aside { $0.walk(block.statements) }
    case .parameter(let name, let value, _):
      walk(value)
      bound.insert(name.text)
    case .expectFails(let block): aside { $0.walk(block.statements) }
    case .giveBack(let values): for value in values { walk(value) }
    case .use, .breakLoop, .continueLoop, .malformed: break
    }
  }

  private mutating func assign(_ place: Expression, reads: Bool) {
    if case .name(let name) = place.kind {
      if reads { note(name) }
      bound.insert(name)
    } else {
      walk(place)
    }
  }

  private mutating func walk(_ function: Function) {
    for parameter in function.parameters { parameter.fallback.map { walk($0) } }
    aside(function.parameters.map(\.name.text)) { walk in
      switch function.body {
      case .expression(let expression): walk.walk(expression)
      case .block(let block): walk.walk(block.statements)
      }
    }
  }

  private mutating func walk(_ arguments: [Argument]) { for argument in arguments { walk(argument.value) } }

  private mutating func walk(_ expression: Expression) {
    switch expression.kind {
    case .name(let name): note(name)
    case .text(let parts): for case .value(let value, _) in parts { walk(value) }
    case .several(let parts), .bracket(let parts): for part in parts { walk(part) }
    case .call(let callee, let arguments):
      walk(callee)
      walk(arguments)
    case .index(let base, let items):
      walk(base)
      for item in items { walk(item) }
    case .field(let base, _): walk(base)
    case .negate(let operand), .not(let operand): walk(operand)
    case .binary(_, let left, let right, _), .pipe(let left, let right):
      walk(left)
      walk(right)
    case .range(let start, let end, _, let step):
      walk(start)
      walk(end)
      step.map { walk($0) }
    case .lambda(let function): walk(function)
    case .build(_, let arguments, let block):
      walk(arguments)
      aside(["it"] + arguments.compactMap { $0.name?.text }) { $0.walk(block.statements) }
    case .update(let names, let optimizer, let block):
      for word in names + [optimizer] { note(word.text) }
      aside { $0.walk(block.statements) }
      bound.formUnion((names + [optimizer]).map(\.text))
    case .none, .truth, .number, .quantity, .size, .malformed: break
    }
  }

  private mutating func walk(_ item: IndexItem) {
    switch item {
    case .at(let expression): walk(expression)
    case .slice(let start, let end, _):
      start.map { walk($0) }
      end.map { walk($0) }
    case .rest: break
    }
  }
}
