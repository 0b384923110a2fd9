// Ctrl-C wherever something runs: it stops in time, nothing is lost, and the prompt is there again.

import Foundation
import PseudoTerminal
import Testing

@Suite struct InterruptScenes {
  /// How long a stop may take here. The goal is a fifth of a second; a busy machine needs more.
  private static let limit = 5.0

  private func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  /// Types a line, waits until it runs, presses Ctrl-C, and waits for the report and the prompt.
  @discardableResult
  private func stop(_ line: String, in sitting: Sitting, after pause: Double = 0.4) throws -> String {
    let rows = sitting.screen.allLines.count
    try sitting.terminal.type(line, .enter)
    Thread.sleep(forTimeInterval: pause)
    try sitting.terminal.press(.control("c"))
    let start = seconds()
    try sitting.terminal.wait("a stop of \(line)") { $0.allText.contains("^C  stopped") && $0.currentLine == "dln>" }
    #expect(seconds() - start < Self.limit, "\(line)")
    return sitting.screen.allLines.dropFirst(rows).joined(separator: "\n")
  }

  @Test(arguments: [
    "while true { }", "for i in 1..1_000_000_000 { x = i * 2 }", "f(60)", "a = map(1..100_000_000, n -> n * 2)",
    "a = filter(list(1..50_000_000), n -> n > 2)", "sorted(list(30_000_000..1 by -1))", "print(list(1..50_000_000))",
    "for i in 1..1_000_000 { w = w * 1.0001 + uniform([64], 0..1) }", "x = uniform([9000, 9000], 0..1); y = x @ x; y[0, 0]",
    "load(\"pipe.csv\")", "use \"endless.dln\"", "while true { update w by opt { mean(w^2) } }",
  ]) func everythingStops(_ line: String) throws {
    let home = try Home(["endless.dln": "n = 0\nwhile true { n += 1 }"])
    mkfifo(home.path + "/pipe.csv", 0o600)
    let sitting = try Sitting(home, columns: 120)
    try sitting.enter("fn f(n) { if n < 2 { return n }; return f(n - 1) + f(n - 2) }")
    try sitting.enter("w = ones([64]); opt = sgd(0.0001); kept = 42")
    try stop(line, in: sitting)
    try sitting.enter("kept + 1")
    #expect(sitting.screen.text.contains("\n43\n"))
  }

  @Test func aTrainingIsKeptAndGoesOn() throws {
    let sitting = try Sitting(columns: 120)
    try sitting.enter("data = dataset(\"digits\"); net = layers(1x8x8) { flatten; dense(32); relu; dense(10) }")
    let line = "run = fit(net, data.train, validate: data.test, epochs: 100_000)"
    let report = try stop(line, in: sitting, after: 1)
    #expect(report.contains("of 100000, step "))
    #expect(report.contains("kept      run.net (after step "))
    #expect(report.contains("go on     run = fit(run, data.train, validate: data.test, epochs: 100_000)"))
    try sitting.enter("print(run.stopped, run.steps > 0)")
    #expect(sitting.screen.text.contains("\ninterrupted true\n"))
    // Whatever is typed ahead of a stop is no reason to leave.
    try sitting.terminal.type("run = fit(run, data.train, validate: data.test, epochs: 100_000)", .enter)
    try sitting.terminal.wait("a training that goes on") { $0.currentLine.hasPrefix("epoch ") }
    for _ in 0..<8 { try sitting.terminal.press(.control("c")) }
    try sitting.terminal.wait("a second stop") { $0.allText.components(separatedBy: "^C  stopped").count == 3 && $0.currentLine == "dln>" }
    try sitting.enter("1 + 1")
    #expect(try sitting.leave() == 0)
  }

  @Test func trainingIsOneLine() throws {
    let sitting = try Sitting(columns: 100)
    try sitting.enter("data = dataset(\"digits\"); net = layers(1x8x8) { flatten; dense(32); relu; dense(10) }")
    try sitting.enter("run = fit(net, data.train, validate: data.test, epochs: 5)")
    let lines = sitting.screen.allLines.filter { $0.hasPrefix("epoch ") }
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("epoch 5/5  loss ") == true)
    #expect(lines.first?.contains("accuracy ") == true)
  }

  @Test func ctrlCEndsAFileAndKeepsWhatItGave() throws {
    let home = try Home(["long.dln": "# %% First\nprint(1)\n# %% Second\nfor i in 1..1_000_000_000 { x = i }"])
    let terminal = try PseudoTerminal(
      [Binary.program.path, "long.dln"], environment: ["HOME": home.path, "TERM": "xterm", "LANG": "C.UTF-8"], folder: home.path)
    try terminal.wait(for: "1")
    Thread.sleep(forTimeInterval: 0.3)
    try terminal.press(.control("c"))
    #expect(try terminal.waitForEnd() == 130)
    #expect(terminal.screen.allText.contains("^C  stopped `for i in 1..1_000_000_000 { x = i }`"))
    #expect(home.text(of: "long.out/transcript.txt")?.hasPrefix("# %% First\n1\n") == true)
    #expect(home.text(of: "long.out/transcript.txt")?.contains(", after ") == false)
  }
}
