// Source lines with carets under a place:
//  12 | fn loss(w) = mse(x @ w.slope, y)
//     |                    ^ what is wrong

/// The lines of a source that an error speaks of, with marks under its places.
public struct Excerpt: Sendable {
  private struct Mark {
    let span: Span
    let label: String
    /// `^` under the place itself, `-` under what it disagrees with.
    let sign: Character
  }

  private let source: Source
  private let marks: [Mark]

  /// The place that is wrong and its label; [others] are further places that matter.
  public init(_ source: Source, at span: Span, label: String = "", others: [Diagnostic.Other] = []) {
    self.source = source
    let others = others.sorted { $0.span.start < $1.span.start }
    marks = [Mark(span: span, label: label, sign: "^")] + others.map { Mark(span: $0.span, label: $0.label, sign: "-") }
  }

  public init(_ diagnostic: Diagnostic, in source: Source) {
    self.init(source, at: diagnostic.span, label: diagnostic.label, others: diagnostic.other.map { [$0] } ?? [])
  }

  /// The lines to print, in order; between lines that are no neighbours stands a `:`. Source lines take at most [width] columns.
  public func lines(width: Int = 110) -> [String] {
    let marked = Dictionary(grouping: marks) { source.line(at: $0.span.start) }
    let numbers = marked.keys.sorted()
    let digits = max(2, String(numbers.last ?? 1).count)
    let blank = String(repeating: " ", count: digits + 1)
    var result: [String] = []
    for (index, number) in numbers.enumerated() {
      if index > 0, numbers[index - 1] + 1 < number { result.append(blank + " :") }
      let gutter = String(repeating: " ", count: digits + 1 - String(number).count) + String(number)
      let drawn = draw(number, marked[number] ?? [], room: max(width - digits - 4, 20))
      result.append(trimmedEnd(gutter + " | " + drawn.text))
      result += drawn.marks.map { trimmedEnd(blank + " | " + $0) }
    }
    return result
  }

  private func draw(_ number: Int, _ marks: [Mark], room: Int) -> (text: String, marks: [String]) {
    let line = DrawnLine(source, source.span(ofLine: number))
    let columns = marks.map { line.columns(of: $0.span) }
    let window = line.window(around: columns.first ?? 0..<1, room: room)
    let drawn = zip(marks, columns).map { mark, columns in
      let shown = window.clamp(columns)
      let label = mark.label.isEmpty ? "" : " " + mark.label.split(whereSeparator: \.isNewline).joined(separator: " ")
      return String(repeating: " ", count: shown.lowerBound) + String(repeating: mark.sign, count: shown.count) + label
    }
    return (line.text(in: window), drawn)
  }

  private func trimmedEnd(_ text: String) -> String {
    guard let last = text.lastIndex(where: { $0 != " " }) else { return "" }
    return String(text[...last])
  }
}

/// A line as it stands on a terminal: every character with its column.
private struct DrawnLine {
  private struct Cell {
    let text: String
    let offset: Int
    let columns: Range<Int>
  }

  private var cells: [Cell] = []
  private var width = 0
  private let end: Int
  private let tab = 4

  init(_ source: Source, _ span: Span) {
    var offset = span.start
    end = span.end
    for character in source.text(in: span) {
      let (text, columns) = shown(character)
      cells.append(Cell(text: text, offset: offset, columns: width..<width + columns))
      width += columns
      offset += character.utf8.count
    }
  }

  /// Tabs become blanks; a control character could move the cursor and becomes a `?`.
  private func shown(_ character: Character) -> (String, columns: Int) {
    if character == "\t" {
      let columns = tab - width % tab
      return (String(repeating: " ", count: columns), columns)
    }
    if character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) { return ("?", 1) }
    return (String(character), DisplayWidth.of(character))
  }

  /// The columns of a place; one that reaches beyond the line ends with it, an empty one takes one column.
  func columns(of span: Span) -> Range<Int> {
    let start = column(of: span.start)
    return start..<max(column(of: span.end), start + 1)
  }

  private func column(of offset: Int) -> Int {
    guard offset < end else { return width }
    return cells.last { $0.offset <= offset }?.columns.lowerBound ?? 0
  }

  /// The part of a long line around a place, a third of the room before it.
  func window(around place: Range<Int>, room: Int) -> Window {
    guard width > room else { return Window(columns: 0..<width + 1, cutsStart: false, cutsEnd: false) }
    let start = min(max(0, place.lowerBound - room / 3), width - room)
    return Window(columns: start..<start + room, cutsStart: start > 0, cutsEnd: start + room < width)
  }

  func text(in window: Window) -> String {
    let inner = window.inner
    let shown = cells.filter { $0.columns.lowerBound >= inner.lowerBound && $0.columns.upperBound <= inner.upperBound }
    let indent = (shown.first?.columns.lowerBound ?? inner.lowerBound) - inner.lowerBound
    let start = window.cutsStart ? Window.cut + String(repeating: " ", count: indent) : ""
    return start + shown.map(\.text).joined() + (window.cutsEnd ? Window.cut : "")
  }
}

/// The columns of a line that are shown.
private struct Window {
  static let cut = "..."

  let columns: Range<Int>
  let cutsStart: Bool
  let cutsEnd: Bool

  /// The columns left beside the dots.
  var inner: Range<Int> {
    columns.lowerBound + (cutsStart ? Window.cut.count : 0)..<columns.upperBound - (cutsEnd ? Window.cut.count : 0)
  }

  /// A mark's columns as counted from the window's edge; a mark outside of it stands under the dots.
  func clamp(_ mark: Range<Int>) -> Range<Int> {
    let start = min(max(mark.lowerBound, columns.lowerBound), columns.upperBound - 1)
    let end = min(max(mark.upperBound, start + 1), columns.upperBound)
    return start - columns.lowerBound..<end - columns.lowerBound
  }
}
