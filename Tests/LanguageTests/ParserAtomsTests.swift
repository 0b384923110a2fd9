// Numbers, units, calls, indices, and blocks that build.

import Testing

@Suite struct ParserAtomsTests {
  @Test(arguments: [
    ("3 epochs", "3_epochs"), ("1 step", "1_step"), ("10 deg", "10_deg"), ("2px", "2_px"), ("200 KB", "200_KB"), ("2.5 min", "2.5_min"),
    ("n * 1 epochs", "(* n 1_epochs)"), ("500 steps + 1 steps", "(+ 500_steps 1_steps)"), ("[1 px, 2 px]", "[1_px 2_px]"),
    ("1..10 by 2", "(.. 1 10 by 2)"), ("7 mod 2", "(mod 7 2)"), ("3x3", "3x3"), ("1x28x28", "1x28x28"),
    ("true", "true"), ("none", "none"), ("π * 损失率", "(* π 损失率)"),
  ])
  func reads(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test func unitStandsOnTheSameLine() {
    #expect(describe("x = 3\nsteps") == "(= x : 3) steps")
    #expect(describe("f(3,\n steps)") == "(call f 3 steps)")
    #expect(describe("[3\n steps]").hasPrefix("ERROR"))
  }

  @Test(arguments: [
    ("f()", "(call f)"),
    ("f(1, k: 2)", "(call f 1 k:2)"),
    ("f(in: 1, by: 2, layers: 3, true: 4)", "(call f in:1 by:2 layers:3 true:4)"),
    ("f(\n  1,\n  k: 2,\n)", "(call f 1 k:2)"),
    ("a.b.for.layers(1).x", "(call a.b.for.layers 1).x"),
    ("t[0]", "(at t 0)"),
    ("t[-1]", "(at t (- 1))"),
    ("t[2..5]", "(at t (.. 2 5))"),
    ("t[2..<5]", "(at t (..< 2 5))"),
    ("t[2:5]", "(at t 2:5)"),
    ("t[:, 0]", "(at t : 0)"),
    ("t[a:, :b, ]", "(at t a: :b)"),
    ("t[..., 1]", "(at t ... 1)"),
    ("t[mask][0](x)", "(call (at (at t mask) 0) x)"),
    ("[]", "[]"),
    ("[1, 2,]", "[1 2]"),
    ("[[1], [2]]", "[[1] [2]]"),
    ("(a)", "a"),
    ("(a, b)", "(several a b)"),
    ("(a + b) * c", "(* (+ a b) c)"),
  ])
  func readsBrackets(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test(arguments: [
    ("layers { relu }", "(layers {relu})"),
    ("layers(1x8x8) { flatten; dense(2) }", "(layers 1x8x8 {flatten; (call dense 2)})"),
    ("layers(4) { relu }", "(layers 4 {relu})"),
    ("layers(image: 3x32x32, words: [20]) { }", "(layers image:3x32x32 words:[20] {})"),
    ("branches(join: concat) {\n a\n b\n}", "(branches join:concat {a b})"),
    ("search(trials: 20, by: hyperband) { x }.best", "(search trials:20 by:hyperband {x}).best"),
    ("update net by opt { l }", "(update net by opt {l})"),
    ("loss = update w, v by opt { l }", "(= loss : (update w v by opt {l}))"),
    ("residual { a }(x)", "(call (residual {a}) x)"),
  ])
  func readsBlocksThatBuild(text: String, tree: String) {
    #expect(describe(text) == tree)
  }

  @Test(arguments: [
    "3 foo", "2x", "3 x 3", "5 seconds", "f(a: 1, a: 2)", "f(\"a\": 1)", "t[]", "t[::2]", "()", "(a", "[a for a in b]", "{a: 1}", "a.1",
    "search = 3", "layers", "residual + 1", "layers(4)", "update net { l }", "by", "x = if a { 1 }", "x.", "f(, a)", "f(a,, b)",
  ])
  func refuses(text: String) {
    #expect(describe(text).hasPrefix("ERROR"))
  }

  @Test func parenthesesBelongToThePlace() {
    let source = "(a + b) * c"
    guard case .expression(let product)? = statements(source).first?.kind, case .binary(_, let left, _, _) = product.kind else {
      Issue.record("no product")
      return
    }
    #expect(left.span.start == 0)
    #expect(left.span.end == 7)
  }
}
