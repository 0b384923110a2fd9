// A drawing made of characters: a grid of cells with colours, and dots of braille between them.

/// How colours are written for a terminal.
public enum TextColours: Sendable {
  case none
  /// The palette of 256.
  case palette
  /// Red, green and blue in 256 steps each.
  case full
}

/// What a drawing of characters may use, and how much room it has.
public struct TextStyle: Sendable {
  public var columns: Int
  public var rows: Int
  public var colours: TextColours
  /// Whether only ASCII may be used.
  public var isPlain: Bool

  public init(columns: Int, rows: Int, colours: TextColours, isPlain: Bool = false) {
    self.columns = max(columns, 16)
    self.rows = max(rows, 6)
    self.colours = colours
    self.isPlain = isPlain
  }
}

/// Rows of cells. Wide characters take two of them.
struct TextCanvas {
  private struct Cell {
    var character: Character = " "
    var ink: Colour?
    var paper: Colour?
    /// The second half of a wide character.
    var isCovered = false
  }

  let columns: Int
  private(set) var rows: Int
  private var cells: [Cell]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// Puts one character; places outside are passed over.
  mutating func put(_ character: Character, row: Int, column: Int, ink: Colour? = nil, paper: Colour? = nil) {
    guard (0..<rows).contains(row), (0..<columns).contains(column) else { return }
    cells[row * columns + column] = Cell(character: character, ink: ink, paper: paper)
  }

  /// Writes a text from a column on, as much of it as there is room for.
  mutating func write(_ text: String, row: Int, column: Int, ink: Colour? = nil, paper: Colour? = nil) {
    var place = column
    for character in text {
      let width = TextCanvas.width(of: character)
      guard place + width <= columns else { return }
      put(character, row: row, column: place, ink: ink, paper: paper)
      if width == 2, place >= 0 { cells[row * columns + place + 1].isCovered = true }
      place += width
    }
  }

  /// Whether nothing was put there yet.
  func isFree(row: Int, columns range: Range<Int>) -> Bool {
    range.allSatisfy { (0..<columns).contains($0) && cells[row * columns + $0].character == " " && !cells[row * columns + $0].isCovered }
  }

  /// The rows as a terminal takes them, without blanks at their ends.
  func text(_ colours: TextColours) -> String { (0..<rows).map { line($0, colours) }.joined(separator: "\n") }

  private func line(_ row: Int, _ colours: TextColours) -> String {
    var line = cells[(row * columns)..<((row + 1) * columns)]
    while let last = line.last, last.character == " ", last.paper == nil, !last.isCovered { line.removeLast() }
    var text = ""
    var style = ""
    for cell in line where !cell.isCovered {
      let wanted = colours.codes(ink: cell.ink, paper: cell.paper)
      if wanted != style { text += wanted.isEmpty ? "\u{1B}[0m" : "\u{1B}[0;\(wanted)m" }
      style = wanted
      text.append(cell.character)
    }
    return style.isEmpty ? text : text + "\u{1B}[0m"
  }

  /// The cells that a text takes.
  static func width(of text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

  /// Wide are the scripts of East Asia and pictures; marks that combine belong to the letter before them.
  private static func width(of character: Character) -> Int {
    guard let value = character.unicodeScalars.first?.value, value >= 0x1100 else { return 1 }
    let wide: [ClosedRange<UInt32>] = [
      0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
    ]
    return wide.contains { $0.contains(value) } ? 2 : 1
  }

  /// A text cut to so many cells, its end marked.
  static func shortened(_ text: String, to limit: Int, isPlain: Bool) -> String {
    if width(of: text) <= limit { return text }
    var (result, used) = ("", 0)
    for character in text {
      used += width(of: character)
      if used >= limit { break }
      result.append(character)
    }
    return result + (isPlain ? "~" : "…")
  }
}

extension TextColours {
  fileprivate func codes(ink: Colour?, paper: Colour?) -> String {
    let codes = [ink.map { code($0, 38) }, paper.map { code($0, 48) }].compactMap { $0 }
    return self == .none ? "" : codes.joined(separator: ";")
  }

  private func code(_ colour: Colour, _ kind: Int) -> String {
    let (red, green, blue) = colour.bytes
    return self == .full ? "\(kind);2;\(red);\(green);\(blue)" : "\(kind);5;\(TextColours.nearest(red, green, blue))"
  }

  /// The nearest of the 6x6x6 colours and the 24 grays.
  static func nearest(_ red: Int, _ green: Int, _ blue: Int) -> Int {
    let levels = [0, 95, 135, 175, 215, 255]
    func level(_ part: Int) -> Int { levels.indices.min { abs(levels[$0] - part) < abs(levels[$1] - part) } ?? 0 }
    func distance(_ a: (Int, Int, Int)) -> Int {
      (a.0 - red) * (a.0 - red) + (a.1 - green) * (a.1 - green) + (a.2 - blue) * (a.2 - blue)
    }
    let cube = (level(red), level(green), level(blue))
    let gray = min(max(((red + green + blue) / 3 - 8 + 5) / 10, 0), 23)
    let isGray = distance((8 + 10 * gray, 8 + 10 * gray, 8 + 10 * gray)) < distance((levels[cube.0], levels[cube.1], levels[cube.2]))
    return isGray ? 232 + gray : 16 + 36 * cube.0 + 6 * cube.1 + cube.2
  }
}

extension Colour {
  /// The parts from 0 to 255.
  var bytes: (red: Int, green: Int, blue: Int) {
    func byte(_ part: Double) -> Int { Int((min(max(part, 0), 1) * 255).rounded()) }
    return (byte(red), byte(green), byte(blue))
  }
}
