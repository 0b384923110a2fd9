import Catalog
import Interpreter
import Testing

@testable import Notebook

@Suite struct RunnerTests {
  /// Runs a notebook; gives what was printed and shown, in order.
  private func shown(_ text: String, upTo title: String? = nil) throws -> [String] {
    let trial = Trial()
    let notebook = document(text)
    let runner = Runner(notebook, trial.session) { trial.printed.append("> " + $0) }
    try runner.run(upTo: title.flatMap { title in notebook.cells.first { $0.title == title } })
    return trial.printed
  }

  @Test func theLastLineOfACellIsShown() throws {
    #expect(
      try shown("1\n2\n# %% B\nx = 3\n# %% C\nx\n# %% D\nx;\n# %% E\nprint(4)\n# %% F\nnone\n# %% G\n\"t\"") == [
        "> 2", "> 3", "4", "> \"t\"",
      ])
  }

  @Test func ofSeveralValuesTheFirstIsShown() throws {
    #expect(try shown("(1, 2)") == ["> 1"])
  }

  @Test func proseIsNotRun() throws {
    #expect(try shown("# %% [markdown]\nthis ( is no program\n# %% B\n1") == ["> 1"])
  }

  @Test func whatCannotBeReadIsNotRunAtAll() {
    let trial = Trial()
    let runner = Runner(document("print(1)\n# %% B\n1 +"), trial.session) { _ in }
    #expect(throws: Failure.self) { try runner.run() }
    #expect(trial.printed.isEmpty)
  }

  @Test func oneCellAlone() throws {
    #expect(try shown("print(1); 1\n# %% B\nprint(2); 2\n# %% C\nprint(3)", upTo: "B") == ["2", "> 2"])
  }

  @Test func reportsKeepWhatWasGivenAndWhatFailed() {
    let trial = Trial()
    let runner = Runner(document("print(1)\n2\n# %% B\nprint(3)\nnobody\n# %% C\n4"), trial.session) { _ in }
    #expect(throws: Failure.self) { try runner.run() }
    #expect(runner.reports[0].outputs == [.printed("1"), .value("2")])
    #expect(runner.reports[1].outputs.count == 2)
    if case .error(let text)? = runner.reports[1].outputs.last { #expect(text.contains("cell \"B\"")) } else { Issue.record("no error") }
    #expect(runner.reports[2].outputs.isEmpty)
  }

  @Test func eachCellDrawsFromItsOwnStream() throws {
    let both = try shown("# %% A\nprint(draw())\n# %% B\nprint(draw())")
    #expect(both[0] != both[1])
    #expect(try shown("# %% B\nprint(draw())") == [both[1]])
    #expect(try shown("# %% A\nseed(0); print(draw())") == [both[0]])
    #expect(try shown("# %% A\nseed(1); print(draw())") != [both[0]])
  }

  @Test func figuresAreWrittenToTheOutFolder() throws {
    try inFolder { (folder: String) throws in
      let trial = Trial()
      var shown: [String] = []
      let runner = Runner(document("# %% Loss curve!\nfigure(7)"), trial.session, outFolder: folder) { shown.append($0) }
      try runner.run()
      #expect(shown == [folder + "/01-loss-curve.png"])
      #expect(String(decoding: try Files.read(shown[0]), as: UTF8.self) == "png of 7")
      #expect(runner.reports[0].outputs == [.picture(file: "01-loss-curve.png", text: "figure 7")])
    }
    #expect(try shown("figure(7)") == ["> figure 7"])
  }

  @Test func figuresAreDrawnWhereTheyAreSeen() throws {
    try inFolder { (folder: String) throws in
      for (out, expected) in [(folder, ["drawn 7", folder + "/01.png"]), (nil, ["drawn 7"])] as [(String?, [String])] {
        var shown: [String] = []
        let runner = Runner(document("figure(7)"), Trial().session, outFolder: out, show: { shown.append($0) }) {
          try $0.drawing(for: PictureTerminal(way: .braille))
        }
        try runner.run()
        #expect(shown == expected)
      }
    }
  }

  @Test func interruptionsEndTheRun() {
    let trial = Trial()
    trial.context.isInterrupted = { trial.printed.count >= 1 }
    let runner = Runner(document("print(1)\nprint(2)"), trial.session) { _ in }
    do {
      try runner.run()
      Issue.record("it ran to its end")
    } catch {
      #expect((error as? Failure)?.isInterruption == true)
      #expect(trial.printed == ["1"])
    }
  }
}
