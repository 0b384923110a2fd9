// The grammar's own words.

import Testing

@testable import Language

@Suite struct WordsTests {
  @Test(arguments: Words.reserved)
  func noNameIsReserved(word: String) {
    #expect(!diagnose("\(word) = 1").isEmpty)
    #expect(diagnose("x.\(word) = 1").isEmpty)
    #expect(diagnose("f(\(word): 1)").isEmpty)
  }

  @Test func setsAreSubsets() {
    #expect(Words.blocks.isSubset(of: Words.reserved))
    #expect(Words.statements.isSubset(of: Words.reserved))
    #expect(Words.operators.isSubset(of: Words.reserved))
    #expect(Words.units.isDisjoint(with: Words.reserved))
    #expect(Words.reserved.count == 26)
  }
}
