// Calls and pipes: `f(a, k: b)`, `x |> f(a)`.

import Catalog
import Language

extension Session {
  func call(
    _ whole: Expression, _ callee: Expression, _ arguments: [Language.Argument], piped: Value?, _ frame: Frame
  ) throws -> Value {
    let function: Value
    do { function = try one(callee, frame) } catch let failure as Failure where failure.kind == .name {
      throw unknownCall(failure, callee, arguments, frame)
    }
    let given = try evaluate(arguments, piped: piped, frame)
    let result = try call(function, given, from: whole.span, frame)
    if let inspection, !inspection.remarks.isEmpty { noteRemarks(whole, frame, inspection) }
    if let complaint = context.regret {
      context.regret = nil
      regret = place(complaint, at: whole, frame)
    }
    return result
  }

  /// Calls a value, remembering from where.
  func call(_ function: Value, _ given: Given, from span: Span, _ frame: Frame) throws -> Value {
    callSite = CallSite(source: frame.source, span: span)
    if case .thing(let thing) = function {
      if let function = thing as? UserFunction { return try invoke(function, given) }
      if thing.isCallable { return try thing.call(given, context) }
    }
    throw Complaint(
      .type, "\(function.kind) cannot be called", [.init(.callee, "this is \(function.kind)")], edits: callEdits(function, given))
  }

  /// `2(x)` was meant as a product.
  private func callEdits(_ function: Value, _ given: Given) -> [Complaint.Edit] {
    if given.positional.isEmpty, given.named.isEmpty { return [.replace(.whole, "\(part: .callee)")] }
    guard case .number = function, given.positional.count == 1, given.named.isEmpty else { return [] }
    return [.replace(.whole, "\(operand: .callee) * \(operand: .position(0))")]
  }

  func evaluate(_ arguments: [Language.Argument], piped: Value?, _ frame: Frame) throws -> Given {
    var given = Given(positional: piped.map { [$0] } ?? [])
    for argument in arguments {
      let value = try one(argument.value, frame)
      guard let name = argument.name?.text else {
        given.positional.append(value)
        continue
      }
      if given.named.contains(where: { $0.name == name }) {
        throw place(
          Complaint(.argument, "`\(name)` is given twice", [.init(.whole, "the second time")]), whole: argument.value.span, frame)
      }
      given.named.append((name, value))
    }
    return given
  }

  /// A call that comes back from a word: `map(list, f)`.
  func callBack(_ callee: Value, _ given: Given) throws -> Value {
    guard case .thing(let thing) = callee, thing.isCallable else {
      throw Complaint(.type, "\(callee.kind) cannot be called", [.init(.callee, "this is \(callee.kind)")])
    }
    guard let function = thing as? UserFunction else { return try thing.call(given, context) }
    return try traced { try invoke(function, given) }
  }

  /// Runs what a watcher may be waiting for: from here on, names of older scopes are shown to it.
  /// Inside a traced body everything belongs to that body, unless [isNew] says that a new watcher was set for this one.
  func traced<Result>(isNew: Bool = false, _ action: () throws -> Result) throws -> Result {
    guard context.watcher != nil, isNew || tracedSince == .min else { return try action() }
    let before = tracedSince
    tracedSince = global.nextBirth
    quietDepth += 1
    defer {
      tracedSince = before
      quietDepth -= 1
    }
    return try action()
  }

  // MARK: - Pipes

  /// `x |> f(a)` is `f(x, a)`; `x |> f` calls the value on the right with x. The parser has made a call of `x |> (f(a))`.
  func pipe(_ value: Value, into right: Expression, whole: Expression, _ frame: Frame) throws -> Value {
    switch right.kind {
    case .call(let callee, let arguments): return try call(whole, callee, arguments, piped: value, frame)
    // `x |> fit(data).net` goes into the call, and the field is that of its result.
    case .field(let base, let word) where right.leadsToCall:
      let piped = try pipeOne(value, into: base, whole, frame)
      return try placing(word.span, frame) { try field(piped, word.text) }
    case .index(let base, let index) where right.leadsToCall:
      let piped = try pipeOne(value, into: base, whole, frame)
      return try placing(right.span, frame) { try element(piped, try items(index, frame)) }
    default: return try call(try one(right, frame), Given(positional: [value]), from: whole.span, frame)
    }
  }

  private func pipeOne(_ value: Value, into right: Expression, _ whole: Expression, _ frame: Frame) throws -> Value {
    guard case .pipe(let left, _) = whole.kind else { return try pipe(value, into: right, whole: whole, frame) }
    // The inner call is a pipe of its own, so that complaints find its parts.
    let inner = Expression(.pipe(left, right), left.span.joined(right.span))
    let find: (Complaint.Role) -> Span? = { inner.span(of: $0) }
    return try placing(inner.head(in: frame.source), frame, find: find) {
      try pipe(value, into: right, whole: inner, frame).first
    }
  }
}

extension Expression {
  /// Whether `.field` and `[item]` go back to a call: `f(a).b[0]`, but not `(f(a).b)`.
  fileprivate var leadsToCall: Bool {
    switch kind {
    case .call: true
    case .field(let base, _), .index(let base, _): span.start == base.span.start && base.leadsToCall
    default: false
    }
  }
}
