// Numbers and sizes.

import Testing

@testable import Language

@Suite struct LexerNumbersTests {
  @Test(arguments: [
    ("42", 42.0), ("1_000", 1000), ("0.5", 0.5), ("3e-4", 3e-4), ("1.5E+3", 1500), ("25%", 0.25), ("0.3%", 0.003), ("2e1%", 0.2),
    ("1_0.2_5", 10.25),
  ])
  func reads(text: String, value: Double) {
    #expect(tokenize(Source(name: "test", text: text)).map(\.kind) == [.number(value), .end])
  }

  @Test(arguments: [
    ("1..5", ["1", "..", "5"]), ("1.5..2", ["1.5", "..", "2"]), ("0..<3", ["0", "..<", "3"]), ("1.x", ["1", ".", "x"]), ("3e", ["3", "e"]),
    ("3x3", ["3x3"]), ("1x28x28", ["1x28x28"]), ("3x", ["3", "x"]), ("3x3x", ["3x3", "x"]), ("1_", ["1", "_"]), ("10px", ["10", "px"]),
  ])
  func splits(text: String, tokens: [String]) {
    #expect(pieces(text) == tokens)
  }

  @Test(arguments: ["1e999", "99999999999999999999x3", "7%2", "7 % 2", "1e99999999999999999999%"])
  func refuses(text: String) {
    #expect(diagnose("x = " + text).count == 1)
  }
}
