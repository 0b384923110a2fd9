// Brackets, and how many complaints there are.

import Language
import Testing

@Suite struct ParserMessagesTests {
  /// The offset of the place, and of the opening bracket.
  @Test(arguments: [
    ("print(mean(x\ny = 3\nz = 4", 12, 10),
    ("net = layers {\n  dense(10\n}\nx = 1", 25, 22),
    ("x = [1, 2\ny = 3", 9, 4),
    ("f(1]", 3, 1),
    ("x = \"{f(x}\"", 9, 7),
    ("if x { (\n}", 8, 7),
    ("a = (\n", 5, 4),
  ])
  func pointsAtBothEnds(text: String, place: Int, opener: Int) {
    let found = diagnose(text)
    #expect(found.count == 1)
    let other = found.first?.other?.span.start ?? found.first.map { $0.span.start - 1 }
    #expect(found.first?.span.start == place)
    #expect(other == opener)
  }

  @Test func statementsBehindAnErrorAreRead() {
    let text = "f(a b,\n  c)\ny = 1 +* 3\nok = 1\nz = )\nlast"
    #expect(diagnose(text).count == 3)
    #expect(statements(text).filter { if case .malformed = $0.kind { false } else { true } }.count == 2)
  }

  @Test func errorsInABlockLeaveTheBlock() {
    let text = "for i in 1..3 {\n  a b\n  c\n  d e\n}\nf"
    #expect(diagnose(text).count == 2)
    #expect(statements(text).count == 2)
  }

  @Test func aBlockWhoseHeadIsWrongIsPassedOver() {
    #expect(diagnose("for i 1..3 {\n  a\n  b\n}\nc").count == 1)
  }

  @Test func atMostTen() {
    let text = String(repeating: "a b\n", count: 50)
    let found = diagnose(text)
    #expect(found.count == 10)
    #expect(found.map(\.span.start) == found.map(\.span.start).sorted())
  }
}
