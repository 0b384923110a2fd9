// A change of a text: what stands behind `try:`, and what `:fix` does.

/// One place of a text and what it reads instead.
public struct Edit: Sendable, Equatable {
  public let span: Span
  public let text: String

  public init(_ span: Span, _ text: String) {
    self.span = span
    self.text = text
  }

  /// How much longer the text becomes.
  public var growth: Int { text.utf8.count - (span.end - span.start) }
}

extension Source {
  /// An edit that keeps words apart from their neighbours: `a&&b` becomes `a and b`.
  func edit(_ span: Span, as replacement: String) -> Edit {
    let before = span.start > 0 ? text(in: Span(span.start - 1, span.start)).last : nil
    let after = text(in: Span(span.end, span.end + 4)).first
    let isWord = replacement.first?.isLetter == true
    let gapBefore = isWord && before.map { $0.isLetter || $0.isNumber || $0 == ")" || $0 == "]" } == true ? " " : ""
    let gapAfter = isWord && after.map { !$0.isWhitespace } == true ? " " : ""
    return Edit(span, gapBefore + replacement + gapAfter)
  }

  /// The whole text with a change.
  public func edited(_ edit: Edit) -> Source {
    let (start, end) = (min(max(edit.span.start, 0), bytes.count), min(max(edit.span.end, 0), bytes.count))
    var changed = bytes
    changed.replaceSubrange(start..<max(start, end), with: edit.text.utf8)
    return Source(name: name, text: String(decoding: changed, as: UTF8.self))
  }
}
