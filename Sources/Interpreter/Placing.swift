// Complaint → failure: finds the places of what a complaint speaks of.

import Catalog
import Language

extension Session {
  /// The failure of an expression: roles are parts of it.
  func place(_ complaint: Complaint, at expression: Expression, _ frame: Frame) -> Failure {
    var complaint = complaint
    if complaint.origin == nil, [.shape, .label, .type, .argument, .memory].contains(complaint.kind) {
      complaint.origin = origin(ofPartsOf: expression, of: complaint, frame)
    }
    return place(complaint, whole: expression.head(in: frame.source), frame, in: expression) { expression.span(of: $0) }
  }

  /// The failure of a place: [find] knows the spans of roles, and what it does not know is the whole. Edits speak of the parts of [expression].
  func place(
    _ complaint: Complaint, whole: Span, _ frame: Frame, in expression: Expression? = nil, find: (Complaint.Role) -> Span? = { _ in nil }
  ) -> Failure {
    let complaint = frame.sizes.named(in: complaint, knownSizes)
    return withoutActuallyEscaping(find) { find in
      let resolver = RoleResolver(session: self, frame: frame, expression: expression, whole: expression?.span ?? whole, find: find)
      let spans = complaint.marks.map { mark in
        Failure.Mark(span: find(mark.role) ?? resolver.madePlace(mark.role, in: frame.source) ?? whole, label: mark.label)
      }
      return Failure(
        complaint, frame.source, spans.isEmpty ? [Failure.Mark(span: whole, label: "")] : spans,
        proposals: complaint.edits.compactMap(resolver.proposal), cell: cellTitle,
        calls: calls(outside: spans.first?.span ?? whole, frame.source))
    }
  }

  /// Runs [action] and gives its complaints a place.
  func placing<Result>(
    _ whole: Span, _ frame: Frame, find: (Complaint.Role) -> Span? = { _ in nil }, _ action: () throws -> Result
  ) throws -> Result {
    do { return try action() } catch let complaint as Complaint { throw place(complaint, whole: whole, frame, find: find) }
  }

  /// Looks at a value of a statement: the work it stands for may be done only now, and a complaint about it belongs to that
  /// statement.
  public func placing<Result>(_ statement: Statement, in source: Source, _ look: () throws -> Result) throws -> Result {
    let frame = Frame(global, source, cellSizes)
    do { return try look() } catch let complaint as Complaint { throw reported(place(complaint, whole: statement.span, frame)) }
  }

  /// The running calls, innermost first. A block that runs where it stands was not called from elsewhere.
  private func calls(outside span: Span, _ source: Source) -> [Failure.Call] {
    trail.reversed().compactMap { entry in
      guard let site = entry.site else { return nil }
      if site.source === source, site.span.start <= span.start, span.end <= site.span.end { return nil }
      return Failure.Call(function: entry.function, source: site.source, line: site.source.line(at: site.span.start))
    }
  }
}

extension Complaint {
  /// Numbers were looked at before there were any. A trace that meets this runs as written; everything else must do without.
  static let looksTooEarly = Complaint(
    .type, "this looks at numbers, and here only shapes are known", [.init(.whole, "needs numbers")],
    why: "a net is built and a training compiled before there are numbers; choose between tensors with where(mask, a, b)")
}

extension Expression {
  /// What stands for the whole: a call over several lines is pointed at by its callee.
  func head(in source: Source) -> Span {
    guard source.line(at: span.start) != source.line(at: max(span.start, span.end - 1)) else { return span }
    switch kind {
    case .call(let callee, _): return callee.head(in: source)
    case .pipe(_, let right): return right.head(in: source)
    case .build(let word, _, _): return word.span
    default: return span
    }
  }

