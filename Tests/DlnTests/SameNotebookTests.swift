// The notebooks give the same values as a file, by pipe, typed line by line, and pasted whole.

import Catalog
import Foundation
import Interpreter
import Notebook
import Terminal
import Testing

@testable import dln

/// Lines that are typed in advance.
private final class Script: LineReader {
  private var lines: [String]

  init(_ lines: [String]) { self.lines = lines.reversed() }

  func read(prompt: String, above: String) -> Reading { lines.popLast().map { .line($0) } ?? .end }
}

@Suite struct SameNotebookTests {
  /// A notebook, params that make it small, and expressions that tell its values.
  private static let notebooks: [(name: String, params: [String: String], values: [String])] = [
    ("first_steps", ["steps": "100"], ["x", "y", "w", "losses", "slope", "value"]),
    (
      "digits", ["epochs": "1", "enough": "0%"],
      ["run.loss", "run.accuracy", "sum(abs(run.net(data.test.x)))", "rate(3 steps, of: 10 steps)"]
    ),
    ("by_hand", ["epochs": "1", "enough": "0%"], ["losses", "score(net, data.test)", "sum(abs(net(data.test.x)))"]),
  ]

  @Test(arguments: 0..<3) func fourWays(_ place: Int) throws {
    let (name, params, values) = Self.notebooks[place]
    let probe = "\n# %% Values\n" + values.map { "print(\"value\", \($0))" }.joined(separator: "\n")
    let text = try Binary.text(of: Binary.tests.deletingLastPathComponent().appending(path: "notebooks/\(name).dln")) + probe
    let settings = params.map { "\($0)=\($1)" }.sorted() + ["--quiet"]
    try Binary.inFolder([name + ".dln": text]) { (folder: URL) throws in
      let file = try Binary.run([name + ".dln"] + settings, in: folder)
      #expect(file.status == 0, "\(file.errors)")
      let wanted = told(file.lines)
      #expect(wanted.count >= values.count)
      #expect(told(try Binary.run(settings, input: text, in: folder).lines) == wanted)
      #expect(told(try typed(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), params, folder)) == wanted)
      #expect(told(try typed([text], params, folder)) == wanted)
    }
  }

  /// The lines that tell values, and those that follow them in the last cell.
  private func told(_ lines: [String]) -> [String] { Array(lines.drop { !$0.hasPrefix("value") }) }

  /// What is printed when submissions are typed at the prompt, in a folder.
  private func typed(_ submissions: [String], _ params: [String: String], _ folder: URL) throws -> [String] {
    // As the program makes it: with as many threads as there are cores, whatever other tests have set.
    let session = try Settings.parse([]).session(Place(out: folder.path), stackSize: 4 << 20, quiet: true)
    session.setParameters(params)
    var printed: [String] = []
    var errors: [String] = []
    session.context.print = { printed += $0.split(separator: "\n").map(String.init) }
    let voice = Terminal.Sitting.Voice(
      show: { _ in }, complain: { if $0.hasPrefix("error") { errors.append($0) } }, takeInterrupt: { false })
    Prompt(Terminal.Sitting(session, voice), Script(submissions)).run()
    #expect(errors.isEmpty, "\(errors)")
    return printed
  }
}
