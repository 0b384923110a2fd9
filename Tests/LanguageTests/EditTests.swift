// Changes of a text.

import Testing

@testable import Language

@Suite struct EditTests {
  @Test func aPlaceReadsSomethingElse() {
    let source = Source(name: "test", text: "损失 = aa + 1")
    let edited = source.edited(Edit(Span(9, 11), "损"))
    #expect(edited.text == "损失 = 损 + 1")
    #expect(edited.name == "test")
    #expect(Edit(Span(9, 11), "abc").growth == 1)
  }

  @Test func wordsKeepTheirDistance() {
    let source = Source(name: "test", text: "a&&b")
    #expect(source.edited(source.edit(Span(1, 3), as: "and")).text == "a and b")
    #expect(source.edited(source.edit(Span(1, 3), as: "==")).text == "a==b")
  }
}
