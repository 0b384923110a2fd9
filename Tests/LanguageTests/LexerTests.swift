// Tokens, comments and lines.

import Testing

@testable import Language

func statements(_ text: String) -> [Statement] { parse(Source(name: "test", text: text)).program.statements }
func diagnose(_ text: String) -> [Diagnostic] { parse(Source(name: "test", text: text)).diagnostics }

/// The text with the edit that its first complaint proposes.
func mended(_ text: String) -> String? { diagnose(text).first?.edits.first.map { Source(name: "test", text: text).edited($0).text } }

/// The tokens of a text as written, without the end.
func pieces(_ text: String) -> [String] {
  let source = Source(name: "test", text: text)
  return tokenize(source).dropLast().map { source.text(in: $0.span) }
}

@Suite struct LexerTests {
  @Test(arguments: [
    ("a|>b->c..d..<e...f", ["a", "|>", "b", "->", "c", "..", "d", "..<", "e", "...", "f"]),
    ("a<-3", ["a", "<", "-", "3"]),
    ("a>=b<=c!=d==e", ["a", ">=", "b", "<=", "c", "!=", "d", "==", "e"]),
    ("π_2=损失率", ["π_2", "=", "损失率"]),
    ("\"a{b:.3}c\"", ["\"", "a", "{", "b", ":.3", "}", "c", "\""]),
  ])
  func splits(text: String, tokens: [String]) {
    #expect(pieces(text) == tokens)
  }

  @Test func keepsComments() {
    let parsed = parse(Source(name: "test", text: "# %% A\r\na # b\n\"# no\" #=> 3"))
    #expect(parsed.comments.map(\.text) == ["# %% A", "# b", "#=> 3"])
    #expect(parsed.comments.map(\.span.start) == [0, 10, 21])
  }

  @Test func notesWhereLinesBegin() {
    let tokens = tokenize(Source(name: "test", text: "a b\n\n # c\n d"))
    #expect(tokens.map(\.startsLine) == [false, false, true, true])
  }

  @Test func readsAPartOfASource() {
    let source = Source(name: "test", text: "a = (\nb = 1\nc = )")
    let parsed = parse(source, in: source.span(ofLine: 2))
    #expect(parsed.diagnostics.isEmpty)
    #expect(parsed.program.statements.map(\.span) == [Span(6, 11)])
  }
}
