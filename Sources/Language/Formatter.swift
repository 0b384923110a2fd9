// The one layout of programs: text → text. Blanks and indentation are the formatter's; which lines there are is the author's.

/// What came of formatting a text.
public enum Formatted: Sendable {
  case text(String)
  /// It has errors, and is left alone.
  case unreadable([Diagnostic])
}

/// Lays out a notebook, cell by cell. Prose stays as it is; so does everything within texts and comments.
public func format(_ source: Source) -> Formatted {
  let unreadable = Formatter.cells(of: source).filter { !$0.isProse }.flatMap { parse(source, in: $0.body).diagnostics }
  guard unreadable.isEmpty else { return .unreadable(unreadable) }
  let source = Formatter.withoutCarriageReturns(source)
  let cells = Formatter.cells(of: source).map { Formatter.text(of: $0, in: source) }.filter { !$0.isEmpty }
  return .text(cells.isEmpty ? "" : cells.joined(separator: "\n\n") + "\n")
}

/// The layout of whole notebooks; that of a cell's code is `CodePrinter`'s.
enum Formatter {
  struct Cell {
    /// The bytes of its `# %%` line.
    let heading: Span?
    /// What follows, up to the next cell.
    let body: Span
    let isProse: Bool
  }

  static func cells(of source: Source) -> [Cell] {
    let lines = (1...source.lineStarts.count).filter { CellHeading.stands(in: source, line: $0) }
    let starts = lines.map { source.lineStarts[$0 - 1] }
    var cells = [Cell(heading: nil, body: Span(0, starts.first ?? source.bytes.count), isProse: false)]
    for (place, line) in lines.enumerated() {
      let heading = source.span(ofLine: line)
      let end = place + 1 < starts.count ? starts[place + 1] : source.bytes.count
      let isProse = CellHeading(source.text(in: heading)).isMarkdown
      cells.append(Cell(heading: heading, body: Span(min(heading.end + 1, end), end), isProse: isProse))
    }
    return cells
  }

  /// A cell with its heading, and without a line end behind it.
  static func text(of cell: Cell, in source: Source) -> String {
    let heading = cell.heading.map(source.text(in:))
    let body = cell.isProse ? withoutBlankEnd(source.text(in: cell.body)) : code(in: cell.body, of: source)
    return [heading, body.isEmpty ? nil : body].compactMap { $0 }.joined(separator: "\n")
  }

  private static func code(in span: Span, of source: Source) -> String {
    var printer = CodePrinter(pieces(of: source, in: span))
    return printer.print()
  }

  private static func withoutBlankEnd(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  static func withoutCarriageReturns(_ source: Source) -> Source {
    guard source.bytes.contains(UInt8(ascii: "\r")) else { return source }
    var bytes: [UInt8] = []
    for (offset, byte) in source.bytes.enumerated() {
      let endsLine = offset + 1 < source.bytes.count && source.bytes[offset + 1] == UInt8(ascii: "\n")
      if byte != UInt8(ascii: "\r") || !endsLine { bytes.append(byte) }
    }
    return Source(name: source.name, text: String(decoding: bytes, as: UTF8.self))
  }
}
