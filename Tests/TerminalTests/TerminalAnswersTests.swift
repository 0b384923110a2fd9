// Answers of terminals, told from what was typed.

import Testing

@testable import Terminal

@Suite struct TerminalAnswersTests {
  private func answers(_ text: String) -> TerminalAnswers { TerminalAnswers(Array(text.utf8)) }

  @Test func allThreeAnswers() {
    let found = answers("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[6;20;10t\u{1B}[?62;4;22c")
    #expect(found.knowsKitty && found.attributes == [62, 4, 22])
    #expect(found.cell == TerminalAnswers.CellSize(width: 10, height: 20))
    #expect(found.typed.isEmpty)
  }

  @Test func aRefusalIsNoPicture() {
    #expect(!answers("\u{1B}_Gi=31;EINVAL:bad\u{1B}\\\u{1B}[?6c").knowsKitty)
    #expect(answers("\u{1B}[?64;14c").attributes?.contains(4) == false)
  }

  @Test(arguments: [
    ("x = 1\n\u{1B}[?6cy", "x = 1\ny"), ("\u{1B}[A\u{1B}[?6c", "\u{1B}[A"), ("\u{1B}[?6", "\u{1B}[?6"),
    ("\u{1B}_Gi=31;O", "\u{1B}_Gi=31;O"),
    ("价\u{1B}[6;0;0t", "价\u{1B}[6;0;0t"), ("\u{1B}", "\u{1B}"),
  ]) func whatWasTypedIsKept(_ text: String, _ typed: String) { #expect(answers(text).typed == Array(typed.utf8)) }
}
