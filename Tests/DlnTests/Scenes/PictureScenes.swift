// Figures at the prompt, on terminals of each kind.

import Foundation
import PseudoTerminal
import Testing

@Suite struct PictureScenes {
  private static let question = "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[16t\u{1B}[c"

  private func sitting(_ answer: String?, _ environment: [String: String] = [:]) throws -> Sitting {
    let sitting = try Sitting(columns: 80, rows: 40, environment: environment)
    if let answer { sitting.terminal.answers = [Self.question: answer] }
    return sitting
  }

  @Test func kittyGetsAPictureAndThePathIsTold() throws {
    let sitting = try sitting("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[6;20;10t\u{1B}[?62c")
    try sitting.enter("plot([3, 1, 2], title: \"Curve\")")
    let pieces = sitting.screen.strings.filter { $0.contains("a=T,f=100") }
    #expect(pieces.count == 1)
    #expect(sitting.screen.text.contains("figure 640x") && sitting.screen.text.contains(": Curve -> figure-1.png"))
    #expect(FileManager.default.fileExists(atPath: sitting.home.path + "/figure-1.png"))
    try sitting.enter("plot([3, 1, 2])")
    #expect(sitting.screen.text.contains("-> figure-2.png"))
  }

  @Test func sixelsWhereTheyAreNamed() throws {
    let sitting = try sitting("\u{1B}[?62;4;6c")
    try sitting.enter("plot([3, 1, 2])")
    #expect(sitting.screen.strings.contains { $0.contains("\"1;1;") })
    #expect(sitting.screen.text.contains("-> figure-1.png"))
  }

  @Test func charactersWhereNothingIsAnswered() throws {
    let sitting = try sitting(nil)
    try sitting.enter("plot([3, 1, 2], title: \"Curve\", x: \"step\")")
    #expect(sitting.screen.text.contains("Curve") && sitting.screen.text.contains("┤") && sitting.screen.text.contains("step"))
    #expect(sitting.screen.text.contains { ("\u{2801}"..."\u{28FF}").contains($0) })
    #expect(sitting.screen.strings.allSatisfy { !$0.contains("a=T") })
  }

  @Test func onlyThePathWhereNoPictureIsWanted() throws {
    let sitting = try sitting(nil, ["DLN_PICTURES": "none"])
    try sitting.enter("plot([3, 1, 2])")
    #expect(!sitting.screen.text.contains("┤"))
    #expect(sitting.screen.text.contains("-> figure-1.png"))
    #expect(sitting.screen.strings.isEmpty)
  }

  @Test func whatIsTypedMeanwhileIsNotLost() throws {
    let sitting = try sitting("\u{1B}[?62c")
    try sitting.terminal.type("plot([3, 1, 2])\r40 + 2\r")
    try sitting.terminal.wait("both answers") { $0.allText.contains("figure-1.png") && $0.allText.contains("\n42\n") }
  }

  @Test func aNotebookOnATerminalShowsItsPictures() throws {
    let home = try Home(["a.dln": "# %% Curve\nplot([3, 1, 2])"])
    let terminal = try PseudoTerminal(
      [Binary.program.path, "a.dln"], environment: ["HOME": home.path, "TERM": "xterm-256color", "LANG": "C.UTF-8"], folder: home.path)
    #expect(try terminal.waitForEnd() == 0)
    #expect(terminal.screen.allText.contains("┤"))
    #expect(terminal.screen.allText.contains("a.out/01-curve.png"))
    #expect(home.text(of: "a.out/transcript.txt")?.contains("┤") == false)
  }
}
