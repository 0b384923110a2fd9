import Terminal
import Testing

@Suite struct PromptTests {
  @Test func linesGoOn() {
    let (shown, script) = Talk().type([.line("fn f(x) {"), .line("  x + 1"), .line("}"), .line("f(2)"), .end])
    #expect(shown == ["3"])
    #expect(script.prompts == ["dln> ", "     ", "     ", "dln> ", "dln> "])
    #expect(script.history == ["fn f(x) {\n  x + 1\n}", "f(2)"])
  }

  @Test func interruptedLinesAreGivenUp() {
    #expect(Talk().type([.line("(1 +"), .interrupted, .line("2")]).shown == ["2"])
  }

  @Test func commandsAndQuestionsEndWithTheirLine() {
    #expect(talk("?print(", "1") == ["! there is no word `print(`; did you mean `print`?", "1"])
    #expect(talk(":find (", "1").count == 2)
  }

  @Test func quitting() {
    for word in [":quit", ":q", ":exit"] {
      let (shown, script) = Talk().type([.line("1"), .line(word), .line("2")])
      #expect(script.prompts.count == 2)
      #expect(shown == ["1"])
    }
  }

  @Test func otherWaysToLeaveAreAnswered() {
    #expect(talk("exit", "quit()", "1") == ["`:quit` or Ctrl-D leaves", "`:quit` or Ctrl-D leaves", "1"])
    #expect(talk("exit = 3", "exit") == ["3"])
  }
}
