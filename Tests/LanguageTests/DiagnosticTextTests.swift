// Carets under the right columns.

import Language
import Testing

@Suite struct DiagnosticTextTests {
  private func lines(_ text: String, _ marked: String, _ others: [String] = [], width: Int = 110) -> [String] {
    let source = Source(name: "test", text: text)
    let others = others.map { Diagnostic.Other(span: place($0, text), label: "other") }
    return Excerpt(source, at: place(marked, text), label: "here", others: others).lines(width: width)
  }

  /// The first place of a word, in bytes.
  private func place(_ word: String, _ text: String) -> Span {
    let (text, word) = (Array(text.utf8), Array(word.utf8))
    let start = text.indices.first { text[$0...].starts(with: word) } ?? 0
    return Span(start, start + word.count)
  }

  @Test func marksOneLine() {
    #expect(lines("a\nb = c + d", "c") == ["  2 | b = c + d", "    |     ^ here"])
  }

  @Test func marksWhatItDisagreesWith() {
    let drawn = lines("fn loss(w) = mse(x @ w.slope + w.bias, y)", "@", ["w.slope", "x @"])
    #expect(
      drawn == [
        "  1 | fn loss(w) = mse(x @ w.slope + w.bias, y)",
        "    |                    ^ here",
        "    |                  --- other",
        "    |                      ------- other",
      ])
  }

  @Test func marksUnderWideCharacters() {
    #expect(lines("损失 = 平均(x)", "x") == ["  1 | 损失 = 平均(x)", "    |             ^ here"])
    #expect(lines("损失 = 3", "损失") == ["  1 | 损失 = 3", "    | ^^^^ here"])
    #expect(lines("e\u{301}😀🇩🇪 x", "x") == ["  1 | e\u{301}😀🇩🇪 x", "    |       ^ here"])
  }

  @Test func tabsAndControlCharacters() {
    #expect(lines("\tx\t= y", "y") == ["  1 |     x   = y", "    |           ^ here"])
    #expect(lines("a\u{1B}[b", "b") == ["  1 | a?[b", "    |    ^ here"])
  }

  @Test func severalLinesInOrder() {
    let text = "one\ntwo\nthree\nfour\nfive"
    #expect(
      lines(text, "five", ["one", "two"]) == [
        "  1 | one", "    | --- other", "  2 | two", "    | --- other", "    :", "  5 | five", "    | ^^^^ here",
      ])
  }

  @Test func longLinesAreTrimmed() {
    let text = String(repeating: "a", count: 300) + "!" + String(repeating: "b", count: 300)
    for place in ["!", "a", "bbb"] {
      let drawn = lines(text, place, width: 60)
      #expect(drawn.count == 2)
      #expect(drawn[0].count <= 60)
      let column = drawn[1].firstIndex(of: "^").map { drawn[1].distance(from: drawn[1].startIndex, to: $0) } ?? 0
      #expect(String(Array(drawn[0])[column]) == String(place.prefix(1)))
    }
    #expect(lines(String(repeating: "损", count: 100) + "x", "x", width: 40)[0].hasSuffix("x"))
  }

  @Test func placesOutsideAndAcrossLines() {
    let source = Source(name: "test", text: "ab\ncd")
    #expect(Excerpt(source, at: Span(1, 4)).lines() == ["  1 | ab", "    |  ^"])
    #expect(Excerpt(source, at: Span(5, 5)).lines() == ["  2 | cd", "    |   ^"])
    #expect(Excerpt(source, at: Span(90, 99)).lines() == ["  2 | cd", "    |   ^"])
    #expect(Excerpt(Source(name: "test", text: ""), at: Span(0, 0), label: "a").lines() == ["  1 |", "    | ^ a"])
  }
}
