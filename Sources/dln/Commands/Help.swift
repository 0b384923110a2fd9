// `dln help [NAME]`: the reference in the terminal.

import ArgumentParser
import Catalog
import Notebook
import Terminal

import struct ArgumentParser.Argument

struct Help: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Explains a word, a sign or a family of the language, or lists all.")

  @Argument(help: "A word such as fit, a sign such as '|>', a family such as losses, or a command of dln.")
  var name: [String] = []

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let reference = Reference(.complete(), width: Console.columns)
    let name = name.joined(separator: " ")
    if name.isEmpty {
      Console.say(reference.overview)
      return Status.well
    }
    do {
      Console.say(try reference.help(on: name))
    } catch let complaint as Complaint {
      guard let command = Program.configuration.subcommands.first(where: { $0._commandName == name }) else {
        throw ValidationError(complaint.message)
      }
      Console.say(Program.helpMessage(for: command))
    }
    return Status.well
  }
}
