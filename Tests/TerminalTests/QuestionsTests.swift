import Testing

@testable import Terminal

@Suite struct QuestionsTests {
  @Test func words() {
    #expect(talk("?print").first?.hasPrefix("print(values…)") == true)
    #expect(talk("? print") == talk("?print"))
    #expect(talk("?dict").first?.hasPrefix("`dict` is called `record` here.") == true)
    #expect(talk("?prnt") == ["! there is no word `prnt`; did you mean `print`?"])
  }

  @Test func aTour() {
    let tour = talk("?")[0]
    #expect(tour.contains("Language"))
    #expect(tour.split(separator: "\n").count < 40)
    for question in ["?fit", "??f", ":help"] { #expect(tour.contains(question)) }
  }

  @Test func phrases() {
    #expect(talk("?ends the line")[0].hasPrefix("print"))
    #expect(talk("?no such thing") == ["! nothing speaks of \"no such thing\"; `?` tells what can be asked"])
  }

  @Test func names() {
    #expect(talk("x = 3", "?x") == ["x: a number  3\n  bound at the prompt, input 1: x = 3"])
    #expect(
      talk("a = 1\nfn f(p, q) {\n  p\n}", "?f") == [
        "f: a function  f(p, q)\n  bound at the prompt, input 1, line 2: fn f(p, q) { ..."
      ])
    #expect(talk("text = 3", "?text")[0].hasSuffix("it hides the word `text` of the language"))
  }

  @Test func sources() {
    #expect(talk("fn f(x) {\n  x + 1\n}", "??f") == ["fn f(x) {\n  x + 1\n}  # at the prompt, input 1, line 1"])
    #expect(talk("y = 1 + 2", "??y") == ["y = 1 + 2  # at the prompt, input 1"])
    #expect(talk("??print")[0].hasPrefix("print(values…)\n  declared at Notebook/Words.swift:"))
    #expect(talk("??nobody")[0].hasPrefix("! there is no word `nobody`"))
  }

  @Test func commands() {
    #expect(talk("?:undo")[0].hasPrefix(":undo [N]"))
  }
}
