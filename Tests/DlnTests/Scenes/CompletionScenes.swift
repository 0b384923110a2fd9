import PseudoTerminal
import Testing

@Suite struct CompletionScenes {
  /// Types, presses Tab, and waits for the line.
  private func complete(_ typed: String, to line: String, _ sitting: Sitting) throws {
    try sitting.terminal.type(typed, .tab)
    try sitting.terminal.wait(forLine: "dln> " + line)
    try sitting.terminal.press(.control("e"), .control("u"))
    try sitting.terminal.wait(forLine: "dln>")
  }

  @Test func oneCandidateIsPutIn() throws {
    let sitting = try Sitting(columns: 100)
    try sitting.enter("learning_rate = 0.1; data = dataset(\"digits\"); point = record(left: 1, right: record(deep: 2))")
    try complete("learning", to: "learning_rate", sitting)
    try complete("cross_e", to: "cross_entropy", sitting)
    try complete("point.ri", to: "point.right", sitting)
    try complete("point.right.", to: "point.right.deep", sitting)
    try complete("data.train.cl", to: "data.train.classes", sitting)
    try complete("patience(3 ep", to: "patience(3 epochs", sitting)
    try complete("fit(net, data.train, ep", to: "fit(net, data.train, epochs:", sitting)
    try complete("dataset(\"di", to: "dataset(\"digits\"", sitting)
    try complete("conv(8, 3x3, padding: \"va", to: "conv(8, 3x3, padding: \"valid\"", sitting)
    try complete("plot([1, 2], kind: \"po", to: "plot([1, 2], kind: \"points\"", sitting)
    try complete("augment { cut", to: "augment { cutout", sitting)
    try complete("?accu", to: "?accuracy", sitting)
    try complete(":und", to: ":undo", sitting)
  }

  @Test func severalAreListedWithTheirNotes() throws {
    let sitting = try Sitting(columns: 100)
    try sitting.terminal.type("sgd(0.1, ", .tab)
    try sitting.terminal.wait("the list, and the line below it") { $0.lines.count > 3 && $0.currentLine == "dln> sgd(0.1," }
    let lines = sitting.screen.lines
    let head = try #require(lines.first { $0.hasPrefix("momentum") })
    #expect(head.contains("default 0"))
    #expect(lines.allSatisfy { $0.count < 100 })
    try sitting.terminal.type("mom", .tab)
    try sitting.terminal.wait(forLine: "dln> sgd(0.1, momentum:")
  }

  @Test func whatCandidatesShareIsPutIn() throws {
    let sitting = try Sitting()
    try sitting.enter("weight_left = 1; weight_right = 2")
    try sitting.terminal.type("wei", .tab)
    try sitting.terminal.wait(forLine: "dln> weight_")
    try sitting.terminal.press(.tab)
    try sitting.terminal.wait("the list") { $0.text.contains("weight_left ") && $0.text.contains("weight_right ") }
    try sitting.terminal.type("r", .tab, .enter)
    try sitting.terminal.wait(for: "\n2\n")
  }

  @Test func filesInTexts() throws {
    let sitting = try Sitting(try Home(["data/train set.csv": "a\n1\n", "data/测试.csv": "a\n2\n"]))
    try sitting.terminal.type("load(\"da", .tab, .tab)
    try sitting.terminal.wait("the files") { $0.lines.contains("train set.csv  测试.csv") && $0.currentLine == "dln> load(\"data/" }
    try sitting.terminal.type("tr", .tab)
    try sitting.terminal.wait(forLine: "dln> load(\"data/train set.csv\"")
    try sitting.terminal.type(").a", .enter)
    try sitting.terminal.wait("the column") { $0.text.contains("[1]") }
  }

  @Test func linesThatGoOn() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("net = layers(1x8x8) {", .enter)
    try sitting.terminal.type("batch_n", .tab)
    try sitting.terminal.wait(forLine: "     batch_norm")
    try sitting.terminal.type("; flat", .tab, .enter)
    try sitting.terminal.type("}", .enter)
    try sitting.terminal.wait(forLine: "dln>")
    #expect(sitting.screen.lines.contains("     batch_norm; flatten"))
  }

  @Test func aLongListFitsTheWindow() throws {
    let sitting = try Sitting(columns: 30, rows: 10)
    try sitting.terminal.press(.tab)
    try sitting.terminal.wait("a part of the list") { $0.text.contains(" more\n") && $0.currentLine == "dln>" }
    #expect(sitting.screen.scrolledRows < 10)
  }

  @Test func nothingIsEvaluated() throws {
    let sitting = try Sitting()
    try sitting.enter("big = ones([16000, 16000])")
    try sitting.terminal.type("big.sh")
    try sitting.terminal.wait(forLine: "dln> big.sh")
    let start = PseudoTerminal.now
    try sitting.terminal.press(.tab)
    try sitting.terminal.wait(forLine: "dln> big.shape")
    #expect(PseudoTerminal.now - start < 2)
  }
}
