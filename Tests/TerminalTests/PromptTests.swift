import Catalog
import Interpreter
import Notebook
import Terminal
import Testing

/// Lines that are typed in advance.
private final class Script: LineReader {
  private var readings: [Reading]
  var prompts: [String] = []
  var history: [String] = []

  init(_ readings: [Reading]) { self.readings = readings.reversed() }

  func read(prompt: String, above: String) -> Reading {
    prompts.append(prompt)
    return readings.popLast() ?? .end
  }

  func remember(_ submission: String) { history.append(submission) }
}

@Suite struct PromptTests {
  /// What the prompt shows of what is typed: values, and errors marked with `!`.
  private func talk(_ readings: [Reading]) -> (shown: [String], script: Script) {
    let catalog = Catalog()
    catalog.addNotebookWords()
    catalog.add(.tensor, "draw", "The next random key.", surroundings()) { (context: Context) in "\(context.random.next().key)" }
    let context = Context(catalog: catalog)
    var shown: [String] = []
    context.print = { shown.append($0) }
    let script = Script(readings)
    let prompt = Prompt(
      Session(context, stackSize: 4 << 20), script, takeInterrupt: { false }, show: { shown.append($0) },
      complain: { shown.append("! " + $0.prefix { $0 != "\n" }) })
    prompt.run()
    // An empty line ends what Ctrl-D interrupts.
    return (shown.last == "" ? Array(shown.dropLast()) : shown, script)
  }

  private func talk(_ lines: String...) -> [String] { talk(lines.map { .line($0) }).shown }

  @Test func valuesAreEchoed() {
    #expect(talk("1 + 1", "x = 3", "x;", "\"a\"", "print(x)", "none") == ["2", "\"a\"", "3"])
  }

  @Test func answersAreRemembered() {
    #expect(talk("2", "ans * 10", "5;", "ans", "out(1)", "out(2)") == ["2", "20", "5", "2", "20"])
  }

  @Test func errorsLoseNoName() {
    #expect(talk("x = 3", "x + nobody", "x") == ["! error[name]: there is no `nobody`", "3"])
    #expect(talk("x = = 3", "1")[1...] == ["1"])
  }

  @Test func linesGoOn() {
    let (shown, script) = talk([.line("fn f(x) {"), .line("  x + 1"), .line("}"), .line("f(2)"), .end])
    #expect(shown == ["3"])
    #expect(script.prompts == ["dln> ", "     ", "     ", "dln> ", "dln> "])
    #expect(script.history == ["fn f(x) {\n  x + 1\n}", "f(2)"])
  }

  @Test func interruptedLinesAreGivenUp() {
    #expect(talk([.line("(1 +"), .interrupted, .line("2")]).shown == ["2"])
  }

  @Test func pipesGoOnWithTheLineAbove() {
    #expect(talk("2", "|> (x -> x * 3)", "|> (x -> x + 1)") == ["2", "6", "7"])
    #expect(talk("x = 2", "|> (x -> x * 3)", "|> (x -> x + 1)", "x") == ["7"])
    #expect(talk("a, b = (1, 2)", "|> text").first?.hasPrefix("! error[syntax]") == true)
    #expect(talk("|> text").first?.hasPrefix("! error[syntax]") == true)
  }

  @Test func headingsBeginCells() {
    let drawn = talk("draw()", "# %% B", "draw()", "# %% B", "draw()")
    #expect(drawn[0] != drawn[1])
    #expect(drawn[1] == drawn[2])
  }

  @Test func questions() {
    #expect(talk("?print").first?.hasPrefix("print(values…)") == true)
    #expect(talk("?dict").first?.hasPrefix("`dict` is called `record` here.") == true)
    #expect(talk("?prnt") == ["! there is no word `prnt`; did you mean `print`?"])
    #expect(talk("?").first?.contains("Language") == true)
  }

  @Test func quitting() {
    let (shown, script) = talk([.line("1"), .line(":quit"), .line("2")])
    #expect(script.prompts.count == 2)
    #expect(shown == ["1"])
  }

  @Test func severalValuesOfOneSubmission() {
    #expect(talk("1; 2\n3", "ans") == ["2", "3", "3"])
  }
}
