// What the layout is, and that it changes nothing else: neither the tree nor a comment, whatever the program.

import Foundation
import Testing

@testable import Language

/// The laid-out text; nil where it cannot be read.
private func formatted(_ text: String) -> String? {
  guard case .text(let result) = format(Source(name: "test", text: text)) else { return nil }
  return result
}

@Suite struct FormatterTests {
  @Test(arguments: Notebooks.all)
  func notebooksStayAsTheyAre(notebook: String) {
    #expect(formatted(notebook) == notebook + "\n")
  }

  @Test(arguments: [
    ("x=1", "x = 1"), ("f( a,b , k:3 )", "f(a, b, k: 3)"), ("x ^ 2+ -y", "x^2 + -y"), ("- x", "-x"), ("a - b", "a - b"),
    ("f(-1,- 2)", "f(-1, -2)"),
    ("1 .. n-1", "1..n - 1"), ("t [ 2 : 5,: , ... ]", "t[2:5, :, ...]"), ("x :[n,1]= f (3)", "x: [n, 1] = f(3)"),
    ("not(a>1)", "not (a > 1)"),
    ("x->x*2", "x -> x * 2"), ("x|>f", "x |> f"), ("if a>1{b}else{c}", "if a > 1 { b } else { c }"), ("{", nil), ("a ;; b;", "a; b;"),
    (";a", "a"), ("f(a,)", "f(a)"), ("layers (4){ }", "layers(4) {}"), ("x.layers .if", "x.layers.if"), ("x.in - 1", "x.in - 1"),
    ("fn f(a:[n],k=3)->[n]=a", "fn f(a: [n], k = 3) -> [n] = a"), ("3  epochs", "3 epochs"), ("25% (3)", "25% (3)"), ("3 (4)", "3(4)"),
    ("\"a  {x+1:.2}\"", "\"a  {x+1:.2}\""), ("for a,b in c{a}", "for a, b in c { a }"),
    ("update  a,b  by o{ a }", "update a, b by o { a }"),
    ("param x=3\"note\"", "param x = 3 \"note\""), ("expect  fails{ a }", "expect fails { a }"), ("[ [1,2],[3] ]", "[[1, 2], [3]]"),
    ("a,b=b,a", "a, b = b, a"), ("1..3 by-1", "1..3 by -1"), ("w.a+=-1", "w.a += -1"), ("(a)", "(a)"), ("损失 =1", "损失 = 1"),
  ])
  func oneLine(text: String, expected: String?) {
    #expect(formatted(text) == expected.map { $0 + "\n" })
  }

