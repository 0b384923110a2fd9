import Foundation
import PseudoTerminal
import Testing

@Suite struct HistoryScenes {
  private static let file = ".local/state/dln/history"

  /// Presses Up until a line is shown again.
  private func recall(_ line: String, _ sitting: Sitting) throws {
    try sitting.terminal.press(.up)
    try sitting.terminal.wait(forLine: "dln> " + line)
  }

  @Test func linesAreRecalledInALaterSitting() throws {
    let home = try Home()
    let first = try Sitting(home)
    try first.enter("a = 1")
    try first.enter("nobody")
    #expect(try first.leave() == 0)
    let second = try Sitting(home)
    try recall("nobody", second)
    try recall("a = 1", second)
  }

  @Test func sittingsSideBySideLoseNothing() throws {
    let home = try Home()
    let (left, right) = (try Sitting(home), try Sitting(home))
    try left.enter("\"left\"")
    try right.enter("\"right\"")
    try left.enter("\"left again\"")
    let later = try Sitting(home)
    try recall("\"left again\"", later)
    try recall("\"right\"", later)
    try recall("\"left\"", later)
  }

  @Test func aSubmissionIsOneEntry() throws {
    let home = try Home()
    let first = try Sitting(home)
    try first.terminal.type("fn f(x) {\r  x + 1\r}\r")
    try first.terminal.wait(forLine: "dln>")
    try first.enter("f(2)")
    let second = try Sitting(home)
    try recall("f(2)", second)
    try second.terminal.press(.up)
    try second.terminal.wait("the function again") { $0.lines == ["dln> fn f(x) {", "  x + 1", "}"] }
    // Changed in its middle, it is submitted as one.
    try second.terminal.press(.left, .left, .backspace)
    try second.terminal.type("20", .enter)
    try second.terminal.wait(forLine: "dln>")
    try second.enter("f(2)")
    #expect(second.screen.text.contains("\n22\n"))
  }

  @Test func upLooksForWhatIsTyped() throws {
    let sitting = try Sitting()
    for line in ["first = 1", "second = 2", "first + 1"] { try sitting.enter(line) }
    try sitting.terminal.type("fi", .up)
    try sitting.terminal.wait(forLine: "dln> first + 1")
    try recall("first = 1", sitting)
    try sitting.terminal.press(.down)
    try sitting.terminal.wait(forLine: "dln> first + 1")
  }

  @Test func ctrlRSearches() throws {
    let sitting = try Sitting()
    for line in ["alpha = 10", "beta = 20"] { try sitting.enter(line) }
    try sitting.terminal.type("\u{12}pha")
    try sitting.terminal.wait("the search") { $0.currentLine.contains("alpha = 10") }
    try sitting.terminal.press(.enter)
    try sitting.terminal.wait(forLine: "dln>")
    try sitting.enter("alpha + beta")
    #expect(sitting.screen.text.contains("\n30\n"))
  }

  @Test func doublesAreKeptOnce() throws {
    let sitting = try Sitting()
    for line in ["1", "2", "2", "2"] { try sitting.enter(line) }
    let text = try #require(sitting.home.text(of: Self.file))
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines == ["1", "2"])
    try recall("2", sitting)
    try recall("1", sitting)
  }

  @Test func itsPlaceCanBeChosen() throws {
    let sitting = try Sitting(environment: ["DLN_HISTORY": "lines/mine"])
    try sitting.enter("42")
    #expect(sitting.home.text(of: "lines/mine")?.hasSuffix("\n42\n") == true)
    #expect(sitting.home.text(of: Self.file) == nil)
  }

  @Test func aBrokenFileHindersNothing() throws {
    let home = try Home()
    try home.write("#12\n\0\u{1}\n#x", to: Self.file)
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: home.path + "/" + Self.file)
    let sitting = try Sitting(home)
    try sitting.enter("6 * 7")
    try recall("6 * 7", sitting)
  }
}
