// Whole notebooks, unfinished texts, and texts that no one would write.

import Testing

@testable import Language

@Suite struct ParseTests {
  @Test(arguments: Notebooks.all)
  func notebooksAreRead(notebook: String) {
    let parsed = parse(Source(name: "test", text: notebook))
    #expect(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
    #expect(!parsed.isIncomplete)
    #expect(parsed.program.statements.count >= 8)
  }

  /// As a prompt does: lines are gathered until they are complete, then read; all of it gives the statements of the whole.
  @Test(arguments: Notebooks.all)
  func notebooksAreReadLineByLine(notebook: String) {
    var gathered = ""
    var count = 0
    for line in notebook.split(separator: "\n", omittingEmptySubsequences: false) {
      gathered += gathered.isEmpty ? String(line) : "\n" + line
      let parsed = parse(Source(name: "prompt", text: gathered), above: "ans")
      if parsed.isIncomplete { continue }
      #expect(parsed.diagnostics.isEmpty, "\(gathered): \(parsed.diagnostics)")
      count += parsed.program.statements.count
      gathered = ""
    }
    #expect(gathered.isEmpty)
    #expect(count == statements(notebook).count)
  }

  @Test(
    arguments: [
      "f(", "f(1,", "[1, 2", "x =", "x +", "a |>", "fn f(x) =", "if x {", "if x { a } else {", "\"\"\"abc", "\"\"\"{a", "f(\"\"\"a",
      "x -> ", "1..",
      "not", "a,", "layers(4) {", "layers(", "for i in", "t[", "t[1:", "{x = (", "x = (1 + # note", "f(x -> {", "(a, b", "fn f(", "a mod",
      "[\n\n",
    ].filter { !$0.hasPrefix("{") })
  func unfinished(text: String) {
    let parsed = parse(Source(name: "test", text: text))
    #expect(parsed.isIncomplete)
    #expect(parsed.diagnostics.count == 1)
  }

  @Test(arguments: [
    "", "a", "a;", "\"abc", "fn f(x)", "if x", "for i in xs", "f(1 2", "f(]", "a b", "x = (1 + \n y z", "a }", "x.", "layers", "{", "\"{a",
    "$ (",
  ])
  func finishedOrWrong(text: String) {
    #expect(!parse(Source(name: "test", text: text)).isIncomplete)
  }

  @Test func thePromptGoesOnFromTheValueAbove() {
    let parsed = parse(Source(name: "test", text: "|> f(1)"), above: "ans")
    #expect(parsed.diagnostics.isEmpty)
    guard case .expression(let pipe)? = parsed.program.statements.first?.kind, case .pipe(let left, _) = pipe.kind,
      case .name("ans") = left.kind
    else {
      Issue.record("no pipe")
      return
    }
    #expect(diagnose("|> f(1)").count == 1)
    #expect(parse(Source(name: "test", text: "a\n(|> f)"), above: "ans").diagnostics.count == 1)
  }
}

// MARK: - Texts that no one would write

@Suite struct StrangeTextTests {
  /// Reads the text; whatever it is, there are at most ten complaints, and they lie inside it and can be drawn.
  private func check(_ text: String) {
    let source = Source(name: "test", text: text)
    let parsed = parse(source)
    #expect(parsed.diagnostics.count <= 10)
    for diagnostic in parsed.diagnostics {
      #expect(diagnostic.span.start >= 0 && diagnostic.span.end <= source.bytes.count && diagnostic.span.start <= diagnostic.span.end)
      #expect(Excerpt(diagnostic, in: source).lines().count >= 2)
    }
  }

  /// Every beginning of every cell, after the cells before it.
  @Test(arguments: Notebooks.all)
  func everyBeginning(notebook: String) {
    var cell = ""
    for line in notebook.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# %%") { cell = "" }
      for character in line + "\n" {
        cell.append(character)
        check(cell)
      }
    }
  }

  @Test(arguments: Notebooks.all)
  func everyMissingToken(notebook: String) {
    let source = Source(name: "test", text: notebook)
    for token in tokenize(source).dropLast() {
      check(source.text(in: Span(0, token.span.start)) + source.text(in: Span(token.span.end, source.bytes.count)))
    }
  }

  @Test func everyTokenTwice() {
    let source = Source(name: "test", text: Notebooks.byHand)
    for token in tokenize(source).dropLast() {
      check(source.text(in: Span(0, token.span.end)) + source.text(in: Span(token.span.start, source.bytes.count)))
    }
  }

  @Test func randomBytes() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test func randomTokens() {
    let words =
      Mark.allCases.map(\.rawValue) + Array(Words.reserved) + [
        "x", "1", "3x3", "25%", "\"", "\"\"\"", "{", "}", "\n", " ", "#=> 1\n", "（", "'", "\\",
      ]
    for _ in 0..<2000 {
      check((0..<Int.random(in: 0...40)).compactMap { _ in words.randomElement() }.joined(separator: Bool.random() ? " " : ""))
    }
  }

  @Test(arguments: [
    "(", "[", "{", "f(", "-", "not ", "x -> ", "2^", "\"{", "layers {", "a |> ", "if x { ", "t[", "x -> {", "(-", "update a by b {\n",
  ])
  func tenThousandTimes(opener: String) {
    check(String(repeating: opener, count: 10_000))
    check(String(repeating: opener, count: 10_000) + "x")
  }

  @Test func deepTreesAreRefused() {
    #expect(diagnose("x = 1" + String(repeating: " + 1", count: 100_000)).count == 1)
    #expect(diagnose("x" + String(repeating: ".a", count: 100_000)).count == 1)
    #expect(diagnose("x = 1" + String(repeating: " + 1", count: 900)).isEmpty)
    #expect(diagnose(String(repeating: "(", count: 140) + "x" + String(repeating: ")", count: 140)).isEmpty)
    let tower = String(repeating: "(", count: 140) + "x" + String(repeating: String(repeating: ".a", count: 100) + ")", count: 140)
    #expect(diagnose(tower).count == 1)
  }
}
