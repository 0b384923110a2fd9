// Words that other languages reserve.

import Language
import Testing

@Suite struct ForeignWordsTests {
  @Test(arguments: [
    ("def f(x) = x", "fn f(x) = x"), ("function f(x) { x }", "fn f(x) { x }"), ("let x = 3", "x = 3"), ("int x = 3", "x = 3"),
    ("import torch", "# import torch"), ("from a import b", "# from a import b"), ("assert x", "expect x"), ("x is y", "x == y"),
    ("x is not y", "x != y"), ("del x", "x = none"), ("g = lambda x: x", "g = x -> x"), ("g = lambda a, b: a + b", "g = (a, b) -> a + b"),
    ("if a { b }\nelif c { d }", "if a { b } else if c { d }"), ("foreach i in x { }", "for i in x { }"),
    ("until x { }", "while not x { }"),
  ])
  func becomeLinesOfThisOne(text: String, edited: String) {
    let found = diagnose(text)
    #expect(found.count == 1, "\(found.map(\.message))")
    #expect(mended(text) == edited)
  }

  @Test(arguments: [("class A(B):", "record(a: 1, b: 2)"), ("try:", "expect fails { f(0) }"), ("with open(x):", "score(net, data.test)")])
  func othersHaveAnExample(text: String, example: String) {
    #expect(diagnose(text).map(\.why) == ["as in: \(example)"])
  }

  @Test(arguments: ["True", "False", "None", "print", "end", "def", "lambda", "data.import", "let = 3", "class = 1"])
  func wordsThatReadAreLeftToTheInterpreter(text: String) {
    #expect(diagnose(text).isEmpty)
  }
}
