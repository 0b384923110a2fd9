// Where an odd value came from: the line that bound the name of an operand.

import Catalog
import Language

extension Session {
  /// The origin of the operand that a complaint speaks of last, if a name or a field of one stands there.
  func origin(ofPartsOf expression: Expression, of complaint: Complaint, _ frame: Frame) -> String? {
    let spans = complaint.marks.compactMap { expression.span(of: $0.role) }
    // Work that was put off does not fit where its numbers are needed: whatever is handed over there may have made it.
    let isWhole = complaint.kind == .memory && complaint.marks.map(\.role) == [.whole]
    for part in expression.operands.reversed() where isWhole || spans.contains(part.span) {
      if let origin = origin(of: part, frame) { return origin }
    }
    return nil
  }

  private func origin(of operand: Expression, _ frame: Frame) -> String? {
    guard let (source, made) = maker(of: operand, frame) else { return nil }
    let text = source.text(in: made.span)
    guard text.utf8.count <= 60, !text.contains("\n") else { return nil }
    let line = source.line(at: made.span.start)
    let file = source === frame.source ? "" : " of \(source.name)"
    return "\(frame.source.text(in: operand.span)) was made by \(text) at line \(line)\(file)"
  }

  /// The expression that a name or a field of one was bound to.
  func maker(of operand: Expression, _ frame: Frame) -> (Source, Expression)? {
    guard let (name, field) = operand.path, let slot = frame.scope.find(name) else { return nil }
    if let origin = slot.origin { return maker(of: name, field, origin) }
    guard let name = argumentName(for: name, frame), let origin = global.find(name)?.origin else { return nil }
    return maker(of: name, field, origin)
  }

  private func maker(of name: String, _ field: String?, _ origin: Origin) -> (Source, Expression)? {
    origin.statement.maker(of: name, field).map { (origin.source, $0) }
  }

  /// The name that was handed over for a parameter: in `loss(w)`, or, where a word calls the function, in `grad(loss, at: w)`.
  private func argumentName(for parameter: String, _ frame: Frame) -> String? {
    guard let (function, site) = frame.call, let place = function.parameterNames.firstIndex(of: parameter) else { return nil }
    let calls = parse(site.source).program.statements.lazy.flatMap(\.parts).compactMap { $0.lastPart { $0.span == site.span } }
    guard let call = calls.first, let (callee, arguments) = call.callParts else { return nil }
    if callee == function.name {
      let named = arguments.first { $0.name?.text == parameter }?.value
      let positional = arguments.filter { $0.name == nil }.map(\.value)
      return (named ?? (positional.indices.contains(place) ? positional[place] : nil))?.path?.name
    }
    let names = arguments.compactMap { $0.value.path?.name }.filter { $0 != function.name }
    return names.count == 1 ? names[0] : nil
  }
}

extension Expression {
  /// What is called, and with what; a pipe's value is the first argument.
  fileprivate var callParts: (callee: String?, arguments: [Language.Argument])? {
    switch kind {
    case .call(let callee, let arguments): return (callee.path?.name, arguments)
    case .pipe(let left, let right):
      let piped = Language.Argument(name: nil, value: left)
      return right.callParts.map { ($0.callee, [piped] + $0.arguments) } ?? (right.path?.name, [piped])
    default: return nil
    }
  }

  /// The values that an operation takes.
  var operands: [Expression] {
    switch kind {
    case .binary(_, let left, let right, _): [left, right]
    case .call(_, let arguments): arguments.map(\.value)
    case .pipe(let left, let right): [left] + right.operands
    default: []
    }
  }

  /// `w` is ("w", nil), `w.slope` is ("w", "slope").
  var path: (name: String, field: String?)? {
    switch kind {
    case .name(let name): return (name, nil)
    case .field(let base, let word):
      guard case .name(let name) = base.kind else { return nil }
      return (name, word.text)
    default: return nil
    }
  }

  /// The expression that made a field: the argument of that name, if this is a call.
  fileprivate func maker(of field: String?) -> Expression? {
    guard let field else { return self }
    guard case .call(_, let arguments) = kind else { return nil }
    return arguments.first { $0.name?.text == field }?.value
  }
}

extension Statement {
  fileprivate func maker(of name: String, _ field: String?) -> Expression? {
    guard case .assign(let targets, .set, let values) = kind, targets.count == values.count else { return nil }
    for (target, value) in zip(targets, values) {
      if case .name(name) = target.place.kind { return value.maker(of: field) }
    }
    return nil
  }
}
