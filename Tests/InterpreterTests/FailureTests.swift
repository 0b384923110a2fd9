import Interpreter
import Language
import Testing

@Suite struct FailureTests {
  @Test func whatTheParserSaysComesInTheSameForm() {
    let message = Program().failure("# %% Start\nx = (1 + 2\ny = 3\n")
    #expect(message.hasPrefix("error[syntax]: "))
    #expect(message.contains("at test.dln:2, cell \"Start\"") || message.contains("at test.dln:3, cell \"Start\""))
  }

  @Test func nothingRunsWhenTheTextCannotBeRead() {
    let program = Program()
    #expect(program.failure("print(1)\nx = = 2").hasPrefix("error[syntax]"))
    #expect(program.printed == [])
  }

  @Test(
    arguments: [
      ("1 + \"a\"", nil), ("# %% Loss\n1 + \"a\"", "Loss"), ("# %% A longer one key=\"v\"\n\n1 + \"a\"", "A longer one"),
      ("# %% [markdown]\n# text\n# %%\n1 + \"a\"", nil),
    ] as [(String, String?)]) func cells(_ source: String, _ title: String?) throws
  {
    do {
      try Program().run(source)
    } catch let failure as Failure {
      #expect(failure.cell == title)
      #expect(failure.kind == .type)
      #expect(failure.message == "`+` does not work on a number and a text")
    }
  }

  @Test func theLineOfThePlace() throws {
    do { try Program().run("x = 1\n\nx + none") } catch let failure as Failure { #expect(failure.line == 3) }
  }
}
