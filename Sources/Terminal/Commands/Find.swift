// `:find warm`: words by what they are called, take and do.

import Catalog
import Language

extension Command {
  static let find = Command(":find WORDS", "looks for words by name, argument or what they do") { sitting, words in
    guard !words.isEmpty else { throw WrongUse("`:find` wants something to look for") }
    sitting.find(words)
    return .done
  }
}

extension Sitting {
  func find(_ phrase: String) {
    let found = session.context.catalog.find(phrase)
    guard !found.isEmpty else { return voice.complain("nothing speaks of \(quote(phrase)); `?` tells what can be asked") }
    let rows = found.map { [$0.name, $0.note.isEmpty ? $0.summary : "\($0.summary) (\($0.note))"] }
    voice.show(Columns.lines(rows).joined(separator: "\n"))
  }
}
