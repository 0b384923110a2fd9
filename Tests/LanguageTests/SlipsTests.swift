// Habits from other languages: one complaint each, in words that help.

import Language
import Testing

@Suite struct SlipsTests {
  @Test(arguments: [
    ("y = x ** 2", "y = x ^ 2"), ("y = 7 % 2", "y = 7 mod 2"), ("y = 7%n", "y = 7 mod n"), ("a && b", "a and b"), ("a || b", "a or b"),
    ("x = !y", "x = not y"), ("f(rate = 3)", "f(rate: 3)"), ("if x = 1 { }", "if x == 1 { }"), ("print x, 3", "print(x, 3)"),
    ("a < b < c", "a < b and b < c"), ("x := 3", "x = 3"), ("f = x => x", "f = x -> x"), ("2x + 1", "2 * x + 1"),
    ("x = 5 seconds", "x = 5 s"), ("3 x 3", "3x3"), (".5", "0.5"), ("x not in y", "not x in y"),
    ("f(x) { x }", "fn f(x) { x }"), ("param k 3", "param k = 3"), ("[1 2]", "[1, 2]"),
    ("if (x = 3) { }", "if (x == 3) { }"), ("for i in 1:9 { }", "for i in 1..9 { }"), ("fn f(x) = { x }", "fn f(x) { x }"),
  ])
  func oneEdit(text: String, edited: String) {
    let found = diagnose(text)
    #expect(found.count == 1, "\(found.map(\.message))")
    #expect(mended(text) == edited)
  }

  @Test(arguments: [
    ("def f(x):", "fn f(x) = x^2"), ("import torch", "use \"other.dln\""), ("g = lambda x: x", "x -> x^2"),
    ("class A(B):", "record(a: 1, b: 2)"), ("i++", "i += 1"), ("let x = 3", "x = 1"), ("x is y", "a == b"), ("assert x", "expect x == 1"),
    ("try:", "expect fails { f(0) }"),
  ])
  func oneExample(text: String, example: String) {
    #expect(diagnose(text).map(\.why) == ["as in: \(example)"])
  }

  @Test(arguments: [
    ("for i in 10:\n  print(i)", "a block stands in `{ }`"),
    ("for i in 1:10 { print(i) }", "a block stands in `{ }`, and a range is written `1..10`"),
    ("if a { b }\nelse { c }", "`else` stands on the line of the `}` before it"),
    ("[f(x) for x in xs]", "a list is not built by a `for` in brackets"),
    ("x = 'a'", "texts stand in double quotes"),
    ("x = y if c else z", "`if` is a statement with a block"),
  ])
  func oneMessage(text: String, message: String) {
    #expect(diagnose(text).map(\.message) == [message])
  }

  @Test(arguments: ["True", "False", "None", "print", "end", "def", "lambda", "data.import", "let = 3", "class = 1"])
  func wordsThatReadAreLeftToTheInterpreter(text: String) {
    #expect(diagnose(text).isEmpty)
  }
}
