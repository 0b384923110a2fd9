import Foundation
import PseudoTerminal
import Testing

@Suite struct PromptScenes {
  @Test func valuesAreAnswered() throws {
    let sitting = try Sitting()
    try sitting.enter("1 + 1")
    try sitting.enter("x = [1, 2]")
    #expect(sitting.screen.lines.prefix(3) == ["dln> 1 + 1", "2", "dln> x = [1, 2]"])
    #expect(try sitting.leave() == 0)
    #expect(sitting.terminal.hasOrdinarySettings)
  }

  // MARK: - Ctrl-C and Ctrl-D

  @Test func ctrlCClearsTheLine() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("half a li")
    try sitting.terminal.wait(for: "half a li")
    try sitting.terminal.press(.control("c"))
    try sitting.terminal.wait("a new prompt") { $0.lines == ["dln> half a li^C", "dln>"] }
    try sitting.enter("6 * 7")
    #expect(sitting.screen.lines == ["dln> half a li^C", "dln> 6 * 7", "42", "dln>"])
  }

  @Test func ctrlCGivesUpLinesThatGoOn() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("1 + (2 +", .enter)
    try sitting.terminal.wait("a second line") { $0.cursor.row == 1 && $0.cursor.column == 5 }
    try sitting.terminal.press(.control("c"))
    try sitting.terminal.wait(forLine: "dln>")
    try sitting.enter("6 * 7")
    #expect(sitting.screen.text.contains("\n42\n"))
  }

  @Test func ctrlCLeavesASearchAndARecalledEntry() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("fn f(x) {\rx\r}\r")
    try sitting.terminal.wait("the function") { $0.lines.count == 4 && $0.currentLine == "dln>" }
    try sitting.terminal.type("\u{12}f(")
    try sitting.terminal.wait(for: "reverse-i-search")
    try sitting.terminal.press(.control("c"))
    try sitting.terminal.wait(forLine: "dln>")
    try sitting.terminal.press(.up)
    try sitting.terminal.wait(forLine: "}")
    try sitting.terminal.press(.control("c"))
    try sitting.terminal.wait(forLine: "dln>")
    try sitting.enter("f(7)")
    #expect(sitting.screen.lines.suffix(2) == ["7", "dln>"])
  }

  @Test func ctrlCNeverExits() throws {
    let sitting = try Sitting()
    for _ in 1...6 {
      try sitting.terminal.press(.control("c"))
      sitting.terminal.settle(milliseconds: 150)
    }
    try sitting.enter("6 * 7")
    #expect(sitting.screen.text.contains("\n42\n"))
  }

  @Test func ctrlDLeavesOnlyOnAnEmptyLine() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("12", .left, .control("d"))
    try sitting.terminal.wait(forLine: "dln> 1")
    try sitting.terminal.press(.enter)
    try sitting.terminal.wait(forLine: "dln>")
    try sitting.terminal.type("(1 +", .enter)
    try sitting.terminal.wait("a second line") { $0.cursor.column == 5 && $0.currentLine.isEmpty }
    try sitting.terminal.press(.control("d"))
    try sitting.terminal.wait(for: "error[syntax]")
    try sitting.terminal.wait(forLine: "dln>")
    #expect(try sitting.leave() == 0)
    #expect(sitting.terminal.hasOrdinarySettings)
  }

  @Test func theTerminalIsLeftInOrder() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("half")
    try sitting.terminal.wait(for: "half")
    #expect(!sitting.terminal.hasOrdinarySettings)
    kill(sitting.terminal.processID, SIGTERM)
    #expect(try sitting.terminal.waitForEnd() == 128 + SIGTERM)
    #expect(sitting.terminal.hasOrdinarySettings)
  }

  // MARK: - Letters, keys and windows

  @Test(arguments: ["C.UTF-8", "C"]) func chineseIsEdited(_ locale: String) throws {
    let sitting = try Sitting(environment: ["LANG": locale, "LC_ALL": locale])
    try sitting.terminal.type("损失率 = \"准确\"", .left, .backspace)
    try sitting.terminal.wait(forLine: "dln> 损失率 = \"准\"")
    #expect(sitting.screen.cursor.column == 5 + 6 + 3 + 3)
    try sitting.terminal.press(.enter)
    try sitting.terminal.wait(forLine: "dln>")
    try sitting.enter("损失率")
    #expect(sitting.screen.text.contains("\n\"准\"\n"))
  }

  @Test func aNarrowWindow() throws {
    let sitting = try Sitting(columns: 20)
    try sitting.terminal.type("\"0123456789ABCDEF损失损失0123\"")
    try sitting.terminal.wait("a wrapped line") { $0.lines == ["dln> \"0123456789ABCD", "EF损失损失0123\""] }
    try sitting.terminal.press(.home)
    try sitting.terminal.type("x = ", .enter)
    try sitting.terminal.wait(forLine: "dln>")
    try sitting.enter("x")
    #expect(sitting.screen.text.contains("\n\"0123456789ABCDEF损\n失损失0123\"\n"))
  }

  @Test func theWindowChangesItsSize() throws {
    let sitting = try Sitting(columns: 40)
    sitting.terminal.resize(columns: 24, rows: 24)
    sitting.terminal.settle(milliseconds: 200)
    try sitting.terminal.type("\"0123456789 0123456789\"")
    try sitting.terminal.wait("a line of the new width") { $0.lines == ["dln> \"0123456789 0123456", "789\""] }
    try sitting.terminal.press(.enter)
    try sitting.terminal.wait(forLine: "dln>")
    #expect(sitting.screen.lines[2] == "\"0123456789 0123456789\"")
  }

  @Test func viKeysByInputrc() throws {
    let sitting = try Sitting(try Home([".inputrc": "set editing-mode vi\n"]), greeted: true)
    try sitting.terminal.type("12 + 30")
    try sitting.terminal.wait(forLine: "dln> 12 + 30")
    try sitting.terminal.press(.escape)
    sitting.terminal.settle()
    try sitting.terminal.type("0cw100")
    try sitting.terminal.wait(forLine: "dln> 100 + 30")
    try sitting.terminal.press(.enter)
    try sitting.terminal.wait(for: "\n130\n")
  }

  @Test func theInputrcKnowsThisProgram() throws {
    let inputrc = "$if dln\n\"\\C-t\": \"6 * 7\"\n\"\\e[A\": previous-history\n$endif\n"
    let sitting = try Sitting(try Home([".inputrc": inputrc]))
    for line in ["a = 1", "b = 2"] { try sitting.enter(line) }
    try sitting.terminal.type("a", .up)
    try sitting.terminal.wait(forLine: "dln> b = 2")
    try sitting.terminal.press(.control("u"), .control("t"), .enter)
    try sitting.terminal.wait(for: "\n42\n")
  }

  @Test(arguments: ["dumb", ""]) func aTerminalThatCanDoNothing(_ name: String) throws {
    let sitting = try Sitting(environment: ["TERM": name])
    try sitting.enter("6 * 7")
    try sitting.terminal.type("损失 = 1", .enter)
    try sitting.terminal.wait("a prompt") { $0.lines.count == 5 && $0.currentLine == "dln>" }
    try sitting.terminal.press(.control("c"))
    try sitting.terminal.wait("a new prompt") { $0.lines.count == 6 && $0.currentLine == "dln>" }
    #expect(!sitting.screen.bytes.contains(0x1B))
    #expect(try sitting.leave() == 0)
  }
}