  @Test(arguments: [
    // Lines stay broken; what is indented depends on brackets and on what a line goes on with.
    ("f(a,\nb)", "f(a,\n    b)"), ("f(\na\n)", "f(\n    a\n)"), ("x\n|>f\n|>g", "x\n    |> f\n    |> g"), ("x = a +\nb", "x = a +\n    b"),
    ("a\n-b", "a\n-b"), ("(a\n-b)", "(a\n    - b)"), ("f(g(\na\n))", "f(g(\n    a\n))"), ("f(a\n,b)", "f(a,\n    b)"),
    ("f(x -> {\na\n}, b)", "f(x -> {\n    a\n}, b)"), ("f(\nx\n|> g,\ny)", "f(\n    x\n        |> g,\n    y)"),
    // A block of several lines has its braces apart, and stands under the line that owns it.
    ("if a { b\nc }", "if a {\n    b\n    c\n}"), ("fn f(a,\nb) { c\n}", "fn f(a,\n    b) {\n    c\n}"),
    ("if (a\nand b) {\nc\n} else { d\n}", "if (a\n    and b) {\n    c\n} else {\n    d\n}"),
    ("x = y +\nlayers {\na }", "x = y +\n    layers {\n        a\n    }"),
    ("if a { if b {\nc } }", "if a {\n    if b {\n        c\n    }\n}"),
    ("for i in x {\na; b\n}", "for i in x {\n    a; b\n}"),
    // Blank lines.
    ("\n\na\n\n\n\nb\n\n", "a\n\nb"), ("if a {\n\nb\n\nc\n\n}", "if a {\n    b\n\n    c\n}"), ("a\r\n\r\nb\r\n", "a\n\nb"),
    // Comments.
    ("a #b", "a                                     #b"), ("#b\na", "#b\na"), ("if a {\n# b\n}", "if a {\n    # b\n}"),
    ("if a { # b\nc }", "if a {                                # b\n    c\n}"),
    ("f(a, # b\n# c\nd\n# e\n)", "f(a,                                  # b\n    # c\n    d\n    # e\n)"),
    ("x\n# a\n|> f", "x\n    # a\n    |> f"), ("  # %% a", "    # %% a"), ("a\n# b  ", "a\n# b"),
    ("损失率的名字很长很长很长很长很长很长很 # b", "损失率的名字很长很长很长很长很长很长很  # b"),
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa # b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa        # b"),
    (
      "a #=> 1\n#=> 2\nb # c\n  # d",
      "a                                     #=> 1\n                                      #=> 2\nb                                     # c\n                                      # d"
    ),
    ("b # c\n# d", "b                                     # c\n# d"),
    ("b # c\n  # d", "b                                     # c\n                                      # d"),
    // Cells.
    ("a\n# %% B\n\nc\n\n\n# %% D", "a\n\n# %% B\nc\n\n# %% D"),
    ("# %% [markdown]\n#   a  \n\n\n#b\n\n\n# %%\nx=1", "# %% [markdown]\n#   a  \n\n\n#b\n\n# %%\nx = 1"),
    ("x = \"\"\"a\n   b  \n\"\"\"  +c", "x = \"\"\"a\n   b  \n\"\"\" + c"), ("", ""),
  ])
  func lines(text: String, expected: String) {
    #expect(formatted(text) == (expected.isEmpty ? "" : expected + "\n"))
  }

  @Test func longTextsAreNoTrouble() throws {
    let row = "x = [" + (0..<20_000).map { "\($0) ,-1" }.joined(separator: ",") + "]"
    let line = try #require(formatted(row))
    #expect(line.hasPrefix("x = [0, -1, 1, -1, 2"))
    let lines = try #require(formatted(String(repeating: "x=\"a\" # note\n", count: 20_000)))
    #expect(lines.utf8.count == 20_000 * (38 + 7))
  }

  @Test func whatCannotBeReadSaysWhy() {
    guard case .unreadable(let diagnostics) = format(Source(name: "test", text: "# %% A\nx = 1\n# %% B\nf(")) else {
      Issue.record("it was laid out")
      return
    }
    #expect(diagnostics.count == 1)
    #expect(formatted("f(\n# %% A\n1)") == nil)
  }
}

// MARK: - Whatever the program

