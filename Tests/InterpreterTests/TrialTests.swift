import Interpreter
import Testing

/// Only what was tried is shown.
@Suite struct TrialTests {
  @Test func anEditThatFailsElsewhereIsNotShown() {
    // `double` wants a number: the name nearest to the slip does not help.
    let message = Program().failure("doubles = none\ndoubls(3)")
    #expect(!message.contains("try: doubles(3)"), "\(message)")
  }

  @Test func whatAnEditUncoversIsMendedAlong() {
    #expect(Program().failure("xs = [none, none]\nprint(len(xs)**2)").contains("try: print(xs.count^2)"))
  }

  @Test func aLineBoundTooLateMovesUp() {
    let failure = failure("y = k + 1\nz = 2\nk = 3")
    #expect(failure?.fix?.text == "k = 3  -> line 3 moved up, above line 1")
    #expect(failure?.fix?.source.text == "k = 3\ny = k + 1\nz = 2")
  }

  @Test func aFixIsTheWholeText() {
    #expect(failure("x = 3\ny = x**2\nz = y")?.fix?.source.text == "x = 3\ny = x^2\nz = y")
    #expect(failure("x = 3\nprint(\"x \" + x)\n")?.fix?.source.text == "x = 3\nprint(\"x {x}\")\n")
  }

  @Test func namesStayAsTheyWere() throws {
    let program = Program()
    _ = program.failure("x = [none]\nx = len(x)")
    #expect(try program.run("x.count") == "1")
  }

  private func failure(_ text: String) -> Failure? {
    do {
      try Program().run(text)
      return nil
    } catch {
      return error as? Failure
    }
  }
}
