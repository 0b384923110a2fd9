// `dln fmt FILE...`: notebooks in the one layout.

import ArgumentParser
import Catalog
import Interpreter
import Language
import Terminal

import struct ArgumentParser.Argument

struct Fmt: WorkingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lays notebooks out in the one way.",
    discussion: "Lines stay broken where you broke them. `-` reads the standard input and writes the standard output.")

  @Argument(help: "The notebooks, or -.")
  var files: [String]

  @Flag(help: "Changes nothing; lists what would change and ends with 1 if there is any.")
  var check = false

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let sources = try files.map { $0 == "-" ? try NotebookFile.readInput() : try NotebookFile.read($0) }
    var status = Status.well
    for (file, source) in zip(files, sources) {
      do {
        status = max(status, try lay(source, of: file))
      } catch {
        status = max(status, report(error))
      }
    }
    return status
  }

  /// Lays one notebook out; one that cannot be read is left alone.
  private func lay(_ source: Source, of file: String) throws -> Int32 {
    switch format(source) {
    case .unreadable(let diagnostics):
      for diagnostic in diagnostics { Console.note(Failure(diagnostic, in: source).render(color: Console.colorsErrors) + "\n") }
      return Status.error
    case .text(let text) where check:
      if text == source.text { return Status.well }
      Console.say(file)
      return Status.error
    case .text(let text) where file == "-":
      if !text.isEmpty { Console.say(String(text.dropLast())) }
    case .text(let text):
      if text != source.text { try Files.write(Array(text.utf8), to: file) }
    }
    return Status.well
  }
}
