import Testing

@testable import Terminal

@Suite struct UndoTests {
  @Test func backAndForth() {
    let talk = Talk()
    talk.type("x = 1", "x = 2", "y = 3")
    #expect(talk.type(":undo") == ["undone: y = 3  (now no y)"])
    #expect(talk.type(":undo") == ["undone: x = 2  (now x is 1)"])
    #expect(talk.type(":redo 2")[0].hasPrefix("done again: 2 submissions"))
    #expect(talk.names == ["x": "2", "y": "3"])
    #expect(talk.type(":undo 9")[0].hasPrefix("undone: 3 submissions"))
    #expect(talk.names.isEmpty)
    #expect(talk.type(":undo") == ["! there is nothing that can be undone"])
  }

  @Test func aNewLineEndsTheWayForth() {
    #expect(talk("x = 1", "x = 2", ":undo", "y = 1", ":redo").last == "! there is nothing that can be done again")
  }

  @Test func lookingLeavesTheWayForthOpen() {
    #expect(talk("x = 1", "x = 2", ":undo", "x", ":redo", "x").filter { !$0.contains(":") } == ["1", "2"])
  }

  @Test func answersNumbersAndCells() {
    let talk = Talk()
    let first = talk.type("draw()")
    talk.type("# %% B", "draw()", ":undo 2")
    #expect(talk.type("ans") == first)
    #expect(talk.type(":undo 2", "draw()")[1...] == first[...])
    #expect(talk.type("out(2)")[0].hasPrefix("! error[argument]"))
  }

  @Test func paramsAndPipes() {
    let talk = Talk()
    talk.type("param steps = 3", "x = 1", "param rate = 2", ":undo")
    #expect(talk.sitting.session.parameters.map(\.name) == ["steps"])
    #expect(talk.type("|> (x -> x + 1)", "x") == ["2"])
  }

  @Test func failuresThatDidNothingAreNoSteps() {
    #expect(talk("x = 1", "nobody", "x = = 2", "# a word", ":undo").last == "undone: x = 1  (now no x)")
  }

  @Test func failuresThatDidSomethingAre() {
    #expect(talk("x = 1", "x = 2; nobody", ":undo", "x").suffix(2) == ["undone: x = 2; nobody  (now x is 1)", "1"])
    #expect(talk("for i in 1..3 { x = i; if i == 2 { nobody } }", "x", ":undo 2", "x").last?.hasPrefix("! error[name]") == true)
  }

  @Test func aHundredSteps() {
    let talk = Talk()
    for number in 1...120 { talk.type("x = \(number)") }
    #expect(talk.type(":undo 200")[0].hasPrefix("undone: 100 submissions"))
    #expect(talk.names == ["x": "20"])
  }

  @Test func reset() {
    let talk = Talk()
    let drawn = talk.type("x = 1", "draw()")
    #expect(talk.type(":reset") == ["1 name forgotten; `:undo` brings them back"])
    #expect(talk.type("x", "draw()") == ["! error[name]: there is no `x`"] + drawn)
    #expect(talk.type(":undo 2", "x")[1] == "1")
  }
}
