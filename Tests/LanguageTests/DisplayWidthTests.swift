// Columns of characters.

import Language
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("损失率", 6), ("é", 1), ("e\u{301}", 1), ("😀", 2), ("🇩🇪", 2), ("👨‍👩‍👧", 2), ("ｆ", 2), ("π", 1), ("한글", 4),
    ("\u{200B}", 0),
  ])
  func counts(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }
}
