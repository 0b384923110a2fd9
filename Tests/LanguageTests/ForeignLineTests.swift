// Lines of other languages written anew.

import Language
import Testing

@Suite struct ForeignLineTests {
  @Test(arguments: [
    ("y = a if c else b", "if c { y = a } else { y = b }"), ("return a if c else b", "if c { return a } else { return b }"),
    ("[x^2 for x in xs]", "map(xs, x -> x^2)"), ("y = [x for x in xs if x > 0]", "y = filter(xs, x -> x > 0)"),
    ("sum([f(a, b) for a, b in xs])", "sum(map(xs, (a, b) -> f(a, b)))"), ("d = {\"a\": 1, b: [2, 3]}", "d = record(a: 1, b: [2, 3])"),
    ("for (i in 1..3) { }", "for i in 1..3 { }"), ("for (int i = 0; i < n; i++) { }", "for i in 0..<n { }"),
    ("for (i = 1; i <= 9; i += 1) { }", "for i in 1..9 { }"),
  ])
  func isWrittenAnew(text: String, edited: String) {
    #expect(mended(text) == edited)
  }

  @Test(arguments: ["print(a if c else b)", "d = {\"a b\": 1}", "d = {1, 2}"])
  func whatHasNoCounterpartIsLeft(text: String) {
    #expect(diagnose(text).count == 1)
    #expect(mended(text) == nil)
  }
}
