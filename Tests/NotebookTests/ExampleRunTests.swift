import Catalog
import Testing

@testable import Notebook

@Suite struct ExampleRunTests {
  private func run(_ source: String, limit: Double = 5) -> ExampleRun? { ExampleRun(Example(source), Trial.catalog(), limit: limit) }

  @Test func printedLinesAndTheLastValue() {
    #expect(run("print(1)\n\"a\"")?.text == "1\na")
    #expect(run("print(1)\n\"a\"")?.shown == "1\n\"a\"")
    #expect(run("x = 1")?.text == "")
    #expect(run("1;")?.text == "")
  }

  @Test func whatFailsOrTakesTooLongGivesNothing() {
    #expect(run("nobody") == nil)
    #expect(run("while true { x = 1 }", limit: 0.05) == nil)
  }

  @Test func namesAreFresh() {
    #expect(run("x = 1") != nil)
    #expect(run("x") == nil)
  }
}

extension ExampleRun: Equatable {
  public static func == (left: ExampleRun, right: ExampleRun) -> Bool { left.text == right.text && left.shown == right.shown }
}
