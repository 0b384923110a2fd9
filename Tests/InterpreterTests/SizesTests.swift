import Testing

@Suite struct SizesTests {
  @Test(arguments: [
    "x: [n] = [1, 2, 3]; y: [n] = [4, 5, 6]", "x: [3] = [1, 2, 3]", "a: [], b: [n] = 1, [1, 2]",
    "fn f(x: [n]) -> [n] = x * 2\nf([1, 2]); f([1, 2, 3])", "x: [...] = [1, 2]", "x: [..., n] = [1, 2]", "s: [2] = 3x4",
  ]) func keptPromises(_ source: String) throws { _ = try value(source) }

  @Test(arguments: [
    ("x: [4] = [1, 2, 3]", "error[shape]: x has the shape [3], not [4]"),
    ("x: [n, 1] = [1, 2]", "error[shape]: x has the shape [2], not [n, 1]"),
    ("x: [n] = \"a\"", "error[type]: x is a text, which has no shape"),
    ("fn f(x) -> [2] = x\nf([1, 2, 3])", "error[shape]: the result has the shape [3], not [2]"),
    ("x: [n] = [1, 2]; x: [n] = [1, 2, 3]", "error[shape]: x has the shape [3], not [n]"),
  ]) func brokenPromises(_ source: String, _ expected: String) { #expect(heading(source) == expected) }

  @Test func namesOfSizesAreFreeAgainInTheNextCell() throws {
    let program = Program()
    try program.run("x: [n] = [1, 2]")
    #expect(program.failure("y: [n] = [1, 2, 3]").hasPrefix("error[shape]"))
    program.session.beginCell(title: "Next")
    try program.run("y: [n] = [1, 2, 3]")
  }

  @Test func argumentsThatDisagree() {
    #expect(
      Program().failure("fn f(x: [n], y: [n]) = x\nf([1, 2], [1, 2, 3])") == """
        error[shape]: y has the shape [3], not [n]
          at test.dln:1, called from line 2
          1 | fn f(x: [n], y: [n]) = x
            |                 ^^^ n = 2 since line 1, but here 3
        """)
  }

  @Test func messagesSpeakOfNamedSizes() {
    #expect(
      Program().failure("x: [n] = [1, 2, 3, 4, 5, 6, 7, 8, 9]\nx + [1, 2]") == """
        error[shape]: these two cannot be combined: [n] and [2]
          at test.dln:2
          2 | x + [1, 2]
            |   ^ needs the same sizes
            | - [n], n = 9
            |     ------ [2]
          where from: x was made by [1, 2, 3, 4, 5, 6, 7, 8, 9] at line 1
        """)
  }
}
