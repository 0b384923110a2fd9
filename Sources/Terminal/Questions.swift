// `?`: the language and the names explain themselves.

import Catalog
import Interpreter
import Language
import Notebook

/// What can be asked.
struct Question {
  let form: String
  let summary: String

  static let all = [
    Question(form: "?fit", summary: "a word of the language: what it takes and does, and an example"),
    Question(form: "?x", summary: "a name of yours: what it is and where it was bound"),
    Question(form: "??f", summary: "the source of a function, or the line that bound a name"),
    Question(form: "?learning rate", summary: "words that speak of something, as `:find` does"),
  ]
}

extension Sitting {
  /// Answers `?`, `?name`, `?a phrase` and `??name`.
  func explain(_ question: String) {
    let isForSource = question.hasPrefix("??")
    let words = trimmed(question.dropFirst(isForSource ? 2 : 1))
    if words.isEmpty { return voice.show(tour) }
    if words.hasPrefix(":"), let command = Command.named(words) { return voice.show("\(command.usage)  \(command.summary)") }
    isForSource ? showSource(of: words) : explain(name: words)
  }

  private func explain(name: String) {
    if let value = session.value(of: name), let text = describe(name, value) { return voice.show(text) }
    let reference = Reference(session.context.catalog, width: Console.columns, isInterrupted: session.context.isInterrupted)
    do {
      voice.show(try reference.help(on: name))
    } catch let complaint as Complaint where !name.contains(where: \.isWhitespace) {
      voice.complain(complaint.message + (complaint.message.contains(";") ? "" : "; `:find \(name)` looks for it everywhere"))
    } catch {
      find(name)
    }
  }

  /// What a bound name is, and where it was bound.
  private func describe(_ name: String, _ value: Value) -> String? {
    let outline = value.outline
    var lines = ["\(name): \(value.kind)" + (outline.isEmpty ? "" : "  \(outline)")]
    if case .thing(let thing) = value, !thing.fieldNames.isEmpty {
      lines.append(Columns.cut("  fields: " + thing.fieldNames.joined(separator: ", "), to: 100))
    }
    if let bound = binding(of: name) { lines.append("  bound \(bound.place): \(oneLine(bound.text))") }
    if session.context.catalog[name] != nil { lines.append("  it hides the word `\(name)` of the language") }
    return lines.joined(separator: "\n")
  }

  private func showSource(of name: String) {
    if let value = session.value(of: name) {
      if case .thing(let function as any Definable) = value, let text = try? function.definition(named: name) {
        let place = binding(of: name).map { "  # \($0.place)" } ?? ""
        return voice.show(text + place)
      }
      guard let bound = binding(of: name) else { return voice.show("no single line bound `\(name)`") }
      return voice.show("\(bound.text)  # \(bound.place)")
    }
    let catalog = session.context.catalog
    guard let word = catalog[name] ?? catalog.meaning(ofForeign: name).flatMap({ catalog[$0] }) else { return explain(name: name) }
    voice.show("\(word.signature)\n  declared at \(word.place.file):\(word.place.line)")
  }

  private func binding(of name: String) -> (text: String, place: String)? {
    guard let binding = session.binding(of: name) else { return nil }
    return (binding.text, "at " + Failure.place(binding.source, binding.line))
  }

  /// What can be asked, in fewer lines than a screen has.
  private var tour: String {
    let catalog = session.context.catalog
    let families = Family.allCases.compactMap { family -> [String]? in
      let names = catalog.words(of: family).map(\.name) + catalog.grammar.filter { $0.family == family }.map(\.name)
      return names.isEmpty ? nil : ["  " + family.rawValue, Columns.cut(names.joined(separator: " "), to: 70)]
    }
    let questions = Question.all.map { ["  " + $0.form, $0.summary] } + [["  :help", "the commands: undo, save, time and others"]]
    return (["Ask"] + Columns.lines(questions) + ["", "Words"] + Columns.lines(families)).joined(separator: "\n")
  }
}
