// Which bracket closes which.

import Testing

@testable import Language

@Suite struct BracketsTests {
  @Test(arguments: [
    ("(a)", [0: 2]), ("([)]", [0: 2]), ("{ ( }", [0: 2]), ("{ ) }", [0: 2]), ("( { ) }", [1: 3]), ("(", [:]), (")", [:]), ("(()", [1: 2]),
    ("\"{(}\"", [1: 3]),
  ])
  func pairs(text: String, closers: [Int: Int]) {
    #expect(Brackets(of: tokenize(Source(name: "test", text: text))).closers == closers)
  }
}
