// Usual slips: one complaint each, in words that help, and the text without the slip.

import Language
import Testing

@Suite struct ParserSlipsTests {
  @Test(arguments: [
    ("f(rate = 3)", "f(rate: 3)"), ("f(k=3)", "f(k: 3)"), ("if x = 1 { }", "if x == 1 { }"), ("print x, 3", "print(x, 3)"),
    ("a < b < c", "a < b and b < c"), ("2x + 1", "2 * x + 1"), ("x = 5 seconds", "x = 5 s"), ("3 x 3", "3x3"), (".5", "0.5"),
    ("x not in y", "not x in y"), ("f(x) { x }", "fn f(x) { x }"), ("param k 3", "param k = 3"), ("[1 2]", "[1, 2]"),
    ("if (x = 3) { }", "if (x == 3) { }"), ("for i in 1:9 { }", "for i in 1..9 { }"), ("fn f(x) = { x }", "fn f(x) { x }"),
    ("x = 1:10", "x = 1..10"), ("i++", "i += 1"), ("i--", "i -= 1"), ("for i 1..3 { }", "for i in 1..3 { }"), ("t[2..]", "t[2..-1]"),
    ("x = 7% 3", "x = 7 mod 3"), ("layers = 3", "layers_ = 3"), ("x = 7 // 2", "x = floor(7 / 2)"),
    ("x = a(1) // b.c", "x = floor(a(1) / b.c)"),
    ("x = 3 // some note", "x = 3 # some note"), ("// a note", "# a note"), ("x = 3)", "x = 3"),
  ])
  func oneEdit(text: String, edited: String) {
    let found = diagnose(text)
    #expect(found.count == 1, "\(found.map(\.message))")
    #expect(mended(text) == edited)
  }

  @Test func aCallOrABinding() {
    let source = Source(name: "test", text: "data dataset(3)")
    #expect(diagnose(source.text).first?.edits.map { source.edited($0).text } == ["data(dataset(3))", "data = dataset(3)"])
  }

  @Test(arguments: [
    ("for i in 10:\n  print(i)", "a block stands in `{ }`"),
    ("for i in 1:10 { print(i) }", "a block stands in `{ }`, and a range is written `1..10`"),
    ("if a { b }\nelse { c }", "`else` stands on the line of the `}` before it"),
    ("[f(x) for x in xs]", "a list is not built by a `for` in brackets"),
    ("x = 'a'", "texts stand in double quotes"),
    ("x = y if c else z", "`if` is a statement with a block"),
    ("x = [\nfor i in y { }", "this `[` is never closed"),
    ("a =\n# note\nb = 2", "a value is missing behind `=`"),
  ])
  func oneMessage(text: String, message: String) {
    #expect(diagnose(text).map(\.message) == [message])
  }
}
