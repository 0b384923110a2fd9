// `dln fmt FILE...`: notebooks in the one layout.

import ArgumentParser
import Catalog
import Interpreter
import Language
import Notebook
import Terminal

import struct ArgumentParser.Argument

struct Fmt: WorkingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lays notebooks out in the one way.",
    discussion: "Lines stay broken where you broke them. `-` reads the standard input and writes the standard output.")

  @Argument(help: "The notebooks, Markdown pages with ```dln fences, or -.")
  var files: [String]

  @Flag(help: "Changes nothing; lists what would change and ends with 1 if there is any.")
  var check = false

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let texts = try files.map { $0 == "-" ? try NotebookFile.readInput().text : try NotebookFile.readText($0) }
    var status = Status.well
    for (file, text) in zip(files, texts) {
      do {
        status = max(status, try put(try laidOut(text, of: file), inPlaceOf: text, file))
      } catch {
        status = max(status, report(error))
      }
    }
    return status
  }

  /// The text in the one layout; of a page its programs. Throws what cannot be read.
  private func laidOut(_ text: String, of file: String) throws -> String {
    guard NotebookFile.isPage(file) else { return try laidOut(Source(name: file, text: text)) }
    let page = MarkdownPage(text)
    _ = try Document(Source(name: file, text: page.program)).parsed()
    return page.changingPrograms { try? laidOut(Source(name: file, text: $0)) }
  }

  private func laidOut(_ source: Source) throws -> String {
    switch format(source) {
    case .text(let text): text
    case .unreadable(let diagnostics): throw Failure(diagnostics[0], in: source)
    }
  }

  private func put(_ text: String, inPlaceOf old: String, _ file: String) throws -> Int32 {
    if check {
      if text == old { return Status.well }
      Console.say(file)
      return Status.error
    }
    if file != "-" {
      if text != old { try Files.write(Array(text.utf8), to: file) }
    } else if !text.isEmpty {
      Console.say(String(text.dropLast()))
    }
    return Status.well
  }
}
