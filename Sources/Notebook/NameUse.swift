// Which names a program binds and which it reads: a name that nobody reads may be another one, misspelt.

import Catalog
import Language

import struct Language.Argument
import enum Language.IndexItem

/// The names of a whole program, whatever their scopes.
struct NameUse {
  /// Names bound by `=` and by `param`, each with its first place, in the order of the text.
  private(set) var assigned: [(name: String, place: Span)] = []
  private(set) var params: [(name: String, place: Span)] = []
  /// Everything that is bound in any way.
  private(set) var bound: Set<String> = []
  private(set) var read: Set<String> = []
  /// Files that are used may read any name.
  private(set) var usesFiles = false

  init(_ statements: [Statement]) { walk(statements) }

  /// Shorter names are too often near one another.
  private static let shortest = 4

  /// What to say of names that nobody reads.
  func remarks() -> [(complaint: Complaint, place: Span)] {
    if usesFiles { return [] }
    return misspelt + unread
  }

  private var misspelt: [(complaint: Complaint, place: Span)] {
    assigned.compactMap { name, place in
      guard !read.contains(name), name.count >= NameUse.shortest else { return nil }
      let near = bound.filter { $0 != name && isOneSlipAway($0, name) && !NameUse.differInNumber($0, name) }
      guard let other = near.min() else { return nil }
      return (
        Complaint(.name, "`\(name)` is never read, and `\(other)` is one letter away", [.init(.whole, "did you mean `\(other)`?")]), place
      )
    }
  }

  private var unread: [(complaint: Complaint, place: Span)] {
    params.filter { !read.contains($0.name) }.map { name, place in
      (
        Complaint(
          .name, "the param `\(name)` is never read", [.init(.whole, "nothing depends on it")],
          why: "setting it on the command line would change nothing"), place
      )
    }
  }

  /// `x1` and `x2` are two names.
  private static func differInNumber(_ a: String, _ b: String) -> Bool { a.filter { !$0.isNumber } == b.filter { !$0.isNumber } }

  // MARK: - Statements

  private mutating func walk(_ statements: [Statement]) {
    for statement in statements { walk(statement) }
  }

  private mutating func walk(_ statement: Statement) {
    switch statement.kind {
    case .expression(let expression), .expect(let expression): walk(expression)
    case .assign(let targets, _, let values):
      for value in values { walk(value) }
      for target in targets { assign(target.place) }
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
      bound.formUnion(names.map(\.text))
      walk(subject)
      walk(block.statements)
    case .whileTrue(let condition, let block):
      walk(condition)
      walk(block.statements)
    case .parameter(let name, let value, _):
      bound.insert(name.text)
      params.append((name.text, name.span))
      walk(value)
    case .expectFails(let block): walk(block.statements)
    case .giveBack(let values): for value in values { walk(value) }
    case .use: usesFiles = true
    case .breakLoop, .continueLoop, .malformed: break
    }
  }

  private mutating func assign(_ place: Expression) {
    guard case .name(let name) = place.kind else { return walk(place) }
    if bound.insert(name).inserted { assigned.append((name, place.span)) }
  }

  // MARK: - Expressions

  private mutating func walk(_ function: Function) {
    for parameter in function.parameters {
      bound.insert(parameter.name.text)
      if let fallback = parameter.fallback { walk(fallback) }
    }
    switch function.body {
    case .expression(let expression): walk(expression)
    case .block(let block): walk(block.statements)
    }
  }

  private mutating func walk(_ expression: Expression) {
    switch expression.kind {
    case .name(let name): read.insert(name)
    case .text(let parts): for case .value(let value, _) in parts { walk(value) }
    case .several(let parts), .bracket(let parts): for part in parts { walk(part) }
    case .call(let callee, let arguments):
      walk(callee)
      walk(arguments)
    case .pipe(let left, let right), .binary(_, let left, let right, _):
      walk(left)
      walk(right)
    case .index(let base, let items):
      walk(base)
      for item in items { walk(item) }
    case .field(let base, _): walk(base)
    case .negate(let operand), .not(let operand): walk(operand)
    case .range(let start, let end, _, let step): for part in [start, end, step].compactMap({ $0 }) { walk(part) }
    case .lambda(let function): walk(function)
    case .build(_, let arguments, let block):
      walk(arguments)
      walk(block.statements)
    case .update(let names, let optimizer, let block):
      read.formUnion((names + [optimizer]).map(\.text))
      walk(block.statements)
    case .none, .truth, .number, .quantity, .size, .malformed: break
    }
  }

  private mutating func walk(_ arguments: [Argument]) { for argument in arguments { walk(argument.value) } }

  private mutating func walk(_ item: IndexItem) {
    switch item {
    case .at(let expression): walk(expression)
    case .slice(let start, let end, _): for part in [start, end].compactMap({ $0 }) { walk(part) }
    case .rest: break
    }
  }
}
