// Colours over the line that readline has drawn: the same characters in the same cells, so that readline's own account of them stays true.

import CReadline
import Language

/// Draws a line once more, in colours, where readline put it.
struct LinePainter {
  /// How many columns the prompt takes.
  let promptWidth: Int
  /// The size of the terminal.
  let columns: Int
  let rows: Int

  /// What a terminal is to be sent whose cursor stands where [cursor], a place in the bytes of [text], is shown; afterwards it stands there
  /// again. Nil: where the characters stand cannot be told for sure.
  func painted(_ text: String, _ pieces: [Highlight.Piece], cursor: Int) -> String? {
    var pen = Pen(row: 0, column: promptWidth, columns: columns)
    var place = 0
    var cursorCell: (row: Int, column: Int)?
    var rest = pieces[...]
    for scalar in text.unicodeScalars {
      if place == cursor { cursorCell = pen.cell }
      while let piece = rest.first, piece.span.end <= place { rest.removeFirst() }
      let look = rest.first.map { $0.span.start <= place ? $0.look : .plain } ?? .plain
      guard pen.write(scalar, look) else { return nil }
      place += UTF8.width(scalar)
    }
    guard let target = cursorCell ?? (cursor == place ? pen.cell : nil), pen.cell.row < rows else { return nil }
    pen.use(.plain)
    let start = (target.row > 0 ? "\u{1B}[\(target.row)A" : "") + "\r" + (promptWidth > 0 ? "\u{1B}[\(promptWidth)C" : "")
    return start + pen.written + pen.move(to: target)
  }
}

/// Writes characters where readline does.
private struct Pen {
  /// Where the last character was written.
  private var row: Int
  private var column: Int
  private let columns: Int
  private(set) var written = ""
  private var look = Look.plain
  private var hasMarks = false

  init(row: Int, column: Int, columns: Int) {
    self.row = row
    self.column = column
    self.columns = columns
  }

  /// Where readline shows a cursor that stands behind all that was written: a full row has none.
  var cell: (row: Int, column: Int) { column >= columns ? (row + 1, 0) : (row, column) }

  /// False: readline shows this character in a way of its own.
  mutating func write(_ scalar: Unicode.Scalar, _ newLook: Look) -> Bool {
    if scalar == "\n" {
      breakRow()
      return true
    }
    let width = Int(readline_width(scalar.value))
    guard scalar.value >= 0x20, width >= 0 else { return false }
    if width == 0 { hasMarks = true }
    if column + width > columns { breakRow() }
    // Marks above letters are counted in several ways once a row is full.
    guard !hasMarks || (row == 0 && column + width < columns) else { return false }
    use(newLook)
    written.unicodeScalars.append(scalar)
    column += width
    return true
  }

  mutating func use(_ newLook: Look) {
    guard newLook != look else { return }
    written += (look == .plain ? "" : "\u{1B}[0m") + (newLook == .plain ? "" : "\u{1B}[\(newLook.rawValue)m")
    look = newLook
  }

  private mutating func breakRow() {
    // A row that is exactly full has been left already where a line end follows.
    written += "\r\n"
    row += 1
    column = 0
  }

  func move(to target: (row: Int, column: Int)) -> String {
    let up = row - target.row
    let vertical = up > 0 ? "\u{1B}[\(up)A" : up < 0 ? "\u{1B}[\(-up)B" : ""
    return vertical + "\r" + (target.column > 0 ? "\u{1B}[\(target.column)C" : "")
  }
}
