import Testing

@Suite struct AssignmentTests {
  @Test(arguments: [
    ("a, b = (1, 2)\n(b, a)", "(2, 1)"), ("a = 1; b = 2; a, b = b, a\n(a, b)", "(2, 1)"), ("a, b = 1, 2, 3\nb", "2"),
    ("h, w = 3x4\nw", "4"), ("a, b = [none, 2, 3]\nb", "2"),
    ("a, b = [7, 8, 9]\nb", "8"), ("a = (1, 2)\na", "1"), ("a = 1; a += 2; a -= 1; a *= 6; a /= 3\na", "4"),
    ("a = \"x\"; a += \"y\"\na", "\"xy\""), ("t = [none]; t += [\"b\"]\nt", "[none, \"b\"]"),
  ]) func assignments(_ source: String, _ expected: String) throws {
    #expect(try value(source) == expected)
  }

  @Test(arguments: [
    ("a, b, c = (1, 2)", "error[argument]: 3 names, but only 2 values"), ("a, b = 1", "error[type]: 2 names, but a number is one value"),
    ("a += 1", "error[name]: there is no `a`"),
    ("a = 1; a += \"x\"", "error[type]: `+` does not work on a number and a text"),
    ("a, b = record(x: 1)", "error[type]: 2 names, but a record is one value"),
  ]) func mistakes(_ source: String, _ expected: String) { #expect(heading(source) == expected) }

  @Test func loopsSettleWhatTheyBind() throws {
    let program = Program()
    try program.run(
      "a = [1, 2]\nfor i in 1..2 { a = a + 1; n = i; l = [none, a]; b, c = (a, i) }\nfn f(x) { y = x; y }\nwhile a[0] < 4 { a += f(1) }")
    #expect(program.settled == ["<2 3>", "[none, <2 3>]", "<2 3>", "<3 4>", "[none, <3 4>]", "<3 4>", "<4 5>"])
  }

  @Test func buildingAndTracingSettleNothing() throws {
    let program = Program()
    try program.run(
      "w = 1; opt = 0\nfor i in 1..2 { layers(1) { for k in 1..2 { a = [1, 2] } } }\nupdate w by opt { for k in 1..2 { a = [1, 2] }; 1 }")
    #expect(program.settled == [])
  }
}
