import Glibc
import Language
import PseudoTerminal
import Testing

@testable import Terminal

@Suite struct LinePainterTests {
  init() { setlocale(LC_CTYPE, "C.UTF-8") }

  /// The screen when a terminal shows the prompt and the text, the cursor stands at [cursor], and colours are drawn over it.
  private func painted(_ text: String, _ pieces: [(Range<Int>, Look)], cursor: (byte: Int, row: Int, column: Int), columns: Int = 12)
    -> Screen
  {
    var screen = Screen(columns: columns, rows: 6)
    screen.feed(Array("dln> \(text.split(separator: "\n").joined(separator: "\r\n"))".utf8))
    screen.feed(Array("\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H".utf8))
    let painter = LinePainter(promptWidth: 5, columns: columns, rows: 6)
    let marks = pieces.map { Highlight.Piece(span: Span($0.lowerBound, $0.upperBound), look: $1) }
    screen.feed(Array((painter.painted(text, marks, cursor: cursor.byte) ?? "nothing").utf8))
    return screen
  }

  @Test func oneRow() {
    let screen = painted("for x", [(0..<3, .reserved), (4..<5, .name)], cursor: (4, 0, 9))
    #expect(screen.lines == ["dln> for x"])
    #expect(screen.cursor == (0, 9))
    #expect(screen.style(of: "for") == "1;34")
    #expect(screen.style(of: "x") == "1")
    #expect(screen.style(of: "dln>") == "")
  }

  @Test func wrappedAndWide() {
    let screen = painted("1234损失率 = 5", [(4..<13, .name), (16..<17, .number)], cursor: (10, 1, 2))
    #expect(screen.lines == ["dln> 1234损", "失率 = 5"])
    #expect(screen.cursor == (1, 2))
    #expect(screen.style(of: "失率") == "1")
    #expect(screen.style(of: "5") == "35")
  }

  @Test func severalLines() {
    let screen = painted("if x {\n  1\n}", [(0..<2, .reserved), (9..<10, .number)], cursor: (12, 2, 1))
    #expect(screen.lines == ["dln> if x {", "  1", "}"])
    #expect(screen.cursor == (2, 1))
    #expect(screen.style(of: "1") == "35")
  }

  @Test func aFullRow() {
    // Behind a row that is full to its edge readline shows the cursor at the start of the next one.
    let screen = painted("1234567", [(0..<7, .number)], cursor: (7, 1, 0))
    #expect(screen.lines == ["dln> 1234567"])
    #expect(screen.cursor == (1, 0))
  }

  @Test func whatIsShownInOtherWaysIsLeftAlone() {
    let painter = LinePainter(promptWidth: 5, columns: 12, rows: 6)
    for text in ["a\tb", "a\u{1}", "e\u{301}2345678901234", String(repeating: "x", count: 80)] {
      #expect(painter.painted(text, [], cursor: 0) == nil)
    }
  }
}
