// The parts of statements and expressions, for whoever looks for something in a tree.

extension Expression {
  /// The expressions that it is made of, in the order of the text; those in its blocks among them.
  public var parts: [Expression] {
    switch kind {
    case .none, .truth, .number, .quantity, .size, .name, .malformed: []
    case .text(let parts): parts.compactMap { if case .value(let value, _) = $0 { value } else { nil } }
    case .several(let items), .bracket(let items): items
    case .call(let callee, let arguments): [callee] + arguments.map(\.value)
    case .index(let base, let items): [base] + items.flatMap(\.parts)
    case .field(let base, _): [base]
    case .negate(let operand), .not(let operand): [operand]
    case .binary(_, let left, let right, _), .pipe(let left, let right): [left, right]
    case .range(let first, let last, _, let step): [first, last] + (step.map { [$0] } ?? [])
    case .lambda(let function): function.parts
    case .build(_, let arguments, let block): arguments.map(\.value) + block.parts
    case .update(_, _, let block): block.parts
    }
  }
}

extension IndexItem {
  var parts: [Expression] {
    switch self {
    case .at(let expression): [expression]
    case .slice(let first, let last, _): [first, last].compactMap { $0 }
    case .rest: []
    }
  }
}

extension Function {
  public var parts: [Expression] {
    let defaults = parameters.compactMap(\.fallback)
    return switch body {
    case .expression(let expression): defaults + [expression]
    case .block(let block): defaults + block.parts
    }
  }
}

extension Block {
  public var parts: [Expression] { statements.flatMap(\.parts) }
}

extension Statement {
  /// The expressions that stand in it, those of its blocks among them.
  public var parts: [Expression] {
    switch kind {
    case .expression(let expression), .expect(let expression): [expression]
    case .assign(let targets, _, let values): targets.map(\.place) + values
    case .function(_, let function): function.parts
    case .conditional(let branches, let otherwise):
      branches.flatMap { [$0.condition] + $0.block.parts } + (otherwise?.parts ?? [])
    case .forEach(_, let sequence, let block): [sequence] + block.parts
    case .whileTrue(let condition, let block): [condition] + block.parts
    case .parameter(_, let value, _): [value]
    case .expectFails(let block): block.parts
    case .giveBack(let values): values
    case .use, .breakLoop, .continueLoop, .malformed: []
    }
  }
}
