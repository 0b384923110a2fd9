// `dln test FILE...`: runs notebooks and counts what they expect.

import ArgumentParser
import Catalog
import Interpreter
import Notebook
import Terminal

import struct ArgumentParser.Argument

struct Test: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Runs notebooks and checks every `expect` and `#=>`.")

  @Argument(help: "The notebooks.")
  var files: [String]

  @Option(help: "The folder for outputs (default: NAME.out beside each notebook).")
  var out: String?

  @OptionGroup var settings: Settings

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let sources = try files.map { try NotebookFile.read($0) }
    let catalog = Catalog.complete()
    var total = TestCount()
    for (file, source) in zip(files, sources) {
      let session = settings.session(Place(notebook: file, out: out), stackSize: stackSize, quiet: true, catalog: catalog)
      let runner = TestRunner(Document(source), session, seed: settings.seed) { failure in
        Console.note(failure.render(color: Console.colorsErrors) + "\n")
      }
      do {
        let count = try runner.run()
        if files.count > 1 { Console.say("\(file): \(count.text)") }
        total += count
      } catch {
        return report(error)
      }
    }
    Console.say(total.text)
    return total.hasErrors ? Status.error : total.failed > 0 ? Status.unmet : Status.well
  }
}
