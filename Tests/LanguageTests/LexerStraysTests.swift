// Signs of other keyboards.

import Testing

@Suite struct LexerStraysTests {
  @Test func fullWidthSignsAreNamedOncePerLine() {
    let found = diagnose("print（\"损失，率\"， x）； y ＝ “好”\nz ＝ 1")
    #expect(found.map(\.label) == ["write (", "write ="])
    #expect(mended("print（\"损失，率\"， x）； y ＝ “好”\nz = 1") == "print(\"损失，率\", x); y = \"好\"\nz = 1")
  }

  @Test(arguments: [("a ≤ b", "a <= b"), ("x → x", "x -> x"), ("a − b", "a - b"), ("a × b", "a * b"), ("f(a、b)", "f(a,b)"), ("x²", "x^2")])
  func mathematicalSigns(text: String, edited: String) {
    #expect(mended(text) == edited)
  }

  @Test func otherQuotes() {
    #expect(mended("x = 'it'") == "x = \"it\"")
    #expect(mended("b = a'") == "b = a.T")
  }

  @Test func strayCharacters() {
    #expect(diagnose("x = 3 $ 4").map(\.message) == ["`$` has no meaning here"])
    #expect(diagnose("x = \u{1}").map(\.message) == ["this character (U+0001) has no meaning here"])
  }
}
