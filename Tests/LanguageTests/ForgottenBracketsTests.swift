// Where a bracket was forgotten, told by indentation.

import Language
import Testing

@Suite struct ForgottenBracketsTests {
  /// The text, and the line at which the bracket is missed.
  @Test(arguments: [
    ("fn f(x) {\n  y = x\n  y * 2\n\ng = 3\nh = 4", 3),
    ("net = layers(4) {\n  dense(3)\n  residual {\n    dense(3)\n  relu\n}\nx = 1", 4),
    ("for i in x {\n  if i > 2 { print(i)\n}\ny = 2", 2),
    ("net = layers(4) { dense(3)\nopt = adam(0.1)\nx = [1]", 1),
    ("run = fit(net,\n    optimizer: sgd(0.1, momentum: 90%,\n    metrics: [accuracy],\n    epochs: 3)\nplot(run)", 2),
    ("fn block(n = layers {\n  dense(n)\n}\nx = 1", 1),
    ("if (x > 3 {\n  y\n}\nz", 1),
    ("data = f(table\n    |> g(label: 3)\n    |> h\nprint(data)", 1),
    ("data = f(table)\n    |> g(label: 3\n    |> h\nprint(data)", 2),
    ("fn train(net, rate = fit(net,\n    epochs: 3)\nrun = train(1, 2)", 1),
  ])
  func isFoundWhereItIs(text: String, line: Int) throws {
    let source = Source(name: "test", text: text)
    let found = diagnose(text)
    let first = try #require(found.first)
    #expect(source.line(at: first.span.start) == line, "\(found)")
    #expect(first.message.hasSuffix("is never closed"))
    let edit = try #require(first.edits.first)
    #expect(diagnose(source.edited(edit).text).isEmpty, "\(source.edited(edit).text)")
  }

  @Test(arguments: ["fn f(x) {\ny = x\n", "f(a,\nb,\nc", "layers(4) {\ndense(3)", "x = [\n1,\n2"])
  func nobodyIndentsAtThePrompt(text: String) {
    #expect(parse(Source(name: "test", text: text)).isIncomplete)
  }

  @Test(arguments: ["fn f(x) {\ny = x\ny * 2\n}", "f(a,\nb,\nc)", "x = f(\n1\n)\n|> g"])
  func unusualLayoutIsRead(text: String) {
    #expect(diagnose(text).isEmpty)
  }
}
