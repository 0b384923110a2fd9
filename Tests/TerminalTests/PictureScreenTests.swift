// Which way pictures take, by what the terminal and its environment say.

import Catalog
import Glibc
import Testing

@testable import Terminal

@Suite struct PictureScreenTests {
  private func screen(
    _ environment: [String: String], _ answers: String? = nil, isUTF8: Bool = true, isTerminal: Bool = true
  ) -> PictureScreen {
    PictureScreen(
      ScreenTraits(columns: { 80 }, isUTF8: isUTF8, movesCursor: true, colors: true), { environment[$0] },
      ask: { answers.map { TerminalAnswers(Array($0.utf8)) } }
    ) { isTerminal ? winsize(ws_row: 24, ws_col: 80, ws_xpixel: 800, ws_ypixel: 480) : nil }
  }

  private static let xterm = ["TERM": "xterm-256color"]
  private static let kitty = "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4c"

  @Test(
    arguments: [
      (xterm, kitty, "kitty"), (xterm, "\u{1B}[?62;4c", "sixel"), (xterm, "\u{1B}[?62c", "blocks"), (xterm, nil, "blocks"),
      (["TERM": "xterm-256color", "NO_COLOR": "1"], "\u{1B}[?62c", "braille"), (["TERM": "dumb"], kitty, "braille"),
      (["TERM": "vt100"], "\u{1B}[?1;2c", "braille"), (["TERM": "tmux-256color", "TMUX": "/tmp/t"], kitty, "blocks"),
      (["TERM": "screen"], kitty, "blocks"),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.4.19"], "\u{1B}[?62;4c", "iterm"),
      (["TERM": "xterm-256color", "LC_TERMINAL": "iTerm2", "LC_TERMINAL_VERSION": "3.5.2"], nil, "iterm"),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "1.0"], nil, "blocks"),
      (["TERM": "dumb", "DLN_PICTURES": "sixel"], nil, "sixel"), (["TERM": "xterm", "DLN_PICTURES": "none"], kitty, "none"),
    ] as [([String: String], String?, String)])
  func theFirstWayThatWorks(_ environment: [String: String], _ answers: String?, _ way: String) {
    #expect(screen(environment, answers).terminal?.way.rawValue == way)
  }

  @Test func sizesComeFromTheAnswerOrTheWindow() {
    let asked = screen(Self.xterm, "\u{1B}[6;32;16t\u{1B}[?6c").terminal
    #expect(asked?.cellWidth == 16 && asked?.cellHeight == 32)
    let silent = screen(Self.xterm).terminal
    #expect(silent?.cellWidth == 10 && silent?.cellHeight == 20)
  }

  @Test func plainLettersWhereTheLocaleKnowsNoOthers() {
    #expect(screen(Self.xterm, isUTF8: false).terminal == PictureTerminal(way: .braille, cellWidth: 10, cellHeight: 20, isPlain: true))
    #expect(screen(["TERM": "dumb"]).terminal?.isPlain == true)
    #expect(screen(["TERM": "xterm", "COLORTERM": "truecolor"]).terminal?.hasFullColours == true)
  }

  @Test func noTerminalNoPicture() throws {
    let screen = screen(Self.xterm, Self.kitty, isTerminal: false)
    #expect(screen.terminal == nil)
    #expect(try screen.present(.number(1), Context(catalog: Catalog())) == nil)
  }

  @Test func namesAreNotTakenTwice() {
    #expect(PictureScreen.freeName { _ in false } == "figure-1.png")
    #expect(PictureScreen.freeName { ["figure-1.png", "figure-2.png"].contains($0) } == "figure-3.png")
  }

  @Test(arguments: [("3.5.0", "3.5", true), ("3.4.99", "3.5", false), ("10", "3.5", true), ("", "2.9", false), ("3.5.0beta1", "3.5", true)])
  func versions(_ version: String, _ least: String, _ isEnough: Bool) {
    #expect(PictureScreen.isVersion(version, atLeast: least) == isEnough)
  }
}
