import Catalog
import Testing

@testable import Pictures

/// Holds all suites of this target: tensors are computed on one thread at a time, so tests run one after the other.
@Suite(.serialized) struct PicturesTests {
  @Test func everyWordExplainsItself() {
    let words = Calls().context.catalog.words(of: .picture)
    #expect(words.map(\.name) == ["plot", "grid", "heatmap"])
    for word in words {
      #expect(word.summary.hasSuffix(".") && !word.examples.isEmpty && !word.hasEffect)
      #expect(word.notes.allSatisfy { !$0.summary.isEmpty })
    }
  }

  @Test func namesFromElsewhereAreUnderstood() {
    let catalog = Calls().context.catalog
    for foreign in ["hist", "imshow"] {
      let word = catalog.meaning(ofForeign: foreign)
      #expect(word.flatMap { catalog[$0] } != nil)
    }
  }
}
