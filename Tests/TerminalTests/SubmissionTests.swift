import Language
import Testing

@testable import Terminal

@Suite struct SubmissionTests {
  private func submission(_ text: String, above: Above = .name("x")) -> Submission {
    Submission(Source(name: "the prompt", text: text), above: above)
  }

  @Test func cellByCell() {
    let pasted = submission("a = 1\n# %% B\nb = 2; 3\n# %% [markdown]\n# prose")
    #expect(pasted.pieces.map(\.statements.count) == [1, 2, 0])
    #expect(pasted.pieces.map(\.hasHeading) == [false, true, true])
    #expect(pasted.failure == nil)
  }

  @Test func onlyTheLastCellGoesOn() {
    #expect(submission("f(1,").isIncomplete)
    #expect(submission("# %% A\nfn f(x) {").isIncomplete)
    #expect(!submission("fn f(x) {\n# %% B\n1").isIncomplete)
    #expect(!submission("fn f(x) {\n# %% B\n(1").isIncomplete)
    #expect(submission("fn f(x) {\n# %% B\n1").failure != nil)
    #expect(!submission("1").isIncomplete)
  }

  @Test func leadingPipes() {
    #expect(submission("|> f").text(in: Span(0, 4)) == "x = x |> f")
    #expect(submission("# a\n  |> f; 1", above: .name("ans")).text(in: Span(0, 13)) == "# a\n  ans |> f; 1")
    #expect(submission("1 |> f").pipe == nil)
    #expect(submission("# %% B\n|> f").failure != nil)
    #expect(submission("|> f", above: .nothing("no reason")).failure?.message.hasSuffix("no reason") == true)
  }
}
