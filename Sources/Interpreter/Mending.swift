// Trying what a failure proposes: the first edit that works is shown behind `try:`.

import Catalog
import Language

/// An edit that was tried.
public struct Fix: Sendable {
  /// The whole text as it would read.
  public let source: Source
  /// What the edited place reads, in one line.
  public let shown: String
  /// What comes of it.
  public let remark: String?

  /// As it stands behind `try:`.
  public var text: String { shown + (remark.map { "  -> \($0)" } ?? "") }
}

extension Fix {
  /// The most edits that one line of a text may need: `a && b || !c` needs three.
  private static let mostSteps = 8

  /// Tries whether the edited text can be read, and edits on where another slip stands on the same line.
  init?(reading proposal: Failure.Proposal) {
    let before = parse(proposal.source).diagnostics.count
    var source = proposal.source.edited(proposal.edit)
    var span = Span(proposal.edit.span.start, proposal.edit.span.start + proposal.edit.text.utf8.count)
    for _ in 0..<Fix.mostSteps {
      let diagnostics = parse(source).diagnostics
      let lines = source.line(at: span.start)...source.line(at: span.end)
      guard let next = diagnostics.first(where: { lines.contains(source.line(at: $0.span.start)) }) else {
        guard diagnostics.count < max(before, 1) else { return nil }
        self.init(source, at: span, proposal)
        return
      }
      guard let edit = next.edit else { return nil }
      source = source.edited(edit)
      span = Span(min(span.start, edit.span.start), max(span.end, edit.span.end) + edit.growth)
    }
    return nil
  }

  init(_ source: Source, at span: Span, _ proposal: Failure.Proposal) {
    self.source = source
    remark = proposal.remark
    let growth = source.bytes.count - proposal.source.bytes.count
    shown = Fix.shown(source, proposal.shown.map { Span($0.start, $0.end + growth) }, span)
  }

  private static let longestLine = 100

  /// A part that was asked for, or the edited line, or of several lines the first.
  private static func shown(_ source: Source, _ wanted: Span?, _ edited: Span) -> String {
    if let wanted, source.line(at: wanted.start) == source.line(at: wanted.end) { return source.text(in: wanted) }
    let line = source.span(ofLine: source.line(at: edited.start))
    let text = source.text(in: line).trimmed
    if text.count > longestLine, edited.end <= line.end { return source.text(in: edited) }
    return edited.end > line.end ? text + " …" : text
  }
}

extension Session {
  /// The failure of a statement with the first of its edits that works.
  func mended(_ failure: Failure, by statement: Statement, in source: Source) -> Failure {
    guard failure.fix == nil, !failure.isInterruption else { return failure }
    var failure = failure
    failure.fix = failure.proposals.lazy.compactMap { Fix(reading: $0) }.first
    return failure
  }
}

extension String {
  /// Without blanks around it, a comment behind it and a comma at its end.
  fileprivate var trimmed: String {
    let comment = tokenizedEnd
    var text = Substring(self).prefix(comment).drop { $0.isWhitespace }
    while let last = text.last, last.isWhitespace || last == "," { text.removeLast() }
    return String(text)
  }

  /// Where the last token ends, in characters.
  private var tokenizedEnd: Int {
    let source = Source(name: "", text: self)
    let end = tokenize(source).last { $0.kind != .end }?.span.end ?? source.bytes.count
    return source.text(in: Span(0, end)).count
  }
}
