// The controls that a terminal obeys: moves, erasing, styles.

/// A character to write, or a control to obey.
enum ScreenPiece {
  case character(Unicode.Scalar)
  case control(UInt8)
  /// ESC and one more character.
  case escape(Unicode.Scalar)
  /// ESC [ … and its last character.
  case sequence(parameters: String, Unicode.Scalar)
  /// ESC ] … , ESC P …, ESC _ …: meant for the terminal itself.
  case string(String)
}

/// Bytes → pieces.
struct ControlParser {
  private enum State { case plain, escape, sequence, string, stringEscape, charset }
  private var state = State.plain
  private var gathered: [UInt8] = []

  mutating func take(_ byte: UInt8) -> ScreenPiece? {
    switch state {
    case .plain: return plain(byte)
    case .escape: return escape(byte)
    case .charset:
      state = .plain
      return nil
    case .sequence:
      guard (0x40...0x7E).contains(byte) else { return gather(byte) }
      return .sequence(parameters: finish(), Unicode.Scalar(byte))
    case .string:
      if byte == 0x07 { return .string(finish()) }
      if byte == 0x1B { state = .stringEscape } else { gathered.append(byte) }
      return nil
    case .stringEscape:
      return .string(finish())
    }
  }

  private mutating func plain(_ byte: UInt8) -> ScreenPiece? {
    if byte == 0x1B { state = .escape }
    guard byte != 0x1B, byte != 0x7F else { return nil }
    if byte < 0x20 { return .control(byte) }
    gathered.append(byte)
    var decoder = UTF8()
    var bytes = gathered.makeIterator()
    switch decoder.decode(&bytes) {
    case .scalarValue(let scalar):
      gathered = []
      return .character(scalar)
    case .error where gathered.count >= 4 || byte < 0x80:
      gathered = []
      return .character("\u{FFFD}")
    default: return nil
    }
  }

  private mutating func escape(_ byte: UInt8) -> ScreenPiece? {
    gathered = []
    switch Unicode.Scalar(byte) {
    case "[": state = .sequence
    case "]", "P", "_", "^", "X":
      state = .string
      gathered = [byte]
    case "(", ")": state = .charset
    case let other:
      state = .plain
      return .escape(other)
    }
    return nil
  }

  private mutating func gather(_ byte: UInt8) -> ScreenPiece? {
    gathered.append(byte)
    return nil
  }

  private mutating func finish() -> String {
    defer { gathered = [] }
    state = .plain
    return String(decoding: gathered, as: UTF8.self)
  }
}

extension Screen {
  mutating func perform(_ piece: ScreenPiece) {
    switch piece {
    case .character(let scalar): write(scalar)
    case .control(let byte): obey(byte)
    case .escape(let scalar): obeyEscape(scalar)
    case .sequence(let parameters, let last): obey(parameters, last)
    case .string(let text): strings.append(text)
    }
  }

  private mutating func obey(_ byte: UInt8) {
    switch byte {
    case 0x08: move(to: row, column - 1)
    case 0x09: move(to: row, min(columns - 1, (column / 8 + 1) * 8))
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D: move(to: row, 0)
    default: break
    }
  }

  private mutating func obeyEscape(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "7": savedCursor = (row, column)
    case "8": move(to: savedCursor.row, savedCursor.column)
    case "D": lineFeed()
    case "E":
      column = 0
      lineFeed()
    case "M": if row > 0 { row -= 1 }
    default: break
    }
  }

  private mutating func obey(_ parameters: String, _ last: Unicode.Scalar) {
    guard parameters.first?.isNumber != false || parameters.first == ";" else { return }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 1)
    switch last {
    case "A": move(to: row - first, column)
    case "B": move(to: row + first, column)
    case "C": move(to: row, column + first)
    case "D": move(to: row, column - first)
    case "E": move(to: row + first, 0)
    case "F": move(to: row - first, 0)
    case "G", "`": move(to: row, first - 1)
    case "d": move(to: first - 1, column)
    case "H", "f": move(to: first - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "J": eraseScreen(numbers.first ?? 0)
    case "K": eraseLine(numbers.first ?? 0)
    case "m": style = parameters == "0" ? "" : parameters
    case "s": savedCursor = (row, column)
    case "u": move(to: savedCursor.row, savedCursor.column)
    default: shift(first, last)
    }
  }

  /// Characters and lines that are put in or taken out.
  private mutating func shift(_ count: Int, _ last: Unicode.Scalar) {
    switch last {
    case "P":
      let count = min(count, columns - column)
      cells[row].removeSubrange(column..<column + count)
      cells[row] += Array(repeating: Cell(), count: count)
    case "@":
      let count = min(count, columns - column)
      cells[row].insert(contentsOf: Array(repeating: Cell(), count: count), at: column)
      cells[row].removeLast(count)
    case "X": erase(column..<min(columns, column + count))
    case "L":
      for _ in 0..<min(count, rows - row) {
        cells.insert(Array(repeating: Cell(), count: columns), at: row)
        cells.removeLast()
      }
    case "M":
      for _ in 0..<min(count, rows - row) {
        cells.remove(at: row)
        cells.append(Array(repeating: Cell(), count: columns))
      }
    default: break
    }
  }

  private mutating func move(to newRow: Int, _ newColumn: Int) {
    row = min(max(newRow, 0), rows - 1)
    column = min(max(newColumn, 0), columns - 1)
    isWrapPending = false
  }

  private mutating func eraseScreen(_ part: Int) {
    eraseLine(part)
    let others = part == 0 ? row + 1..<rows : part == 1 ? 0..<row : 0..<rows
    for other in others { cells[other] = Array(repeating: Cell(), count: columns) }
  }

  private mutating func eraseLine(_ part: Int) {
    erase(part == 0 ? column..<columns : part == 1 ? 0..<column + 1 : 0..<columns)
  }

  private mutating func erase(_ places: Range<Int>) {
    for place in places { cells[row][place] = Cell() }
  }
}
