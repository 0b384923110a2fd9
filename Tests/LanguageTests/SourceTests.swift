// Lines of a text.

import Language
import Testing

@Suite struct SourceTests {
  private let source = Source(name: "test", text: "a\r\n损\n\nd")

  @Test(arguments: [(-1, 1), (0, 1), (2, 1), (3, 2), (6, 2), (7, 3), (8, 4), (99, 4)])
  func lineOfAnOffset(offset: Int, line: Int) {
    #expect(source.line(at: offset) == line)
  }

  @Test func textOfALine() {
    #expect((1...4).map { source.text(in: source.span(ofLine: $0)) } == ["a", "损", "", "d"])
    #expect(source.text(in: Span(-5, 99)) == source.text)
  }
}
