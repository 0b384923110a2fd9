// What is told when Ctrl-C stopped something.

import Catalog
import Language
import Testing

@testable import Interpreter

@Suite struct StopTests {
  /// The report of a program that is stopped when `stopped` looks are over.
  private func report(_ text: String, name: String = "the prompt, input 3", looks: Int = 5) -> String {
    let program = Program()
    var seen = 0
    program.context.isInterrupted = {
      seen += 1
      return seen > looks
    }
    do {
      try program.session.run(Source(name: name, text: text))
      return "not stopped"
    } catch {
      return (error as? Failure)?.render() ?? "\(error)"
    }
  }

  @Test func aLoopSaysWhereItStood() {
    #expect(
      report("for i in 1..100 { i * 2 }", looks: 4)
        == "^C  stopped `for i in 1..100 { i * 2 }`\n    at        i = 5\n    kept      every name, as it was bound last")
    let nested = report("total = 0\nfor i in 1..100 {\n    for j in 5..9 {\n        total += j\n    }\n}", name: "sum.dln", looks: 9)
    #expect(nested.contains("    at        sum.dln:"))
    #expect(nested.contains("i = 2, j = 7"))
  }

  @Test func statementsBehindAStopDoNotRun() {
    let program = Program()
    var isStopped = false
    program.context.isInterrupted = { isStopped }
    program.context.print = { _ in isStopped = true }
    #expect(throws: Failure.self) { try program.session.run(Source(name: "a.dln", text: "if true {\n  print(1)\n  a = 5\n}")) }
    #expect(program.session.value(of: "a") == nil)
  }

  /// What a training that was stopped says, by the line it stands in.
  @Test(arguments: [
    ("run = fit(net, data, epochs: 3)", "run = fit(run, data, epochs: 3)", "run.net (after step 7)"),
    ("run = net |> fit(data)", "run = run |> fit(data)", "run.net (after step 7)"),
    ("fit(net, data)", "fit(ans, data)", "ans.net (after step 7)"),
    ("run = fit(net,\n    data,\n    epochs: 3)", "run = fit(run, data, epochs: 3)", "run.net (after step 7)"),
    ("a = fit(net, data).net", "give the run a name of its own: run = fit(...)", "every name, as it was bound last"),
  ]) func aTrainingSaysHowToGoOn(_ line: String, _ goOn: String, _ kept: String) throws {
    let program = Program()
    let source = Source(name: "the prompt, input 3", text: line)
    let statement = try #require(parse(source).program.statements.first)
    program.context.unfinished = Unfinished(
      word: "fit", place: "epoch 1 of 3, step 7 of 10", kept: [("net", "after step 7"), ("history", nil)], measured: nil)
    let text = program.session.interruption(after: statement, in: source).render()
    #expect(text.contains(" at epoch 1 of 3, step 7 of 10\n"))
    #expect(text.contains("    kept      \(kept)"))
    #expect(text.hasSuffix("    go on     \(goOn)"))
    #expect(program.context.unfinished == nil)
  }

  @Test func lookingAtAValueBelongsToItsStatement() throws {
    let session = Program().session
    let source = Source(name: "a.dln", text: "# %% A\n  f(1,\n  2)")
    let statement = try #require(parse(source).program.statements.first)
    #expect(try session.placing(statement, in: source) { 3 } == 3)
    let error = #expect(throws: Failure.self) { try session.placing(statement, in: source) { throw Complaint(.nan, "not a number") } }
    #expect(error?.marks.first?.span == statement.span)
    let stop = #expect(throws: Failure.self) { try session.placing(statement, in: source) { throw Interruption.complaint } }
    #expect(stop?.render().hasPrefix("^C  stopped `f(1,`") == true)
  }

  @Test func timesAreToldOnlyWhereTheyMayBe() {
    let stop = Stop(line: "f()", progress: nil, seconds: 134.4, kept: "all", goOn: nil)
    let failure = Failure(Interruption.complaint, Source(name: "the prompt, input 3", text: "f()"), [], cell: nil, calls: [])
    #expect(failure.report(of: stop, showsTimes: true).hasPrefix("^C  stopped `f()`, after 2 min 14 s\n"))
    #expect(failure.report(of: stop, showsTimes: false).hasPrefix("^C  stopped `f()`\n"))
  }

  @Test(arguments: [(0.04, "0.0 s"), (3.21, "3.2 s"), (59.4, "59 s"), (134.2, "2 min 14 s"), (3900, "1 h 5 min")])
  func durations(_ seconds: Double, _ text: String) { #expect(durationText(seconds) == text) }
}
