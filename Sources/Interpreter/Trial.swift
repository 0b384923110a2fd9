// Trials: what a failure proposes is rehearsed on the session's names before anybody sees it.

import Catalog
import Language

extension Session {
  /// The failure of a statement with the first of its edits after which it does not fail.
  func mended(_ failure: Failure, by statement: Statement, in source: Source) -> Failure {
    guard failure.fix == nil, !failure.isInterruption else { return failure }
    var trial = Trial(self, statement, source)
    var failure = failure
    failure.fix = trial.fix(failure)
    return failure
  }

  /// The failure of a text that cannot be read, with the first of its edits after which the lines up to it run.
  public func mended(unread failure: Failure) -> Failure {
    let fixes = failure.proposals.compactMap { Fix(reading: $0) }
    guard let first = fixes.first else { return failure }
    var failure = failure
    let deadline = monotonicSeconds() + mendingSeconds
    failure.fix =
      fixes.lazy.compactMap { self.rehearsed($0, until: deadline, goesOn: false) }.first
      ?? fixes.lazy.compactMap { self.rehearsed($0, until: deadline, goesOn: true) }.first ?? first
    return failure
  }

  /// The fix, and with it what else is wrong on the edited lines; nil: something goes wrong at the edited place itself.
  private func rehearsed(_ fix: Fix, until deadline: Double, goesOn: Bool) -> Fix? {
    let statements = parse(fix.source).program.statements.prefix { $0.span.start <= fix.span.end }
    let rehearsal = rehearse(Array(statements), in: fix.source, within: deadline - monotonicSeconds())
    let lines = fix.source.line(at: fix.span.start)...fix.source.line(at: fix.span.end)
    let found = rehearsal.failures.filter { $0.source === fix.source && lines.contains($0.line) }
    guard let next = found.first, let statement = statements.last else { return fix }
    let trial = Trial(self, statement, fix.source, deadline, isUnread: true)
    if goesOn, let (mended, edit) = trial.first(of: next) { return fix.followed(by: mended, edit: edit) }
    if !goesOn { return nil }
    let isAtEdit = found.contains { $0.marks.contains { $0.span.start < fix.span.end && fix.span.start < $0.span.end } }
    return isAtEdit ? nil : fix
  }
}

/// The trials of one failure.
private struct Trial {
  /// An edit may uncover another slip on its line: so many are mended together.
  private static let deepest = 3

  private let session: Session
  private let statement: Statement
  private let source: Source
  private let deadline: Double
  /// Nothing of the text has run: what stands above the statement belongs to the trial.
  private let isUnread: Bool

  init(_ session: Session, _ statement: Statement, _ source: Source) {
    isUnread = false
    (self.session, self.statement, self.source) = (session, statement, source)
    deadline = monotonicSeconds() + session.mendingSeconds
  }

  mutating func fix(_ failure: Failure) -> Fix? {
    let order = failure.kind == .order ? session.earlier(failure, statement, source).map { [$0] } ?? [] : []
    for proposal in failure.proposals + order {
      if monotonicSeconds() > deadline { return nil }
      if let fix = attempt(proposal, failure, depth: 1) { return fix }
    }
    return nil
  }

  private func attempt(_ proposal: Failure.Proposal, _ failure: Failure, depth: Int) -> Fix? {
    guard let fix = Fix(reading: proposal) else { return nil }
    guard proposal.source === source else { return elsewhere(fix, proposal) }
    let rehearsal = session.rehearse(statements(of: fix, proposal.edit), in: fix.source, within: deadline - monotonicSeconds())
    if rehearsal.failures.isEmpty { return rehearsal.isComplete ? fix : nil }
    guard depth < Trial.deepest, let next = rehearsal.failures.first, next.source === fix.source, next.message != failure.message else {
      return nil
    }
    return goOn(fix, next, proposal.edit, depth)
  }

  /// The first edit of a failure that works, and what it was.
  func first(of failure: Failure) -> (Fix, Edit)? {
    for proposal in failure.proposals where proposal.source === source {
      if let fix = attempt(proposal, failure, depth: 2) { return (fix, proposal.edit) }
    }
    return nil
  }

