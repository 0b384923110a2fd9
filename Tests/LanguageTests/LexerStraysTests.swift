// Signs of other keyboards.

import Testing

@Suite struct LexerStraysTests {
  @Test func fullWidthSignsAreNamedOncePerLine() {
    let found = diagnose("print（\"损失，率\"， x）； y ＝ “好”\nz ＝ 1")
    #expect(found.map(\.label) == ["write (", "write ="])
    #expect(found.first?.hint == "print(\"损失，率\", x); y = \"好\"")
  }

  @Test(arguments: [("a ≤ b", "a <= b"), ("x → x", "x -> x"), ("a − b", "a - b"), ("a × b", "a * b"), ("f(a、b)", "f(a,b)"), ("x²", "x^2")])
  func mathematicalSigns(text: String, hint: String) {
    #expect(diagnose(text).first?.hint == hint)
  }

  @Test func otherQuotes() {
    #expect(diagnose("x = 'it'").map(\.hint) == ["\"it\""])
    #expect(diagnose("b = a'").map(\.hint) == ["b = a.T"])
  }

  @Test func strayCharacters() {
    #expect(diagnose("x = 3 $ 4").map(\.message) == ["`$` has no meaning here"])
    #expect(diagnose("x = \u{1}").map(\.message) == ["this character (U+0001) has no meaning here"])
  }
}
