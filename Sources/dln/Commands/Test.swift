// `dln test FILE...`: runs notebooks and counts what they expect.

import ArgumentParser
import Catalog
import Interpreter
import Notebook
import Terminal

import struct ArgumentParser.Argument

struct Test: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Runs notebooks and checks every `expect` and `#=>`.")

  @Argument(help: "The notebooks, and name=value for their params.")
  var words: [String]

  @Option(help: "The folder for outputs (default: NAME.out beside each notebook).")
  var out: String?

  @OptionGroup var settings: Settings

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let isParam = { (word: String) in word.contains("=") && !Files.exists(word) }
    let params = try ParamSettings(words.filter(isParam))
    let documents = try words.filter { !isParam($0) }.map { Document(try NotebookFile.read($0)) }
    let catalog = Catalog.complete()
    var total = TestCount()
    for document in documents {
      let place = Place(notebook: document.source.name, out: out)
      let session = settings.session(place, stackSize: stackSize, quiet: true, catalog: catalog)
      try params.apply(to: session, document)
      do {
        let count = try test(document, session)
        if documents.count > 1 { Console.say("\(document.source.name): \(count.text)") }
        total += count
      } catch {
        return report(error)
      }
    }
    Console.say(total.text)
    return total.hasErrors ? Status.error : total.failed > 0 ? Status.unmet : Status.well
  }

  private func test(_ document: Document, _ session: Session) throws -> TestCount {
    try TestRunner(document, session, seed: settings.seed) { failure in
      Console.note(failure.render(color: Console.colorsErrors) + "\n")
    }.run()
  }
}