  /// Mends what the first edit uncovered on the same lines.
  private func goOn(_ fix: Fix, _ failure: Failure, _ edit: Edit, _ depth: Int) -> Fix? {
    let inner = Trial(session, moved(edit), fix.source, deadline, isUnread: isUnread)
    for proposal in failure.proposals where proposal.source === fix.source {
      if let next = inner.attempt(proposal, failure, depth: depth + 1) { return fix.followed(by: next, edit: proposal.edit) }
    }
    return nil
  }

  init(_ session: Session, _ statement: Statement, _ source: Source, _ deadline: Double, isUnread: Bool) {
    self.isUnread = isUnread
    (self.session, self.statement, self.source, self.deadline) = (session, statement, source, deadline)
  }

  /// The failing statement in the edited text.
  private func moved(_ edit: Edit) -> Statement {
    let statements = parse(source.edited(edit)).program.statements
    let start = statement.span.start + (edit.span.end <= statement.span.start ? edit.growth : 0)
    return statements.last { $0.span.start <= start } ?? statement
  }

  /// From the edited statement to the failing one, in the edited text.
  private func statements(of fix: Fix, _ edit: Edit) -> [Statement] {
    let all = parse(fix.source).program.statements
    let isBefore = edit.span.end <= statement.span.start
    let growth = fix.source.bytes.count - source.bytes.count
    let failing = isBefore ? statement.span.start + growth : max(statement.span.start, fix.span.end - 1)
    guard let last = all.lastIndex(where: { $0.span.start <= max(failing, min(statement.span.start, fix.span.start)) }),
      let first = all.firstIndex(where: { $0.span.end >= min(fix.span.start, failing) })
    else { return [] }
    if isUnread { return Array(all[...last]) }
    return first <= last ? Array(all[first...last]) : [all[last]]
  }

  /// An edit in another text: an earlier input of the prompt, or a file that is used.
  private func elsewhere(_ fix: Fix, _ proposal: Failure.Proposal) -> Fix? {
    let edited = parse(fix.source).program.statements.first { $0.span.end >= fix.span.start }
    let readFile = session.readFile
    defer { session.readFile = readFile }
    session.readFile = { $0 == fix.source.name ? fix.source.text : try readFile($0) }
    let isInput = fix.source.name.hasPrefix("the ")
    let rehearsal = session.rehearse(within: deadline - monotonicSeconds()) { session in
      if isInput, let edited { _ = try session.execute(edited, in: fix.source) }
      _ = try session.execute(statement, in: source)
    }
    guard rehearsal.failures.isEmpty, rehearsal.isComplete else { return nil }
    guard isInput, let edited else { return fix }
    let text = fix.source.text(in: edited.span) + "\n" + source.text
    return fix.told(in: Source(name: source.name, text: text))
  }
}

extension Session {
  /// The line that binds a name too late, moved up above the statement that reads it.
  fileprivate func earlier(_ failure: Failure, _ statement: Statement, _ source: Source) -> Failure.Proposal? {
    guard failure.source === source, let place = failure.marks.first?.span else { return nil }
    let name = source.text(in: place)
    let later = parse(source).program.statements.first { $0.span.start >= statement.span.end && $0.names(name) }
    guard let later else { return nil }
    let lines = Span(source.lineStarts[source.line(at: later.span.start) - 1], source.span(ofLine: source.line(at: later.span.end)).end)
    let start = source.lineStarts[source.line(at: statement.span.start) - 1]
    guard start < lines.start else { return nil }
    let moved = source.text(in: lines) + "\n" + source.text(in: Span(start, lines.start - 1))
    let line = source.line(at: later.span.start)
    return Failure.Proposal(
      source: source, edit: Edit(Span(start, lines.end), moved), shown: Span(start, start + lines.end - lines.start),
      remark: "line \(line) moved up, above line \(source.line(at: statement.span.start))")
  }
}
