import Language
import Testing

@testable import Notebook

@Suite struct PromisesTests {
  private func holds(_ text: String, _ tolerance: Double?, _ found: String) -> Bool {
    Promise(text: text, tolerance: tolerance, span: Span(0, 0)).isKept(by: [found])
  }

  @Test func textsAgreeButForBlanks() {
    #expect(holds("[[1, 2], [3, 4]]", nil, "[[1, 2],\n [3, 4]]"))
    #expect(!holds("[1, 2]", nil, "[1, 3]"))
    #expect(!holds("3", nil, "3.0"))
    #expect(holds("abc", nil, "abc"))
    #expect(!holds("abc", nil, "abd"))
  }

  @Test func numbersAgreeWithinTheTolerance() {
    #expect(holds("[[3.00]]", 0.05, "[[3.0082617]]"))
    #expect(!holds("[[3.00]]", 0.05, "[[3.06]]"))
    #expect(holds("0.3", 0.1, "0.2"))
    #expect(holds("0", 1e-6, "-1.2e-16"))
    #expect(holds("[1, -2]", 0.1, "[1.05, -2.05]"))
    #expect(holds("97%", 0.01, "0.965"))
    #expect(holds("loss 0.5", 0.01, "loss 0.505"))
  }

  @Test func everythingElseMustBeTheSame() {
    #expect(!holds("[1, 2]", 9, "[1, 2, 3]"))
    #expect(!holds("[1, 2]", 9, "(1, 2)"))
    #expect(!holds("loss 1", 9, "cost 1"))
    #expect(!holds("x1", 9, "x2"))
  }

  @Test func numbersThatAreNone() {
    #expect(holds("nan", 0.1, "nan"))
    #expect(holds("[inf, -inf]", 0.1, "[inf, -inf]"))
    #expect(!holds("inf", 0.1, "-inf"))
    #expect(!holds("1", 0.1, "nan"))
    #expect(holds("info", nil, "info"))
  }

  @Test func anyOfSeveralTextsWillDo() {
    #expect(Promise(text: "b", tolerance: nil, span: Span(0, 0)).isKept(by: ["a", "b"]))
  }
}
