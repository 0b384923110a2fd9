// A complaint with its place: what the reader gets to see.

import Catalog
import Language

/// An error or an interruption, and where in which text it happened.
public struct Failure: Complaining {
  /// A part of the text and what is said about it. The first of a failure is the place, the others are what it disagrees with.
  public struct Mark: Sendable {
    public let span: Span
    public let label: String
  }

  public let complaint: Complaint
  public let source: Source
  public let marks: [Mark]
  /// The title of the cell in which the place stands.
  public let cell: String?
  /// The functions that were running and where they were called, innermost first.
  public let calls: [Call]
  /// It is odd, but runs.
  public var isWarning = false
  /// The loops that were stopped, innermost first.
  var turns: [Turn] = []
  /// What is told instead where this is no error but Ctrl-C.
  public var stop: Stop?

  public struct Call: Sendable {
    public let function: String
    public let source: Source
    public let line: Int
  }

  /// Edits that may mend it, the likeliest first.
  public let proposals: [Proposal]
  /// The edit that was tried and works.
  public internal(set) var fix: Fix?

  public var kind: Complaint.Kind { complaint.kind }
  public var message: String { complaint.message }
  /// The line of the place, from 1.
  public var line: Int { source.line(at: marks.first?.span.start ?? 0) }
  public var isInterruption: Bool { complaint.kind == .interrupted }

  init(
    _ complaint: Complaint, _ source: Source, _ marks: [Mark], proposals: [Proposal] = [], cell: String?, calls: [Call]
  ) {
    self.complaint = complaint
    self.source = source
    self.marks = marks
    self.cell = source.cellTitle(at: marks.first?.span.start ?? 0) ?? (source.hasCells ? nil : cell)
    self.calls = calls
    self.proposals = proposals
  }

  /// What the parser has to say, in the same form.
  public init(_ diagnostic: Diagnostic, in source: Source, cell: String? = nil) {
    var marks = [Mark(span: diagnostic.span, label: diagnostic.label)]
    if let other = diagnostic.other { marks.append(Mark(span: other.span, label: other.label)) }
    let proposals = diagnostic.edits.map { Proposal(source: source, edit: $0) }
    self.init(Complaint(.syntax, diagnostic.message, why: diagnostic.why), source, marks, proposals: proposals, cell: cell, calls: [])
    fix = proposals.lazy.compactMap { Fix(reading: $0) }.first
  }
}

extension Source {
  private static let cellMark = "# %%"

  var hasCells: Bool { (1...lineStarts.count).contains { isCellStart($0) } }

  /// The title of the cell that a place stands in: what follows the nearest `# %%` above, without tags and settings.
  func cellTitle(at offset: Int) -> String? {
    guard let line = (1...line(at: offset)).reversed().first(where: isCellStart) else { return nil }
    let words = text(in: span(ofLine: line)).dropFirst(Source.cellMark.count).split(separator: " ")
    let title = words.prefix { !$0.contains("=") }.filter { !$0.hasPrefix("[") }
    return title.isEmpty ? nil : title.joined(separator: " ")
  }

  private func isCellStart(_ line: Int) -> Bool {
    bytes[lineStarts[line - 1]...].starts(with: Source.cellMark.utf8)
  }
}
