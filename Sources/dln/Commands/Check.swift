// `dln check FILE...`: what is wrong with notebooks, without running them.

import ArgumentParser
import CSignal
import Catalog
import Interpreter
import Notebook
import Terminal

import struct ArgumentParser.Argument

struct Check: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Looks for errors in notebooks, shapes and all, without running them.")

  @Argument(help: "The notebooks.")
  var files: [String]

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let sources = try files.map { try NotebookFile.read($0) }
    let catalog = Catalog.complete()
    var isWell = true
    for (file, source) in zip(files, sources) {
      let session = Settings.usual.session(Place(notebook: file), stackSize: stackSize, quiet: true, catalog: catalog)
      let report = Notebook.Check(Document(source), session).report()
      for failure in report.failures + report.warnings { Console.note(failure.render(color: Console.colorsErrors) + "\n") }
      Console.say("\(file): \(report.summary)")
      if signal_is_pending() { return Status.interrupted }
      isWell = isWell && report.failures.isEmpty
    }
    return isWell ? Status.well : Status.error
  }
}

extension CheckReport {
  /// `well`, `2 errors, 1 warning`, and how far it came.
  fileprivate var summary: String {
    let found = [(failures.count, "error"), (warnings.count, "warning")].filter { $0.0 > 0 }
    let counts = found.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
    let verdict = failures.isEmpty ? (counts.isEmpty ? "well" : "well, \(counts)") : counts
    return verdict + (cut.map { " (looked at \($0.lines) of \($0.of) lines in one second)" } ?? "")
  }
}
