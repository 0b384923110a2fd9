// `:undo`, `:redo` and `:reset`: back, forth, and to the beginning.

import Catalog
import Interpreter
import Language

extension Command {
  static let undo = Command(":undo [N]", "takes back the last submission, or the last N, with all that it changed") {
    sitting, words in
    try sitting.go(steps(words, ":undo"), from: \.past, to: \.future, "undone")
    return .done
  }

  static let redo = Command(":redo [N]", "does again what `:undo` took back") { sitting, words in
    try sitting.go(steps(words, ":redo"), from: \.future, to: \.past, "done again")
    return .done
  }

  static let reset = Command(":reset", "forgets all names and answers; `:undo` brings them back") { sitting, words in
    guard words.isEmpty else { throw WrongUse("`:reset` takes nothing") }
    sitting.reset()
    return .done
  }

  private static func steps(_ words: String, _ name: String) throws -> Int {
    if words.isEmpty { return 1 }
    guard let number = Int(words), number > 0 else { throw WrongUse("`\(name)` wants a number of steps") }
    return number
  }
}

extension Sitting {
  /// Moves along the steps and says what changed.
  func go(
    _ count: Int, from source: ReferenceWritableKeyPath<Sitting, [Step]>, to target: ReferenceWritableKeyPath<Sitting, [Step]>,
    _ word: String
  ) {
    let before = session.moment
    var labels: [String] = []
    while labels.count < count, let step = self[keyPath: source].popLast() {
      self[keyPath: target].append(Step(label: step.label, input: step.input, page: page, moment: session.moment))
      restore(step)
      labels.append(step.label)
    }
    guard let first = labels.first else { return voice.complain("there is nothing that can be \(word)") }
    let what = labels.count == 1 ? oneLine(first) : "\(counted(labels.count, "submission")), back to \(oneLine(labels[labels.count - 1]))"
    voice.show("\(word): \(what)\(changes(since: before))")
  }

  /// `  (x = 2, without y)`: what the names stand for now that changed.
  private func changes(since before: Moment) -> String {
    let changes = session.moment.changes(since: before)
    let bound = changes.bound.prefix(4).map { name -> String in
      let value = session.value(of: name) ?? .none
      let outline = Columns.cut(value.outline, to: 30)
      return "\(name) is \(outline.isEmpty ? value.kind : outline)"
    }
    let more = changes.bound.count > 4 ? ["and \(changes.bound.count - 4) more"] : []
    let removed = changes.removed.isEmpty ? [] : ["no \(Columns.cut(changes.removed.joined(separator: ", "), to: 40))"]
    let parts = bound + more + removed
    return parts.isEmpty ? "" : "  (now \(parts.joined(separator: "; ")))"
  }

  func oneLine(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    return Columns.cut(lines.first.map(String.init) ?? "", to: 60) + (lines.count > 1 ? " ..." : "")
  }

  fileprivate func reset() {
    let count = session.names.count
    step(":reset") {
      session.forget()
      page = Page()
      session.context.random = RandomStream(seed: seed, cell: "cell 1")
    }
    lastFailure = nil
    voice.show(count == 0 ? "there were no names" : "\(counted(count, "name")) forgotten; `:undo` brings them back")
  }
}
