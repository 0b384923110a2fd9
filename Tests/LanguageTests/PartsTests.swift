// The parts of a tree.

import Language
import Testing

@Suite struct PartsTests {
  @Test(arguments: [
    ("a + b(c, k: d)", ["a", "b(c, k: d)"]), ("f(x)[1, 2:n]", ["f(x)", "1", "2", "n"]), ("\"{a} and {b.c}\"", ["a", "b.c"]),
    ("x -> x^2", ["x^2"]), ("layers(4) { dense(3); relu }", ["4", "dense(3)", "relu"]), ("1..n by k", ["1", "n", "k"]),
  ])
  func ofAnExpression(text: String, parts: [String]) {
    let source = Source(name: "test", text: text)
    guard case .expression(let expression)? = parse(source).program.statements.first?.kind else { return }
    #expect(expression.parts.map { source.text(in: $0.span) } == parts)
  }

  @Test func ofStatements() {
    let source = Source(name: "test", text: "for i in x { a = f(i) }\nif b { c } else { d }")
    let parts = parse(source).program.statements.map { $0.parts.map { source.text(in: $0.span) } }
    #expect(parts == [["x", "a", "f(i)"], ["b", "c", "d"]])
  }
}
