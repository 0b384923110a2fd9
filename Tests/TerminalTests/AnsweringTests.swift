import Testing

@testable import Terminal

@Suite struct AnsweringTests {
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

  @Test func severalValuesOfOneSubmission() {
    #expect(talk("1; 2\n3", "ans") == ["2", "3", "3"])
  }

  @Test func aPasteStopsAtItsError() {
    let talk = Talk()
    let shown = talk.type("a = 1\na + 1\nnobody\nb = 2")
    #expect(shown == ["2", "! error[name]: there is no `nobody`", "!   what stands above it ran and stays; what follows did not run"])
    #expect(talk.names == ["a": "1"])
    #expect(talk.type("1; nobody") == ["! error[name]: there is no `nobody`", "!   what stands above it ran and stays"])
    #expect(talk.type("nobody; 1") == ["! error[name]: there is no `nobody`", "!   what follows did not run"])
    #expect(talk.type("nobody") == ["! error[name]: there is no `nobody`"])
  }

  @Test func aPasteThatCannotBeReadDoesNotRun() {
    let talk = Talk()
    #expect(talk.type("a = 1\nb = = 2").count == 1)
    #expect(talk.names.isEmpty)
  }

  @Test func ctrlCKeepsWhatWasBound() {
    let talk = Talk()
    #expect(talk.type("a = 1; b = stop(); c = 3").first?.hasPrefix("! ^C  stopped") == true)
    #expect(talk.names == ["a": "1", "b": "7"])
    #expect(talk.type("a") == ["1"])
  }

  @Test func pipesGoOnWithTheLineAbove() {
    #expect(talk("2", "|> (x -> x * 3)", "|> (x -> x + 1)") == ["2", "6", "7"])
    #expect(talk("x = 2", "|> (x -> x * 3)", "|> (x -> x + 1)", "x") == ["7"])
    #expect(talk("2;", "|> (x -> x * 3)") == ["6"])
    #expect(talk("x = 2", "# a word about it", "|> (x -> x * 3)", "x") == ["6"])
  }

  @Test func pipesPassOverFailuresAndCommands() {
    #expect(talk("x = 2", "nobody", "|> (x -> x * 3)", "x").last == "6")
    #expect(talk("x = 2", ":vars", "|> (x -> x * 3)", "x").last == "6")
    #expect(talk("x = 2", "|> nobody", "|> (x -> x * 3)", "x").last == "6")
  }

  @Test func aFailedPipeLeavesItsName() {
    #expect(talk("x = 2", "|> nobody", "x").last == "2")
  }

  @Test func pipesNeedAValueAbove() {
    let start = "! error[syntax]: `|>` has nothing to go on with: "
    #expect(talk("|> text") == [start + "nothing stands above it"])
    #expect(talk("a, b = (1, 2)", "|> text") == [start + "the line above is neither an expression nor `NAME = ...`"])
    #expect(talk("fn f(x) = x", "|> text") == [start + "the line above is neither an expression nor `NAME = ...`"])
    #expect(talk("1", "for i in 1..2 { i }", "|> text").last == start + "the line above is neither an expression nor `NAME = ...`")
    #expect(talk("1", "x = 1", "x += 1", "|> text").last == start + "the line above is neither an expression nor `NAME = ...`")
    #expect(talk("1", "print(2)", "|> text").last == start + "the line above has no value")
    #expect(talk("1", "# %% B", "|> text").last == start + "a cell begins here")
  }

  @Test func headingsBeginCells() {
    let drawn = talk("draw()", "# %% B", "draw()", "# %% C", "draw()")
    #expect(Set(drawn).count == 3)
    #expect(talk("# %% B", "draw()", "# %% B", "draw()") == talk("# %% B\ndraw()\n# %% B\ndraw()"))
  }

  @Test func aFailedLineDrawsNothing() {
    #expect(talk("draw()", "draw() + none", "draw()").filter { !$0.hasPrefix("!") } == talk("draw()", "draw()"))
  }

  @Test func proseIsNotRun() {
    #expect(talk("# %% [markdown]\n# x\nnobody\n# %% B\n1") == ["1"])
    #expect(talk("# %% [markdown]", "# prose", "1") == ["1"])
  }
}
