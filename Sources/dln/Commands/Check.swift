// `dln check FILE...`: what is wrong with notebooks, without running them.

import ArgumentParser
import Catalog
import Interpreter
import Notebook
import Terminal

import struct ArgumentParser.Argument

struct Check: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Looks for unknown names and arguments in notebooks, without running them.")

  @Argument(help: "The notebooks.")
  var files: [String]

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let sources = try files.map { try NotebookFile.read($0) }
    let catalog = Catalog.complete()
    var isWell = true
    for (file, source) in zip(files, sources) {
      let document = Document(source)
      let failures = Notebook.Check(document, catalog, readFile: Place(notebook: file).readText).failures()
      for failure in failures { Console.note(failure.render(color: Console.colorsErrors) + "\n") }
      Console.say("\(file): " + (failures.isEmpty ? "well" : failures.count == 1 ? "1 error" : "\(failures.count) errors"))
      isWell = isWell && failures.isEmpty
    }
    return isWell ? Status.well : Status.error
  }
}
