// `dln explain [KIND]`: an error explained at length.

import ArgumentParser
import Catalog
import Terminal

import struct ArgumentParser.Argument

struct Explain: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Explains a kind of error at length, or lists all kinds.")

  @Argument(help: "What stands in the brackets of error[...].")
  var kind: String?

  mutating func work(_ stackSize: Int) throws -> Int32 {
    guard let kind else {
      Console.say(Explain.list)
      return Status.well
    }
    guard let known = Complaint.Kind(rawValue: kind.lowercased()), let page = Explanation.page(of: known) else {
      let near = suggestion(for: kind, among: Explanation.pages.map(\.kind.rawValue)).map { "; did you mean `\($0)`?" } ?? ""
      throw ValidationError("there is no kind `\(kind)` of errors\(near)")
    }
    Console.say(page.text(stackSize: stackSize))
    return Status.well
  }

  private static var list: String {
    let width = Explanation.pages.map(\.kind.rawValue.count).max() ?? 0
    let lines = Explanation.pages.map { page in
      "  " + page.kind.rawValue + String(repeating: " ", count: width - page.kind.rawValue.count + 2) + page.title
    }
    return (["Kinds of errors; `dln explain KIND` says more about one:"] + lines).joined(separator: "\n")
  }
}
