// `dln bench FILE...`: how long the last cell of a notebook takes, run again and again.

import ArgumentParser
import CSignal
import Catalog
import Interpreter
import Language
import Notebook
import Tensor
import Terminal

import struct ArgumentParser.Argument

struct Bench: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Measures the last cell of notebooks, run again and again.")

  @Argument(help: "The notebooks, and name=value for their params.")
  var words: [String]

  @Flag(help: "Shows where the time of a step goes instead.")
  var profile = false

  @OptionGroup var settings: Settings

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let isParam = { (word: String) in word.contains("=") && !Files.exists(word) }
    let params = try ParamSettings(words.filter(isParam))
    let documents = try words.filter { !isParam($0) }.map { Document(try NotebookFile.read($0)) }
    for document in documents {
      let session = settings.session(Place(notebook: document.source.name), stackSize: stackSize, quiet: true)
      try params.apply(to: session, document)
      do {
        let workload = try Workload(document, session, seed: settings.seed)
        try workload.warmUp()
        if profile { try show(profileOf: workload, document.source.name) }
      } catch {
        return report(error)
      }
    }
    return Status.well
  }

  private func show(profileOf workload: Workload, _ name: String) throws {
    let steps = max(10, 20 * workload.stepsPerSample)
    let profile = PlanProfile()
    let seconds = try profile.during { try workload.seconds(of: steps) }
    Console.say("\(name)\n\(ProfileTable.text(profile, steps: steps, seconds: seconds))")
  }
}
