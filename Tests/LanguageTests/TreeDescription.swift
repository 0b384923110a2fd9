// The tree as a compact s-expression, so that a test can state a whole tree in one line.

import Language

func describe(_ text: String) -> String {
  let parsed = parse(Source(name: "test", text: text))
  let statements = parsed.program.statements.map(describe).joined(separator: " ")
  return parsed.diagnostics.isEmpty ? statements : "ERROR: " + parsed.diagnostics.map(\.message).joined(separator: " | ")
}

private func list(_ parts: [String]) -> String { "(" + parts.filter { !$0.isEmpty }.joined(separator: " ") + ")" }

private func describe(_ statement: Statement) -> String {
  var text = describe(statement.kind)
  if statement.isSilenced { text += ";" }
  if let promise = statement.promise {
    text += " => '\(promise.text)'" + (promise.tolerance.map { " +- \(number($0))" } ?? "")
  }
  return text
}

private func describe(_ kind: Statement.Kind) -> String {
  switch kind {
  case .expression(let expression): describe(expression)
  case .assign(let targets, let sign, let values): list([sign.rawValue] + targets.map(describe) + [":"] + values.map(describe))
  case .function(let name, let function): list(["fn", name.text, describe(function)])
  case .conditional(let branches, let otherwise):
    list(["if"] + branches.map { describe($0.condition) + " " + describe($0.block) } + [otherwise.map { "else " + describe($0) } ?? ""])
  case .forEach(let names, let sequence, let block): list(["for"] + names.map(\.text) + ["in", describe(sequence), describe(block)])
  case .whileTrue(let condition, let block): list(["while", describe(condition), describe(block)])
  case .parameter(let name, let value, let note): list(["param", name.text, describe(value), note.map { "'\($0)'" } ?? ""])
  case .expect(let condition): list(["expect", describe(condition)])
  case .expectFails(let block): list(["fails", describe(block)])
  case .use(let file, _): list(["use", file])
  case .breakLoop: "break"
  case .continueLoop: "continue"
  case .giveBack(let values): list(["return"] + values.map(describe))
  case .malformed: "?"
  }
}

private func describe(_ block: Block) -> String { "{" + block.statements.map(describe).joined(separator: " ") + "}" }

private func describe(_ target: Target) -> String { describe(target.place) + (target.shape.map(describe) ?? "") }

private func describe(_ shape: ShapeAnnotation) -> String {
  let sizes = shape.sizes.map { size in
    switch size {
    case .number(let number): String(number)
    case .name(let name): name
    case .rest: "..."
    }
  }
  return "<" + sizes.joined(separator: ",") + ">"
}

private func describe(_ function: Function) -> String {
  let parameters = function.parameters.map { parameter in
    parameter.name.text + (parameter.shape.map(describe) ?? "") + (parameter.fallback.map { "=" + describe($0) } ?? "")
  }
  let body =
    switch function.body {
    case .expression(let expression): describe(expression)
    case .block(let block): describe(block)
    }
  return list(parameters) + (function.result.map(describe) ?? "") + " " + body
}

private func describe(_ arguments: [Argument]) -> String {
  arguments.map { ($0.name.map { $0.text + ":" } ?? "") + describe($0.value) }.joined(separator: " ")
}

private func number(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}

private func describe(_ expression: Expression) -> String {
  switch expression.kind {
  case .none: "none"
  case .truth(let truth): String(truth)
  case .number(let value): number(value)
  case .quantity(let value, let unit): number(value) + "_" + unit.text
  case .size(let sizes): sizes.map(String.init).joined(separator: "x")
  case .text(let parts): list(["text"] + parts.map(describe))
  case .name(let name): name
  case .several(let items): list(["several"] + items.map(describe))
  case .bracket(let items): "[" + items.map(describe).joined(separator: " ") + "]"
  case .call(let callee, let arguments): list(["call", describe(callee), describe(arguments)])
  case .index(let base, let items): list(["at", describe(base)] + items.map(describe))
  case .field(let base, let word): describe(base) + "." + word.text
  case .negate(let operand): list(["-", describe(operand)])
  case .not(let operand): list(["not", describe(operand)])
  case .binary(let sign, let left, let right, _): list([sign.rawValue, describe(left), describe(right)])
  case .range(let first, let last, let includesEnd, let step):
    list([includesEnd ? ".." : "..<", describe(first), describe(last), step.map { "by " + describe($0) } ?? ""])
  case .lambda(let function): list(["->", describe(function)])
  case .pipe(let left, let right): list(["|>", describe(left), describe(right)])
  case .build(let word, let arguments, let block): list([word.text, describe(arguments), describe(block)])
  case .update(let names, let optimizer, let block): list(["update"] + names.map(\.text) + ["by", optimizer.text, describe(block)])
  case .malformed: "?"
  }
}

private func describe(_ part: TextPart) -> String {
  switch part {
  case .words(let words): "'" + words + "'"
  case .value(let expression, let format): "{" + describe(expression) + (format.map { ":" + $0 } ?? "") + "}"
  }
}

private func describe(_ item: IndexItem) -> String {
  switch item {
  case .at(let expression): describe(expression)
  case .slice(let first, let last, _): (first.map(describe) ?? "") + ":" + (last.map(describe) ?? "")
  case .rest: "..."
  }
}
