import Foundation
import Interpreter
import Language
import Notebook
import Testing

@testable import Terminal

@Suite struct SaveTests {
  /// The notebook that is saved of what was typed.
  private func saved(_ lines: String...) throws -> String {
    let folder = try Folder()
    let talk = Talk()
    talk.type(lines.map { .line($0) })
    #expect(talk.type(":save \(folder.path)/a.dln")[0].hasPrefix("saved "))
    return try folder.text(of: "a.dln")
  }

  @Test func whatRan() throws {
    #expect(try saved("x = 1", "nobody", ":vars", "?x", "y = 2", ":undo", "x + 1  # one more") == "x = 1\nx + 1  # one more\n")
    #expect(try saved("a = 1; nobody; b = 2") == "a = 1;\n")
    #expect(try saved("a = 1  # why\nnobody\nb = 2") == "a = 1  # why\n")
    #expect(try saved("a = stop()", "1") == "1\n")
  }

  @Test func pipesWork() throws {
    #expect(try saved("x = 2", "nobody", "|> text") == "x = 2\nx = x |> text\n")
    #expect(try saved("2;", "|> text") == "2;\nans |> text\n")
  }

  @Test func cells() throws {
    #expect(try saved("1", "# %% B", "2", "# %% [markdown]", "# prose", "3") == "1\n\n# %% B\n2\n\n# %% [markdown]\n# prose\n\n# %%\n3\n")
    #expect(try saved("nobody", "# %% B", "2") == "# %% B\n2\n")
  }

  @Test func nothingIsLost() throws {
    let folder = try Folder()
    let file = "\(folder.path)/a.dln"
    let talk = Talk()
    #expect(talk.type(":save \(file)") == ["! nothing ran so far that could be saved"])
    talk.type("1", ":save \(folder.path)/a")
    #expect(talk.type(":save \(file)") == ["saved 1 cell, 1 line to \(file), which held the same"])
    #expect(talk.type("2", ":save \(file)") == ["2", "saved 1 cell, 2 lines to \(file); what it held before is in \(file)~"])
    #expect(try folder.text(of: "a.dln~") == "1\n")
  }

  @Test func whatARunMustKnow() throws {
    let folder = try Folder()
    let talk = Talk(seed: 7)
    talk.sitting.session.setParameters(["n": "3"])
    talk.type("param n = 1", "for i in 1..3 { left = i; if i == 2 { nobody } }")
    let shown = talk.type(":save \(folder.path)/a.dln")
    #expect(
      shown[1...] == [
        "!   for the same values run it with n=3 --seed 7",
        "!   `i`, `left`: left by a line that failed or was stopped, which is not in the notebook",
      ])
  }

  // MARK: - The same values

  /// The values that a run of a notebook leaves.
  private func values(ofRunning text: String) throws -> [String: String] {
    let talk = Talk()
    try Runner(Document(Source(name: "a.dln", text: text)), talk.sitting.session) { _ in }.run()
    return talk.names
  }

  @Test(arguments: 1...60) func savedSittingsGiveTheSameValues(_ seed: Int) throws {
    var random = Random(UInt64(seed))
    let talk = Talk()
    var typed: [String] = []
    for number in 1...Int(random.below(14) + 3) {
      let line = random.line(number)
      typed.append(line)
      talk.type(line)
    }
    guard !talk.sitting.page.text.isEmpty else { return }
    #expect(try values(ofRunning: talk.sitting.page.text) == talk.names, "typed: \(typed)\nsaved:\n\(talk.sitting.page.text)")
    let before = talk.names
    talk.type(":run")
    #expect(talk.names == before, "run again: \(typed)")
    let cells = Document(Source(name: "", text: talk.sitting.page.text)).cells.filter { !$0.isMarkdown }
    talk.type(":run \(cells[Int(random.below(cells.count))].number)")
    #expect(talk.names == before, "one cell again: \(typed)")
  }
}

/// Draws lines that someone may type.
private struct Random {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func below(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }

  mutating func line(_ number: Int) -> String {
    let name = ["a", "b", "损失"][below(3)]
    switch below(17) {
    case 0: return "\(name) = \(number)"
    case 1, 2: return "\(name) = draw()"
    case 3: return "draw()"
    case 4: return "|> (x -> x + draw())"
    case 5: return "\(name) = ans"
    case 6: return ":undo"
    case 7: return ":redo"
    case 8: return "# %% \(["A", "B"][below(2)])"
    case 9: return "# %%"
    case 10: return "\(name) = draw() + nobody"
    case 11: return "\(name) = draw(); \(name) + 1; nobody; \(name) = 0"
    case 12: return "# %% C\n\(name) = draw()\n# %% A\n|> nothing"
    case 13: return "\(name) += 1"
    case 14: return "# %% [markdown]\n# prose"
    case 15: return "# a word\n\(name) = draw()  # another\n\(name)"
    default: return "out(\(below(3) + 1));"
    }
  }
}
