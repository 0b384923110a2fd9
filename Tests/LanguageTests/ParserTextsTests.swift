// Values in texts.

import Testing

@Suite struct ParserTextsTests {
  @Test(arguments: [
    (#""""#, "(text)"),
    (#""a b""#, "(text 'a b')"),
    (#""step {i}: loss {l:.4}""#, "(text 'step ' {i} ': loss ' {l:.4})"),
    (#""{score(net, data.test):.1%}""#, "(text {(call score net data.test):.1%})"),
    (#""{{x}}""#, "(text '{x}')"),
    (#""{a + f("b{c}")}""#, "(text {(+ a (call f (text 'b' {c})))})"),
    (#""{t[1:2]} {f(k: 1)} {x -> { y }}""#, "(text {(at t 1:2)} ' ' {(call f k:1)} ' ' {(-> (x) {y})})"),
    (#""\n\t\"\\""#, "(text '\n\t\"\\')"),
    ("\"\"\"a \"b\"\n{c}\"\"\"", "(text 'a \"b\"\n' {c})"),
    ("f(\"\"\"\n\"\"\", 1)", "(call f (text '\n') 1)"),
  ])
  func reads(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test(arguments: [#""{}""#, #""{a b}""#, #""a}""#, #""\q""#, #""abc"#, #""{abc""#, "\"\"\"abc", #""{f(x}""#, "'abc'", "\"a\nb\""])
  func refuses(text: String) {
    #expect(describe(text).hasPrefix("ERROR"))
  }

  @Test func oneComplaintForOneOpenText() {
    #expect(diagnose("print(\"loss {l\")\ny = 1").count == 1)
    #expect(diagnose("print(\"loss)\ny = 1").count == 1)
  }
}
