// The line of a mistake as it would read without it: what stands behind `try:`.

extension Source {
  /// The line that holds the place, with the place rewritten; nil if the place is not within one line, or the line is too long to show.
  func line(rewriting span: Span, as replacement: String) -> String? {
    let line = self.span(ofLine: self.line(at: span.start))
    guard line.start <= span.start, span.end <= line.end, line.end - line.start <= 100 else { return nil }
    let before = text(in: Span(line.start, span.start))
    let after = text(in: Span(span.end, line.end))
    let isWord = replacement.first?.isLetter == true
    let gapBefore = isWord && before.last.map { $0.isLetter || $0.isNumber || $0 == ")" || $0 == "]" } == true ? " " : ""
    let gapAfter = isWord && after.first.map { !$0.isWhitespace } == true ? " " : ""
    let edited = before + gapBefore + replacement + gapAfter + after
    return String(edited.drop { $0.isWhitespace })
  }
}
