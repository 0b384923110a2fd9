// Signs of other languages: one complaint each, and the line as it is written here.

import Language
import Testing

@Suite struct SlipsTests {
  @Test(arguments: [
    ("y = x ** 2", "y = x ^ 2"), ("y = 7 % 2", "y = 7 mod 2"), ("y = 7%n", "y = 7 mod n"), ("a && b", "a and b"), ("a || b", "a or b"),
    ("x = !y", "x = not y"), ("x := 3", "x = 3"), ("f = x => x", "f = x -> x"), ("a === b", "a == b"), ("a <> b", "a != b"),
    ("a ~= b", "a != b"), ("x .* y", "x * y"), ("x.^2", "x^2"), ("a %*% b", "a @ b"), ("a %in% b", "a in b"), ("7 %% 3", "7 mod 3"),
  ])
  func oneEdit(text: String, edited: String) {
    let found = diagnose(text)
    #expect(found.count == 1, "\(found.map(\.message))")
    #expect(mended(text) == edited)
  }
}
