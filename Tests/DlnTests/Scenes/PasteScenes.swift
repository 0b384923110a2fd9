import PseudoTerminal
import Testing

@Suite struct PasteScenes {
  @Test func aPasteIsOneSubmission() throws {
    let sitting = try Sitting()
    try sitting.terminal.paste("a = 2\na * 3\nfn f(x) {\n  x + a\n}\nf(40)")
    try sitting.terminal.wait(forLine: "f(40)")
    try sitting.terminal.press(.enter)
    try sitting.terminal.wait("both values") { $0.text.contains("f(40)\n6\n42\ndln>") }
    try sitting.terminal.press(.up)
    try sitting.terminal.wait("the whole paste") { $0.currentLine == "f(40)" && $0.text.contains("\ndln> a = 2\na * 3\n") }
  }

  @Test func aPasteThatEndsItsLineRuns() throws {
    let sitting = try Sitting()
    try sitting.terminal.paste("6 * 7\n")
    try sitting.terminal.wait("the value") { $0.lines == ["dln> 6 * 7", "42", "dln>"] }
  }

  @Test func promptsAndResultsAreTakenOut() throws {
    let sitting = try Sitting()
    try sitting.terminal.paste("dln> a = 2\ndln> a\n2\ndln> fn f(x) {\n       x + a\n     }\ndln> f(40)\n99")
    try sitting.terminal.wait("the lines without them") { $0.lines == ["dln> a = 2", "a", "fn f(x) {", "  x + a", "}", "f(40)"] }
    try sitting.terminal.press(.enter)
    try sitting.terminal.wait("both values") { $0.text.contains("f(40)\n2\n42\ndln>") }
  }

  @Test func aPasteIntoALineThatGoesOn() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("x = [", .enter)
    try sitting.terminal.wait("a second line") { $0.cursor.row == 1 && $0.cursor.column == 5 }
    try sitting.terminal.paste("1,\n2")
    try sitting.terminal.type("]", .enter)
    try sitting.terminal.wait(forLine: "dln>")
    try sitting.enter("x")
    #expect(sitting.screen.text.contains("[1, 2]"))
  }

  @Test func questionsInAPasteAreAnswered() throws {
    let sitting = try Sitting()
    try sitting.terminal.paste("a = 5\n?eye\na + 1\n")
    try sitting.terminal.wait("all answers") { $0.text.contains("The identity matrix") && $0.text.contains("\n6\ndln>") }
  }

  @Test func promptsAreTakenOffWithoutAnEditor() throws {
    let sitting = try Sitting(environment: ["TERM": "dumb"])
    try sitting.terminal.type("dln> 6 * 7", .enter)
    try sitting.terminal.wait(for: "\n42\n")
  }
}
