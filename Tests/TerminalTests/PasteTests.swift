import Testing

@testable import Terminal

@Suite struct PasteTests {
  @Test func transcriptsBecomeTheirSubmissions() {
    let transcript = """
      dln> 1 + 1
      2
      dln> x = [1, 2]
      dln> x
      [1, 2]
        [2], float32
      dln> fn f(x) {
             x + 1

           }
      dln> f(2)
      3
      dln> nobody
      error[name]: there is no `nobody`
        at the prompt, input 5
        1 | nobody
          | ^^^^^^ no name and no word of the language
      dln> x
        |> sum
      dln> "损失"
      "损失"
      dln>
      """
    #expect(
      Paste.submissions(inTranscript: transcript) == [
        "1 + 1", "x = [1, 2]", "x", "fn f(x) {\n  x + 1\n\n}", "f(2)", "nobody", "x", "\"损失\"",
      ])
  }

  @Test func whatWasGivenUpIsLeftOut() {
    #expect(Paste.submissions(inTranscript: "dln> half^C\ndln> (1 +\n     2 ^C\ndln> (1 +\ndln> 3") == ["3"])
  }

  @Test func recalledEntriesHaveNoBlanks() {
    #expect(Paste.submissions(inTranscript: "dln> fn f(x) {\n  x + 1\n}\ndln> f(1)\n2") == ["fn f(x) {\n  x + 1\n}", "f(1)"])
  }

  @Test func commandsAndQuestionsAreSubmissions() {
    #expect(Paste.submissions(inTranscript: "dln> :vars\nx  1\ndln> ?conv(\nhelp\ndln> 2") == [":vars", "?conv(", "2"])
  }

  @Test func resultsBeforeTheFirstPromptAreNone() {
    #expect(Paste.submissions(inTranscript: "[1, 2]\n\ndln> 3\n3") == ["3"])
    #expect(Paste.submissions(inTranscript: "dln> 3\r\n3\r\ndln> 4") == ["3", "4"])
    #expect(Paste.submissions(inTranscript: "dln>\ndln> ") == [])
  }

  @Test(arguments: [
    "", "a = 1\nb = 2\n", "print(\"dln> 1\")", "# typed at dln> \nx = 3", "  dln> 1", "help = \"\"\"\ndln> 1 + 1\n2\n\"\"\"\nhelp",
    "# %% Cell\nfn f(x) {\n     x\n}\n",
  ])
  func textsWithoutPromptsStayAsTheyAre(_ text: String) {
    #expect(Paste.submissions(inTranscript: text) == nil)
    #expect(Paste.cleaned(text) == text)
  }

  @Test func partsOfAPaste() {
    #expect(Paste.parts(of: "a = 1\nb = 2") == ["a = 1\nb = 2"])
    #expect(Paste.parts(of: "a = 1\n:vars\n?print\nb = 2\n") == ["a = 1", ":vars", "?print", "b = 2\n"])
    #expect(Paste.parts(of: "x = \"\"\"\n:vars\n\"\"\"") == ["x = \"\"\"\n:vars\n\"\"\""])
  }
}
