// A notebook's text, cut into cells at the lines that begin with `# %%`.

import Language

/// One cell of a notebook.
public struct Cell: Sendable {
  /// Its place among the cells, from 1.
  public let number: Int
  public let title: String?
  /// `key="value"` behind the title, in order.
  public let options: [(key: String, value: String)]
  /// Prose in `# ` lines, nothing to run.
  public let isMarkdown: Bool
  /// It shows an error: it must end in one, and what follows runs all the same.
  public var fails: Bool { options.contains { $0.key == Cell.failing } }
  /// The whole cell in the source, its `# %%` line included.
  public let span: Span
  /// What its random numbers are drawn for: the title, numbered where several cells share it, or the place; or what it asks for.
  public let stream: String

  /// The option of a cell that shows an error.
  static let failing = "fails"
}

extension Source {
  /// Where a statement ends with its `;` and a comment behind it: at the end of its line, or at the next statement.
  public func end(of statement: Statement, before next: Statement?) -> Int {
    min(span(ofLine: line(at: statement.span.end)).end, next?.span.start ?? .max)
  }
}

/// A notebook: its text and its cells. What stands before the first `# %%` is a cell without a title.
public struct Document: Sendable {
  public let source: Source
  public let cells: [Cell]

  public init(_ source: Source) {
    self.source = source
    var starts = (1...source.lineStarts.count).filter { CellHeading.stands(in: source, line: $0) }.map { source.lineStarts[$0 - 1] }
    let firstEnd = starts.first ?? source.bytes.count
    if source.text(in: Span(0, firstEnd)).contains(where: { !$0.isWhitespace }) { starts.insert(0, at: 0) }
    var titles: [String: Int] = [:]
    cells = starts.enumerated().map { place, start in
      let end = place + 1 < starts.count ? starts[place + 1] : source.bytes.count
      let heading = CellHeading(source.text(in: source.span(ofLine: source.line(at: start))))
      return Cell(
        number: place + 1, title: heading.title, options: heading.options, isMarkdown: heading.isMarkdown, span: Span(start, end),
        stream: Document.stream(heading, place + 1, &titles))
    }
  }

  /// The stream that a cell asks for with `stream="…"`, as saved sittings do, or else the one of its title or place.
  private static func stream(_ heading: CellHeading, _ number: Int, _ titles: inout [String: Int]) -> String {
    var usual = "cell \(number)"
    if let title = heading.title {
      titles[title, default: 0] += 1
      let times = titles[title, default: 1]
      usual = times == 1 ? title : "\(title) (\(times))"
    }
    return heading.options.first { $0.key == "stream" }?.value ?? usual
  }

  /// All that the cells say, prose left out.
  public var program: Program {
    let statements = cells.filter { !$0.isMarkdown }.flatMap { parse(source, in: $0.span).program.statements }
    return Program(statements: statements, span: Span(0, source.bytes.count))
  }

  /// The cell's text without its `# %%` line; prose without its `# `.
  public func text(of cell: Cell) -> String {
    var lines = source.text(in: cell.span).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    if lines.first?.hasPrefix(CellHeading.mark) == true { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    guard cell.isMarkdown else { return lines.joined(separator: "\n") }
    return lines.map { $0.hasPrefix("# ") ? $0.dropFirst(2) : $0 == "#" ? "" : $0 }.joined(separator: "\n")
  }
}
