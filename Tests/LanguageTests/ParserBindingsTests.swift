// Left sides.

import Testing

@Suite struct ParserBindingsTests {
  @Test(arguments: [
    ("a = 1", "(= a : 1)"),
    ("a, b = f()", "(= a b : (call f))"),
    ("a, b = b, a", "(= a b : b a)"),
    ("a, b = (b, a)", "(= a b : (several b a))"),
    ("x: [n, 1] = y", "(= x<n,1> : y)"),
    ("x: 3x3 = y", "(= x<3,3> : y)"),
    ("x: [..., 2] = y", "(= x<...,2> : y)"),
    ("x: [n], y: [n] = f()", "(= x<n> y<n> : (call f))"),
    ("t[0] = 9", "(= (at t 0) : 9)"),
    ("w.a.b[1] -= 1", "(-= (at w.a.b 1) : 1)"),
    ("a += 1", "(+= a : 1)"),
    ("a *= 2; a /= 2", "(*= a : 2); (/= a : 2)"),
    ("a, b", "(several a b)"),
  ])
  func binds(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test(arguments: [
    ("f(x) = x^2", "fn f(x) = x^2"), ("(a, b) = f()", "a, b = f()"),
  ])
  func saysHowToBind(text: String, edited: String) {
    #expect(mended(text) == edited)
  }

  @Test(arguments: [
    "1 = x", "a + b = c", "true = 1", "f().x = 1", "a = b = c", "x: int = 3", "\"a\": 3", "a, = b", "x = ", "x: [n - 1] = y",
    "x: [1.5] = y",
  ])
  func refuses(text: String) {
    #expect(describe(text).hasPrefix("ERROR"))
  }
}