@Suite struct FormatterPropertyTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The notebooks and the programs of the tests that can be read, and the fences of all pages: the reference has every example of every word.
  static let programs: [String] = {
    let notebooks = texts(in: ["Tests/Programs", "notebooks"], ending: ".dln").filter { formatted($0) != nil }
    let pages = texts(in: ["Documentation"], ending: ".md") + [try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)]
    let fences = pages.compactMap { $0 }.flatMap { page in
      page.components(separatedBy: "```dln\n").dropFirst().compactMap { $0.components(separatedBy: "\n```").first }
    }
    return notebooks + fences
  }()

  private static func texts(in folders: [String], ending: String) -> [String] {
    let names = folders.flatMap { folder in
      (FileManager.default.enumerator(atPath: root.appending(path: folder).path)?.compactMap { $0 as? String } ?? []).map {
        "\(folder)/\($0)"
      }
    }
    return names.filter { $0.hasSuffix(ending) }.sorted().compactMap { try? String(contentsOf: root.appending(path: $0), encoding: .utf8) }
  }

  @Test func thereArePrograms() { #expect(Self.programs.count > 150) }

  @Test(arguments: programs + Notebooks.all)
  func ofTheRepository(program: String) {
    #expect(formatted(program) != nil)
    #expect(trouble(with: program) == nil)
  }

  /// A walk from each program: a change that can still be read is the next one's start.
  @Test func mutated() {
    var mutation = Mutation(seed: 7)
    var read = 0
    for program in Self.programs {
      var text = program
      for step in 0..<50 {
        let changed = mutation.changed(step % 25 == 0 ? program : text)
        guard formatted(changed) != nil else { continue }
        read += 1
        text = changed
        guard let trouble = trouble(with: text) else { continue }
        Issue.record("\(trouble)\n--- the program\n\(text)\n--- laid out\n\(formatted(text) ?? "")")
        return
      }
    }
    #expect(read > 2000, "too few mutations can be read: \(read)")
  }

  /// What is wrong with the layout of a program: nil if it can be read and nothing is.
  private func trouble(with program: String) -> String? {
    guard let once = formatted(program) else { return nil }
    guard let twice = formatted(once) else { return "the layout cannot be read" }
    if twice != once { return "the layout has another layout:\n\(twice)" }
    if tree(once) != tree(program) { return "the tree is another:\n\(tree(program))\n\(tree(once))" }
    if comments(once) != comments(program) { return "the comments are others" }
    return once.split(separator: "\n", omittingEmptySubsequences: false).contains("\t") ? "a tab" : nil
  }

  private func tree(_ text: String) -> [String] {
    let source = Source(name: "test", text: text)
    return Formatter.cells(of: source).filter { !$0.isProse }.map { cell in
      (cell.heading.map(source.text(in:)) ?? "") + describe(source.text(in: cell.body))
    }
  }

  private func comments(_ text: String) -> [String] {
    let source = Source(name: "test", text: text)
    return Formatter.cells(of: source).filter { !$0.isProse }.flatMap { parse(source, in: $0.body).comments }.map { comment in
      String(comment.text.reversed().drop { $0.isWhitespace }.reversed())
    }
  }
}

/// Changes to a program's text, the same from the same seed.
private struct Mutation {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(bound, 1)))
  }

  mutating func changed(_ text: String) -> String {
    let source = Source(name: "test", text: text)
    let tokens = tokenize(source).dropLast()
    guard !tokens.isEmpty else { return text }
    let token = tokens[below(tokens.count)].span
    let other = tokens[below(tokens.count)].span
    let written = source.text(in: token)
    let behind = Span(token.end, token.end)
    switch below(12) {
    case 0: return replacing(token, of: source, by: "")
    case 1: return replacing(behind, of: source, by: " " + written)
    case 2: return replacing(token, of: source, by: source.text(in: other))
    case 3: return replacing(behind, of: source, by: "\n")
    case 4: return replacing(behind, of: source, by: " # note \(below(100))\n")
    case 5: return replacing(behind, of: source, by: "\n\n  # own line\n\n\n")
    case 6: return replacing(behind, of: source, by: ["  ", "\t", "", ";", " ;; ", ",", "\r\n"][below(7)])
    case 7: return replacing(behind, of: source, by: [" - ", "-", "^", " (", ")", " [", "]", " . ", "..", ":"][below(10)])
    case 8: return replacing(behind, of: source, by: ["# %% a", "\n# %% b\n", "\n   # %% c\n", "#=> 3\n", "\n |> f"][below(5)])
    case 9: return replacing(gap(behind: token, in: source), of: source, by: " ")
    case 10: return replacing(gap(behind: token, in: source), of: source, by: "\n")
    default: return replacing(gap(behind: token, in: source), of: source, by: "")
    }
  }

  /// The blanks and line ends behind a token.
  private func gap(behind token: Span, in source: Source) -> Span {
    var end = token.end
    while end < source.bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(source.bytes[end]) { end += 1 }
    return Span(token.end, end)
  }

  private func replacing(_ span: Span, of source: Source, by text: String) -> String {
    source.text(in: Span(0, span.start)) + text + source.text(in: Span(span.end, source.bytes.count))
  }
}
