import PseudoTerminal
import Testing

@Suite struct PromptScenes {
  @Test func valuesAreAnswered() throws {
    let sitting = try Sitting()
    try sitting.enter("1 + 1")
    try sitting.enter("x = [1, 2]")
    #expect(sitting.screen.lines == ["dln> 1 + 1", "2", "dln> x = [1, 2]", "dln>"])
    #expect(try sitting.leave() == 0)
    #expect(sitting.terminal.hasOrdinarySettings)
  }

  @Test func ctrlCClearsTheLine() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("1 + (2 +", .enter)
    try sitting.terminal.wait("a second line") { $0.cursor.row == 1 && $0.cursor.column == 5 }
    try sitting.terminal.press(.control("c"))
    try sitting.terminal.wait("a new prompt") { $0.lines.count > 2 && $0.currentLine == "dln>" }
    try sitting.enter("6 * 7")
    #expect(sitting.screen.text.contains("42"))
    #expect(try sitting.leave() == 0)
  }
}
