import Interpreter
import Language
import Testing

/// What stands behind `try:`.
@Suite struct MendingTests {
  @Test(arguments: [
    ("a = true\nb = a && !a || a", "b = a and not a or a"),
    ("for i in 1..2:\n    print(i)\n", "for i in 1..2 { print(i) }"),
    ("fn f(x) {\n  y = x\n  y\n\nz = 1", "} on a line of its own, behind line 3"),
    ("rate = 0.1 // a note", "rate = 0.1 # a note"),
    ("import torch", "# import torch"),
  ])
  func isOneLine(_ text: String, _ shown: String) { #expect(Program().failure(text).hasSuffix("\n  try: \(shown)")) }
}
