// How high a tree is. The parser refuses trees above `Parser.tallestTree`, so whoever walks one may recurse,
// and freeing one never exhausts the stack.

extension Sequence {
  func tallest(_ height: (Element) -> Int) -> Int { reduce(0) { Swift.max($0, height($1)) } }
}

extension Expression.Kind {
  var height: Int { 1 + partsHeight }

  private var partsHeight: Int {
    switch self {
    case .none, .truth, .number, .quantity, .size, .name, .malformed: 0
    case .text(let parts): parts.tallest(\.height)
    case .several(let items), .bracket(let items): items.tallest(\.height)
    case .call(let callee, let arguments): max(callee.height, arguments.tallest(\.value.height))
    case .index(let base, let items): max(base.height, items.tallest(\.height))
    case .field(let base, _): base.height
    case .negate(let operand), .not(let operand): operand.height
    case .binary(_, let left, let right, _), .pipe(let left, let right): max(left.height, right.height)
    case .range(let first, let last, _, let step): max(first.height, last.height, step?.height ?? 0)
    case .lambda(let function): function.height
    case .build(_, let arguments, let block): max(arguments.tallest(\.value.height), block.height)
    case .update(_, _, let block): block.height
    }
  }
}

extension TextPart {
  var height: Int {
    if case .value(let expression, _) = self { expression.height } else { 0 }
  }
}

extension IndexItem {
  var height: Int {
    switch self {
    case .at(let expression): expression.height
    case .slice(let first, let last, _): max(first?.height ?? 0, last?.height ?? 0)
    case .rest: 0
    }
  }
}

extension Function.Body {
  func height(with parameters: [Parameter]) -> Int {
    let body =
      switch self {
      case .expression(let expression): expression.height
      case .block(let block): block.height
      }
    return max(body, parameters.tallest { $0.fallback?.height ?? 0 })
  }
}

extension Statement.Kind {
  var height: Int {
    switch self {
    case .expression(let expression), .expect(let expression): 1 + expression.height
    case .assign(let targets, _, let values): 1 + max(targets.tallest(\.place.height), values.tallest(\.height))
    case .function(_, let function): 1 + function.height
    case .conditional(let branches, let otherwise):
      1 + max(branches.tallest { max($0.condition.height, $0.block.height) }, otherwise?.height ?? 0)
    case .forEach(_, let sequence, let block): 1 + max(sequence.height, block.height)
    case .whileTrue(let condition, let block): 1 + max(condition.height, block.height)
    case .parameter(_, let value, _): 1 + value.height
    case .expectFails(let block): 1 + block.height
    case .giveBack(let values): 1 + values.tallest(\.height)
    case .use, .breakLoop, .continueLoop, .malformed: 1
    }
  }
}
