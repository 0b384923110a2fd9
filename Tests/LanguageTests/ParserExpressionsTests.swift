// Which operator takes which side.

import Testing

@Suite struct ParserExpressionsTests {
  @Test(arguments: [
    ("1 + 2 * 3", "(+ 1 (* 2 3))"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("a / b * c", "(* (/ a b) c)"),
    ("a @ b mod c", "(mod (@ a b) c)"),
    ("-2^2", "(- (^ 2 2))"),
    ("2^-1", "(^ 2 (- 1))"),
    ("2^3^2", "(^ 2 (^ 3 2))"),
    ("2^-3^2", "(^ 2 (- (^ 3 2)))"),
    ("--x", "(- (- x))"),
    ("-x.y", "(- x.y)"),
    ("a or b and not c == d", "(or a (and b (not (== c d))))"),
    ("not a == b", "(not (== a b))"),
    ("not not a", "(not (not a))"),
    ("not a and b", "(and (not a) b)"),
    ("a + 1 < b * 2", "(< (+ a 1) (* b 2))"),
    ("x in 1..3", "(in x (.. 1 3))"),
    ("1..5", "(.. 1 5)"),
    ("0..<3", "(..< 0 3)"),
    ("-1..1", "(.. (- 1) 1)"),
    ("1.5..2.5", "(.. 1.5 2.5)"),
    ("0..10 by 2", "(.. 0 10 by 2)"),
    ("0..n - 1 by k + 1", "(.. 0 (- n 1) by (+ k 1))"),
    ("x |> f |> g(1)", "(|> (|> x f) (call g 1))"),
    ("x |> f(a) + 1", "(|> x (+ (call f a) 1))"),
    ("x |> (f(a))", "(call (call f a) x)"),
    ("x |> (f)", "(|> x f)"),
    ("x |> (f(a))(b)", "(|> x (call (call f a) b))"),
    ("x -> x^2", "(-> (x) (^ x 2))"),
    ("(a, b) -> a @ b", "(-> (a b) (@ a b))"),
    ("(a) -> a", "(-> (a) a)"),
    ("() -> 3", "(-> () 3)"),
    ("x -> y -> x + y", "(-> (x) (-> (y) (+ x y)))"),
    ("x -> { y = x; y }", "(-> (x) {(= y : x); y})"),
    ("x |> y -> y", "(|> x (-> (y) y))"),
    ("x -> x |> f", "(|> (-> (x) x) f)"),
    ("f = x -> x or y", "(= f : (-> (x) (or x y)))"),
  ])
  func groups(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test(arguments: ["a < b < c", "a == not b", "1..2..3", "+ 1", "a or", "x -> ", "f(x) -> x", "(a, 1) -> a", "a not in b", "(x, x) -> x"])
  func refuses(text: String) {
    #expect(describe(text).hasPrefix("ERROR"))
  }

  @Test func saysHowToCompareThree() {
    #expect(mended("ok = 0 < x.a <= 3") == "ok = 0 < x.a and x.a <= 3")
  }
}
