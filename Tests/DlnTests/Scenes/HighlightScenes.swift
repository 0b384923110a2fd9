import PseudoTerminal
import Testing

@Suite struct HighlightScenes {
  @Test func piecesHaveColours() throws {
    let sitting = try Sitting()
    try sitting.enter("rate = 0.1")
    try sitting.terminal.type("if rate < 3 epochs { conv(\"a\") ] # note")
    try sitting.terminal.wait("colours") { $0.style(of: "# note") == "90" }
    let styles = ["if", "rate", "3 epochs", "3", "epochs", "conv", "\"a\"", "]", "<"].map { sitting.screen.style(of: $0) }
    #expect(styles == ["1;34", "1", nil, "35", "35", "36", "32", "1;31", ""])
  }

  @Test func aPieceLosesItsColour() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("for")
    try sitting.terminal.wait("a reserved word") { $0.style(of: "for") == "1;34" }
    try sitting.terminal.type("m")
    try sitting.terminal.wait("a name that nobody bound") { $0.style(of: "form") == "" }
  }

  @Test func linesThatGoOnAreReadWithThoseAbove() throws {
    let sitting = try Sitting()
    try sitting.terminal.type("x = \"\"\"for", .enter)
    try sitting.terminal.type("for \"\"\"")
    try sitting.terminal.wait("a text over two lines") { $0.cursor.row == 1 && $0.style(of: "for \"\"\"") == "32" }
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]]) func coloursCanBeOff(_ environment: [String: String]) throws {
    let sitting = try Sitting(environment: environment)
    try sitting.terminal.type("for")
    try sitting.terminal.wait(forLine: "dln> for")
    sitting.terminal.settle()
    #expect(sitting.screen.style(of: "for") == "")
  }

  /// Colours move nothing: the same keys give the same screen with and without them.
  @Test(arguments: [20, 47]) func coloursMoveNothing(_ columns: Int) throws {
    let plain = try Sitting(columns: columns, environment: ["NO_COLOR": "1"])
    let coloured = try Sitting(columns: columns)
    var random = Numbers(state: UInt64(columns))
    for sitting in [plain, coloured] { try sitting.terminal.type("fn f(损失) {\r  \"损失率 {损失}\"\r}\r") }
    for sitting in [plain, coloured] { try sitting.terminal.wait("the prompt") { $0.lines.count > 2 && $0.currentLine == "dln>" } }
    var pressed = ""
    for _ in 1...45 {
      let keys = Self.keys[random.below(Self.keys.count)]
      pressed += keys
      for sitting in [plain, coloured] { try sitting.terminal.type(keys) }
      plain.terminal.settle(milliseconds: 25)
      coloured.terminal.settle(milliseconds: 25)
      try coloured.terminal.wait("the plain screen after \(pressed.debugDescription):\n\(plain.screen.text)\n", seconds: 3) { screen in
        plain.terminal.settle(milliseconds: 10)
        return screen.lines == plain.screen.lines && screen.cursor == plain.screen.cursor
      }
    }
  }

  /// Letters of one and two columns, moves, deletions, words, recalled entries, marks above letters, and a search.
  private static let keys = [
    "a", "for x in ", "损", "失率", " = 12 epochs", "(", "]", "\"text ", "{", "}", "\u{1B}[D", "\u{1B}[D\u{1B}[D\u{1B}[D", "\u{1B}[C", "\u{1}",
    "\u{5}", "\u{7F}", "\u{17}", "\u{B}", "\u{19}", "\u{1B}[A", "\u{1B}[B", "e\u{301}", "\u{15}", "\u{1B}b", "\u{1B}d", "# 说明 ", "\u{14}",
    "\u{12}失\u{7}", "\u{1F}", "\u{1B}[3~", "1x28x28 ", "\u{C}",
  ]
}

/// The same numbers every time.
private struct Numbers {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
