// Definitions.

import Testing

@Suite struct ParserFunctionsTests {
  @Test(arguments: [
    ("fn f(x) = x^2", "(fn f (x) (^ x 2))"),
    ("fn f(x: [n, 2], k = 3) -> [n, 1] = x", "(fn f (x<n,2> k=3)<n,1> x)"),
    ("fn f(x: 3x3 = y) -> 3x3 { x }", "(fn f (x<3,3>=y)<3,3> {x})"),
    ("fn f(\n  x,\n  y,\n) = x", "(fn f (x y) x)"),
    ("fn f() {\n  a\n  b\n}", "(fn f () {a b})"),
    ("fn 损失(率) = 率", "(fn 损失 (率) 率)"),
    ("fn f(x) =\n  x", "(fn f (x) x)"),
    ("fn f(x) = y -> x + y", "(fn f (x) (-> (y) (+ x y)))"),
  ])
  func reads(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test(arguments: [
    "fn f", "fn f(x)", "fn f(x): x", "fn f(x, x) = x", "fn f(1) = 2", "fn for(x) = x", "fn (x) = x", "fn f(x) -> y = x", "fn f(x) x",
  ])
  func refuses(text: String) {
    #expect(describe(text).hasPrefix("ERROR"))
  }
}
