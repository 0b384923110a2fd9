// The reference leaves no reserved word out.

import Catalog
import Language
import Testing

@testable import Notebook

@Suite struct WordsOfGrammarTests {
  @Test(arguments: Words.reserved.sorted() + Words.units.sorted() + ["|>", "->", "@", "..", "..<", "#=>", "# %%", "^", ":", "..."])
  func isExplained(_ word: String) throws {
    let entry = try #require(Trial.catalog().grammar(of: word))
    #expect(
      entry.form.contains(word) || entry.summary.contains(word) || entry.examples.contains { $0.source.contains(word) }, "\(entry.name)")
  }

  @Test func everyMarkBelongsToAnEntry() {
    let spelled = Trial.catalog().grammar.flatMap(\.names).joined(separator: " ")
    for mark in Mark.allCases where mark != .dot { #expect(spelled.contains(mark.rawValue), "\(mark.rawValue)") }
  }
}
