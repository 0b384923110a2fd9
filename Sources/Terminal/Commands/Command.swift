// The commands of the prompt, each declared once: `:help`, completion, suggestions and the reference are made from this list.

import Catalog
import Interpreter
import Language
import Notebook

/// What the prompt does when a command is through.
enum Outcome: Equatable {
  case done
  /// Runs a text as if it had been typed.
  case submit(String)
  case leave
}

/// `:name`, never valid in notebooks and never saved.
public struct Command: Sendable {
  /// With its colon.
  public let name: String
  public let shortForms: [String]
  /// `:undo [N]`.
  public let usage: String
  /// What it does, in one line.
  public let summary: String
  let run: @Sendable (Sitting, _ words: String) throws -> Outcome

  init(_ usage: String, _ summary: String, shortForms: [String] = [], _ run: @escaping @Sendable (Sitting, String) throws -> Outcome) {
    self.usage = usage
    self.summary = summary
    self.shortForms = shortForms
    self.run = run
    name = String(usage.prefix { $0 != " " })
  }

  /// In the order in which `:help` tells them.
  public static let all: [Command] = [
    help, vars, find, undo, redo, time, edit, fix, save, load, runAgain, reset, quit,
  ]

  static func named(_ name: String) -> Command? { all.first { $0.name == name || $0.shortForms.contains(name) } }
}

/// The name of a file as it is typed, in quotes or not.
func fileName(_ words: String) -> String {
  words.count > 1 && words.first == "\"" && words.last == "\"" ? String(words.dropFirst().dropLast()) : words
}

/// A command was given what it does not take.
struct WrongUse: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

extension Sitting {
  /// Runs the command that a line names.
  func command(_ line: String) -> Outcome {
    let name = String(line.prefix { !$0.isWhitespace })
    guard let command = Command.named(name) else {
      refuse(name)
      return .done
    }
    do {
      return try command.run(self, trimmed(line.dropFirst(name.count)))
    } catch let wrong as WrongUse {
      voice.complain("\(wrong.message): \(command.usage)  \(command.summary)")
    } catch {
      tell(error)
    }
    return .done
  }

  private func refuse(_ name: String) {
    let near = suggestion(for: name, among: Command.all.flatMap { [$0.name] + $0.shortForms })
    voice.complain("there is no command `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "; `:help` lists them"))
  }

  /// What a bare word that would leave other programs is answered with.
  func goodbye(_ line: String) -> String? {
    guard ["exit", "quit", "exit()", "quit()"].contains(line) else { return nil }
    let name = line.filter { $0 != "(" && $0 != ")" }
    guard session.value(of: name) == nil else { return nil }
    return "`:quit` or Ctrl-D leaves"
  }

  /// Does something with a command's last word; a complaint about it points there.
  func locating<Result>(_ word: String, of command: String, _ work: () throws -> Result) throws -> Result {
    let line = "\(command) \(word)"
    let span = Span(command.utf8.count + 1, line.utf8.count)
    return try session.placing(Statement(.malformed, span), in: Source(name: "the prompt", text: line), work)
  }
}
