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
  /// The edited place in the edited text.
  let span: Span

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
      guard let edit = next.edits.first else { return nil }
      source = source.edited(edit)
      span = span.after(edit)
    }
    return nil
  }

  init(_ source: Source, at span: Span, _ proposal: Failure.Proposal) {
    self.source = source
    self.span = span
    remark = proposal.remark
    let growth = source.bytes.count - proposal.source.bytes.count
    shown = Fix.shown(source, proposal.shown.map { Span($0.start, $0.end + growth) }, span)
  }

  /// The same edit and another one behind it.
  func followed(by next: Fix, edit: Edit) -> Fix {
    let span = span.after(edit)
    return Fix(source: next.source, shown: Fix.shown(next.source, nil, span), remark: remark ?? next.remark, span: span)
  }

  /// The same edit, told of another text: what a prompt runs.
  func told(in source: Source) -> Fix { Fix(source: source, shown: shown, remark: remark, span: span) }

  private static let longestLine = 100

  /// A part that was asked for, or the edited line, or of several lines the first.
  private static func shown(_ source: Source, _ wanted: Span?, _ edited: Span) -> String {
    if let wanted, source.line(at: wanted.start) == source.line(at: wanted.end) { return source.text(in: wanted) }
    let line = source.span(ofLine: source.line(at: edited.start))
    let whole = source.text(in: line)
    // What the edit turned into a comment is shown, too.
    let text = whole.trimmed.utf8.count > edited.start - line.start ? whole.trimmed : String(whole.drop { $0.isWhitespace })
    if edited.end > line.end { return flattened(source, Span(line.start, edited.end)) ?? added(source, edited) ?? text }
    return text.count > longestLine ? source.text(in: edited) : text
  }

  /// A line that was put in; nil: there are several.
  private static func added(_ source: Source, _ edited: Span) -> String? {
    let text = source.text(in: edited)
    guard text.first?.isNewline == true, !text.dropFirst().contains(where: \.isNewline) else { return nil }
    return "\(text.trimmed) on a line of its own, behind line \(source.line(at: edited.start))"
  }

  /// Several lines in one; nil where that is too long, or means something else.
  private static func flattened(_ source: Source, _ span: Span) -> String? {
    var result = ""
    for number in source.line(at: span.start)...source.line(at: span.end) {
      let line = source.text(in: source.span(ofLine: number)).trimmed
      if line.isEmpty { continue }
      let joins = result.isEmpty || result.hasSuffix("{") || line.hasPrefix("}")
      result += (result.isEmpty ? "" : joins ? " " : "; ") + line
    }
    return result.count <= longestLine && parse(Source(name: "", text: result)).diagnostics.isEmpty ? result : nil
  }
}

extension Span {
  /// The span in the text after an edit, which becomes part of it.
  fileprivate func after(_ edit: Edit) -> Span {
    let moved = edit.span.end <= start && edit.span.start < start
    return Span(moved ? edit.span.start : min(start, edit.span.start), max(end, edit.span.end) + edit.growth)
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
