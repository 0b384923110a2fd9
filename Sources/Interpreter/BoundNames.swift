// Which names a statement binds in the scope it stands in.

import Language

extension Statement {
  /// The names that are bound when it has run, those of loops and branches included.
  public var boundNames: Set<String> {
    switch kind {
    case .expression(let expression), .expect(let expression): expression.updatedNames
    case .assign(let targets, _, let values):
      Set(targets.compactMap(\.place.root)).union(values.flatMap(\.updatedNames))
    case .function(let name, _), .parameter(let name, _, _): [name.text]
    case .conditional(let branches, let otherwise):
      branches.reduce(into: otherwise?.boundNames ?? []) { $0.formUnion($1.block.boundNames) }
    case .forEach(let names, _, let block): block.boundNames.union(names.map(\.text))
    case .whileTrue(_, let block): block.boundNames
    case .expectFails, .use, .breakLoop, .continueLoop, .giveBack, .malformed: []
    }
  }
}

extension Block {
  public var boundNames: Set<String> { statements.reduce(into: []) { $0.formUnion($1.boundNames) } }
}

extension Expression {
  /// `update w by opt { … }` binds w and opt where it stands.
  fileprivate var updatedNames: Set<String> {
    if case .update(let names, let optimizer, _) = kind { Set((names + [optimizer]).map(\.text)) } else { [] }
  }
}