  /// The place of the part that plays a role; nil: there is no such part.
  func span(of role: Complaint.Role) -> Span? {
    switch (kind, role) {
    case (.binary(_, let left, _, _), .left), (.binary(_, let left, _, _), .position(0)): left.span
    case (.binary(_, _, let right, _), .right), (.binary(_, _, let right, _), .position(1)): right.span
    case (.binary(_, _, _, let mark), .operator), (.binary(_, _, _, let mark), .callee): mark
    case (.negate(let operand), .right), (.not(let operand), .right): operand.span
    case (.range(let start, _, _, _), .left): start.span
    case (.range(_, let end, _, _), .right): end.span
    case (.range(_, _, _, let step), .argument): step?.span
    case (.field(let base, _), .left), (.field(let base, _), .callee), (.field(let base, _), .owner): base.span
    case (.call(let callee, _), .owner), (.call(let callee, _), .field): callee.span(of: role)
    case (.name, .owner), (.name, .field): nil
    case (.pipe(_, let right), .owner), (.pipe(_, let right), .field): right.span(of: role)
    case (.field(_, let word), _): word.span
    case (.index(let base, _), .left), (.index(let base, _), .callee): base.span
    case (.index(_, let items), .position(let place)): items.indices.contains(place) ? items[place].span : nil
    case (.bracket(let items), .position(let place)): items.indices.contains(place) ? items[place].span : nil
    case (.call(let callee, let arguments), _): callSpan(role, callee.span, arguments, piped: nil)
    case (.pipe(let left, let right), _): right.pipeSpan(role, left)
    case (.build(let word, let arguments, let block), _):
      block.span(of: role) ?? callSpan(role, word.span, arguments, piped: nil)
    case (.update(let names, let optimizer, let block), _): updateSpan(role, names, optimizer, block)
    default: nil
    }
  }

  private func callSpan(_ role: Complaint.Role, _ callee: Span, _ arguments: [Language.Argument], piped: Expression?) -> Span? {
    switch role {
    case .callee, .operator: return callee
    case .argument(let name):
      return arguments.first { $0.name?.text == name }.map { $0.value.span.joined($0.name?.span ?? $0.value.span) }
    case .name(let name): return arguments.first { $0.name?.text == name }?.name?.span
    case .value(let name): return arguments.first { $0.name?.text == name }?.value.span
    case .arguments:
      guard let first = arguments.first, let last = arguments.last else { return nil }
      return (first.name?.span ?? first.value.span).joined(last.value.span)
    case .position(let place):
      let places = (piped.map { [$0.span] } ?? []) + arguments.filter { $0.name == nil }.map(\.value.span)
      return places.indices.contains(place) ? places[place] : nil
    // Words with two operands, such as losses, speak of left and right.
    case .left: return callSpan(.position(0), callee, arguments, piped: piped)
    case .right: return callSpan(.position(1), callee, arguments, piped: piped)
    default: return nil
    }
  }

  /// Parts of `left |> self`.
  private func pipeSpan(_ role: Complaint.Role, _ left: Expression) -> Span? {
    switch kind {
    case .call(let callee, let arguments): callSpan(role, callee.span, arguments, piped: left)
    case .build(let word, _, _): callSpan(role, word.span, [], piped: left)
    default: callSpan(role, span, [], piped: left)
    }
  }

  private func updateSpan(_ role: Complaint.Role, _ names: [Word], _ optimizer: Word, _ block: Block) -> Span? {
    switch role {
    case .position(let place): names.indices.contains(place) ? names[place].span : nil
    case .left: names.first?.span
    case .callee, .right: optimizer.span
    case .argument(let name): names.first { $0.text == name }?.span
    default: block.span(of: role)
    }
  }
}

extension Language.IndexItem {
  var span: Span {
    switch self {
    case .at(let expression): expression.span
    case .slice(_, _, let span), .rest(let span): span
    }
  }
}

extension Block {
  /// All lines, those inside `if` and loops included, in the order in which they stand.
  var lines: [Statement] { statements.flatMap { [$0] + $0.inner.flatMap(\.lines) } }

  func span(of role: Complaint.Role) -> Span? {
    guard case .line(let place) = role else { return nil }
    let lines = lines
    return lines.indices.contains(place) ? lines[place].span : nil
  }
}

extension Statement {
  /// The blocks of an `if` or a loop.
  var inner: [Block] {
    switch kind {
    case .conditional(let branches, let otherwise): branches.map(\.block) + (otherwise.map { [$0] } ?? [])
    case .forEach(_, _, let block), .whileTrue(_, let block): [block]
    default: []
    }
  }
}
