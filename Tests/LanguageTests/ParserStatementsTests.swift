// Statements, line ends and blocks.

import Language
import Testing

@Suite struct ParserStatementsTests {
  @Test(arguments: [
    ("if a { b }", "(if a {b})"),
    ("if a { b } else { c }", "(if a {b} else {c})"),
    ("if a { b } else if c { d } else if e { f } else { g }", "(if a {b} c {d} e {f} else {g})"),
    ("if a {\n  b\n} else {\n  c\n}\nd", "(if a {b} else {c}) d"),
    ("for i in 1..3 { print(i) }", "(for i in (.. 1 3) {(call print i)})"),
    ("for i, x in pairs { }", "(for i x in pairs {})"),
    ("while x < 3 { x += 1 }", "(while (< x 3) {(+= x : 1)})"),
    ("param steps = 200 \"how many\"", "(param steps 200 'how many')"),
    ("param steps = 200", "(param steps 200)"),
    ("expect a > 97%", "(expect (> a 0.97))"),
    ("expect fails { f(0) }", "(fails {(call f 0)})"),
    ("expect fails", "(expect fails)"),
    ("use \"a.dln\"", "(use a.dln)"),
    ("while true { break; continue }", "(while true {break; continue})"),
    ("fn f() { return }", "(fn f () {(return)})"),
    ("fn f(a, b) { return a, b }", "(fn f (a b) {(return a b)})"),
    ("a; b;\nc", "a; b; c"),
    (";;\n;a", "a"),
    ("x = 3;", "(= x : 3);"),
    ("", ""),
    ("# only\n# comments", ""),
  ])
  func reads(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test(arguments: [
    ("a\n+ b", true), ("a +\nb", false), ("a +\n\n# note\n  b", false), ("a\n|> f", false), ("a # note\n\n # note\n  |> f\n  |> g", false),
    ("f(a\n,\nb)", false), ("f\n(a)", true), ("t\n[0]", true), ("[a,\nb\n]", false), ("x =\n3", false), ("a,\nb = f()", false),
    ("not\na", false), ("a mod\nb", false), ("x ->\nx", false), ("1..\n3", false), ("a.by\nb", true), ("x in\ny", false),
    ("\"{a\n}\"", true), ("a\r\nb", true), ("a -> {\n b\n}", false), ("f(x -> {\n b\n c\n})", false), ("a = b == \n c", false),
  ])
  func endsAtTheLine(text: String, isTwo: Bool) {
    let tree = describe(text)
    let count = parse(Source(name: "test", text: text)).program.statements.count
    #expect((count == 2 || tree.hasPrefix("ERROR")) == isTwo, "\(tree)")
  }

  @Test func blocksEndLinesInsideParentheses() {
    #expect(describe("f(x -> {\n a\n b\n}, 2)") == "(call f (-> (x) {a b}) 2)")
  }

  @Test(arguments: [
    "if a\n{ b }", "if a { b }\nelse { c }", "else { c }", "if x = 1 { }", "for i in 10: x", "for i 1..3 { }", "for (i, x) in y { }",
    "param x", "param layers = 3", "use file", "use \"{x}\"", "expect", "a b", "a }", "a )", "while { }", "fn", "return = 3",
    "param x = 1 \"{y}\"",
  ])
  func refuses(text: String) {
    #expect(describe(text).hasPrefix("ERROR"))
  }
}
