import Interpreter
import Testing

@testable import Notebook

@Suite struct TestRunnerTests {
  /// The counts of a notebook and the headings of what failed.
  private func test(_ text: String) throws -> (TestCount, [String]) {
    var failed: [String] = []
    let count = try TestRunner(document(text), Trial().session) { failed.append($0.heading) }.run()
    return (count, failed)
  }

  @Test func everyExpectationIsACase() throws {
    let (count, failed) = try test(
      "expect 1 < 2\n1 + 1  #=> 2\nexpect fails { nobody }\nfor i in 1..3 { expect i > 0 }\nif true { expect true }")
    #expect(count.text == "5 passed, 0 failed")
    #expect(failed.isEmpty)
  }

  @Test func theRunGoesOnBehindAFailedCase() throws {
    let (count, failed) = try test("expect 1 == 2\n3  #=> 4\n5  #=> 5.04 +- 0.05\nexpect fails { 1 }")
    #expect(count.text == "1 passed, 3 failed")
    #expect(failed[1] == "error[expect]: this is 3, not 4")
    #expect(!count.hasErrors)
  }

  @Test func anErrorEndsTheFile() throws {
    let (count, failed) = try test("expect true\nnobody\nexpect true")
    #expect(count.text == "1 passed, 1 failed")
    #expect(count.hasErrors)
    #expect(failed == ["error[name]: there is no `nobody`"])
  }

  @Test func whatCannotBeReadFails() throws {
    #expect(try test("1 +").0.text == "0 passed, 1 failed")
  }

  @Test func textsMayBePromisedBareOrInQuotes() throws {
    #expect(try test("\"a b\"  #=> a b\n\"a b\"  #=> \"a b\"").0.text == "2 passed, 0 failed")
  }

  @Test func printedLinesMayBePromised() throws {
    #expect(try test("print(1, 2)  #=> 1 2\nprint(1)  #=> 2").0.text == "1 passed, 1 failed")
  }

  @Test func ofSeveralValuesTheFirstMayBePromised() throws {
    #expect(try test("(1, 2)  #=> (1, 2)\n(1, 2)  #=> 1\n(1, 2)  #=> 2").0.text == "2 passed, 1 failed")
  }

  @Test func promisesThatNobodySees() throws {
    let (count, failed) = try test("for i in 1..2 {\n  i  #=> 1\n}")
    #expect(count.text == "0 passed, 1 failed")
    #expect(failed == ["error[expect]: a promise inside a block is not looked at"])
  }

  @Test func thePlaceOfABrokenPromise() throws {
    var shown = ""
    _ = try TestRunner(document("# %% Sums\n1 + 1  #=> 3"), Trial().session) { shown = $0.render() }.run()
    #expect(
      shown == """
        error[expect]: this is 2, not 3
          at test.dln:2, cell "Sums"
          2 | 1 + 1  #=> 3
            | ^^^^^ 2
            |        ----- promised
        """)
  }
}
