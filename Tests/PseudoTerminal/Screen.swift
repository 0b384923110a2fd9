// What a terminal shows: a grid of cells, a cursor, and what scrolled off. It knows what readline and dln emit, and refuses nothing.

import CPseudoTerminal

/// A terminal's screen, fed with the bytes that a program writes.
public struct Screen {
  /// A place for one character; a wide one is followed by a cell with an empty text.
  struct Cell: Equatable {
    var text = " "
    /// The colour and weight, as the numbers of the sequence that set them: "1;31".
    var style = ""
  }

  public private(set) var columns: Int
  public private(set) var rows: Int
  var cells: [[Cell]]
  /// Rows that were pushed off at the top.
  var scrolledOff: [[Cell]] = []
  var row = 0
  var column = 0
  /// The last column was written: the next character begins a new row first.
  var isWrapPending = false
  var style = ""
  var savedCursor = (row: 0, column: 0)
  var parser = ControlParser()
  /// Strings for the terminal itself, as they came: titles, and pictures of kitty, iTerm2 and sixel.
  public internal(set) var strings: [String] = []
  /// Everything written so far.
  public private(set) var bytes: [UInt8] = []

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  // MARK: - Asking

  /// The rows that are seen, without the blanks at their ends, down to the last one with text.
  public var lines: [String] { Screen.lines(cells) }

  /// Also what scrolled off.
  public var allLines: [String] { Screen.lines(scrolledOff + cells) }

  /// How many rows scrolled off.
  public var scrolledRows: Int { scrolledOff.count }

  public var text: String { lines.joined(separator: "\n") }

  public var allText: String { allLines.joined(separator: "\n") }

  /// Row and column of the cursor, from 0.
  public var cursor: (row: Int, column: Int) { (row, column) }

  /// The row of the cursor, as text.
  public var currentLine: String { Screen.line(cells[row]) }

  /// The style in which the last occurrence of a text is written; "" is plain, nil: it is not there or in several styles.
  public func style(of text: String) -> String? {
    for line in cells.reversed() {
      let characters = Array(text).map(String.init)
      let filled = line.filter { !$0.text.isEmpty }
      guard filled.count >= characters.count else { continue }
      for start in (0...filled.count - characters.count).reversed() {
        let found = filled[start..<start + characters.count]
        guard found.map(\.text) == characters else { continue }
        return found.allSatisfy { $0.style == found.first?.style } ? found.first?.style : nil
      }
    }
    return nil
  }

  private static func lines(_ cells: [[Cell]]) -> [String] {
    var lines = cells.map(line)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func line(_ cells: [Cell]) -> String {
    var text = cells.map(\.text).joined()
    while text.last == " " { text.removeLast() }
    return text
  }

  // MARK: - Writing

  /// Takes what the program wrote.
  public mutating func feed(_ new: [UInt8]) {
    bytes += new
    for byte in new {
      if let piece = parser.take(byte) { perform(piece) }
    }
  }

  /// The window has another size. Rows are cut or filled, not wrapped anew, as the plainest terminals do it.
  public mutating func resize(columns: Int, rows: Int) {
    while row >= rows {
      scrolledOff.append(cells.removeFirst())
      row -= 1
    }
    cells = cells.prefix(rows).map { Array($0.prefix(columns)) + Array(repeating: Cell(), count: max(0, columns - $0.count)) }
    while cells.count < rows { cells.append(Array(repeating: Cell(), count: columns)) }
    column = min(column, columns - 1)
    isWrapPending = false
    (self.columns, self.rows) = (columns, rows)
  }

  mutating func write(_ scalar: Unicode.Scalar) {
    let width = Screen.width(of: scalar)
    if width == 0 { return combine(scalar) }
    if isWrapPending || column + width > columns {
      column = 0
      lineFeed()
    }
    splitWide(at: column)
    cells[row][column] = Cell(text: String(scalar), style: style)
    if width == 2 {
      splitWide(at: column + 1)
      cells[row][column + 1] = Cell(text: "", style: style)
    }
    isWrapPending = column + width == columns
    column = min(column + width, columns - 1)
  }

  /// Half of a wide character cannot stay.
  private mutating func splitWide(at column: Int) {
    if cells[row][column].text.isEmpty, column > 0 { cells[row][column - 1] = Cell() }
    if column + 1 < columns, cells[row][column + 1].text.isEmpty { cells[row][column + 1] = Cell() }
  }

  private mutating func combine(_ scalar: Unicode.Scalar) {
    var place = isWrapPending ? column : column - 1
    while place > 0, cells[row][place].text.isEmpty { place -= 1 }
    if place >= 0 { cells[row][place].text.unicodeScalars.append(scalar) }
  }

  mutating func lineFeed() {
    isWrapPending = false
    if row + 1 < rows { return row += 1 }
    scrolledOff.append(cells.removeFirst())
    cells.append(Array(repeating: Cell(), count: columns))
  }

  /// As the C library has it, which is what terminals go by.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    scalar.isASCII ? 1 : Int(pseudo_terminal_width(scalar.value))
  }
}
