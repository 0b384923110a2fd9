import PseudoTerminal
import Testing

@Suite struct PseudoTerminalTests {
  private func shell(_ script: String) throws -> PseudoTerminal {
    try PseudoTerminal(["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], folder: "/", columns: 30, rows: 5)
  }

  @Test func typedLinesReachTheProgram() throws {
    let terminal = try shell("read line; echo got $line; exit 3")
    try terminal.type("words", .enter)
    try terminal.wait(for: "got words")
    #expect(try terminal.waitForEnd() == 3)
  }

  @Test func ctrlCIsASignal() throws {
    let terminal = try shell("trap 'echo caught; exit 0' INT; echo ready; while :; do sleep 0.1; done")
    try terminal.wait(for: "ready")
    try terminal.press(.control("c"))
    try terminal.wait(for: "caught")
  }

  @Test func theWindowHasASize() throws {
    let terminal = try shell("stty size; trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.1; done")
    try terminal.wait(for: "5 30")
    try terminal.wait(for: "ready")
    terminal.resize(columns: 20, rows: 4)
    try terminal.wait(for: "4 20")
  }

  @Test func questionsAreAnswered() throws {
    let terminal = try shell("stty -icanon; printf '\\033[c'; head -c 5; echo; echo done")
    terminal.answers = ["\u{1B}[c": "\u{1B}[?6c"]
    try terminal.wait(for: "done")
  }

  @Test func waitingEnds() throws {
    let terminal = try shell("sleep 5")
    #expect(throws: TerminalTrouble.self) { try terminal.wait(for: "never", seconds: 0.1) }
  }
}
