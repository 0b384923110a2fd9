// `dln help [NAME]`: the reference in the terminal.

import ArgumentParser
import Catalog
import Terminal

import struct ArgumentParser.Argument

struct Help: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Explains a word of the language, or lists all.")

  @Argument(help: "A word such as fit, or a command of dln.")
  var name: String?

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let catalog = Catalog.complete()
    guard let name else {
      Console.say(catalog.overview)
      return Status.well
    }
    if let word = catalog[name] {
      Console.say(word.help)
    } else if let meant = catalog.meaning(ofForeign: name), let word = catalog[meant] {
      Console.say("`\(name)` is called `\(meant)` here.\n\n\(word.help)")
    } else if let command = Program.configuration.subcommands.first(where: { $0._commandName == name }) {
      Console.say(Program.helpMessage(for: command))
    } else {
      let near = suggestion(for: name, among: catalog.names).map { "; did you mean `\($0)`?" } ?? ""
      throw ValidationError("there is no word `\(name)`\(near)")
    }
    return Status.well
  }
}
