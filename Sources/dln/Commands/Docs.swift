// `dln docs`: the reference as Markdown files.

import ArgumentParser
import Catalog
import Notebook
import Terminal

struct Docs: WorkingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the reference: one Markdown page a family, one for the prompt, and an index.")

  @Option(name: [.customShort("o"), .customLong("out")], help: "The folder of the pages.")
  var folder = "Documentation/reference"

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let pages = Reference(.complete()).pages().map { (file: $0.file, text: $0.text) } + [(file: "prompt.md", text: Terminal.Command.page)]
    do {
      for page in pages { try Files.write(Array(page.text.utf8), to: Files.join(folder, page.file)) }
    } catch {
      return report(error)
    }
    Console.say("\(pages.count) pages in \(folder)/")
    return Status.well
  }
}
