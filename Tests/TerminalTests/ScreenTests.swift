import PseudoTerminal
import Testing

@Suite struct ScreenTests {
  private func shown(_ text: String, columns: Int = 10, rows: Int = 3) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.feed(Array(text.utf8))
    return screen
  }

  @Test func linesWrapAndScroll() {
    let screen = shown("0123456789ab\r\nc\r\nd")
    #expect(screen.lines == ["ab", "c", "d"])
    #expect(screen.allLines == ["0123456789", "ab", "c", "d"])
    #expect(screen.cursor == (2, 1))
  }

  @Test func aFullRowWrapsOnlyWithTheNextCharacter() {
    #expect(shown("0123456789").cursor == (0, 9))
    #expect(shown("0123456789\r\nx").lines == ["0123456789", "x"])
  }

  @Test func wideCharactersTakeTwoCells() {
    #expect(shown("损失=1").cursor == (0, 6))
    #expect(shown("012345678损").lines == ["012345678", "损"])
    #expect(shown("损失\u{8}\u{8}x").lines == ["损x"])
    #expect(shown("e\u{301}!").lines == ["e\u{301}!"])
  }

  @Test func movesAndErasing() {
    #expect(shown("abc\u{1B}[2D\u{1B}[K").lines == ["a"])
    #expect(shown("abc\r\ndef\u{1B}[A\rx\u{1B}[J").lines == ["x"])
    #expect(shown("abcd\r\u{1B}[2P").lines == ["cd"])
    #expect(shown("ab\r\u{1B}[1@x").lines == ["xab"])
    #expect(shown("\u{1B}[2;3Hx").lines == ["", "  x"])
  }

  @Test func stylesAndStrings() {
    let screen = shown("\u{1B}[1;31mred\u{1B}[0m \u{1B}]0;title\u{7}plain\u{1B}[?2004h")
    #expect(screen.lines == ["red plain"])
    #expect(screen.style(of: "red") == "1;31")
    #expect(screen.style(of: "plain") == "")
    #expect(screen.style(of: "red plain") == nil)
    #expect(screen.strings == ["]0;title"])
  }
}
