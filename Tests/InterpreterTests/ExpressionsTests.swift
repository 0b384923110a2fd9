import Testing

@Suite struct ExpressionsTests {
  @Test(arguments: [
    ("[1, 2, 3]", "<1 2 3>"), ("[]", "[]"), ("[none, \"a\"]", "[none, \"a\"]"), ("(1, 2)", "(1, 2)"), ("(1, 2) + 5", "6"), ("25%", "0.25"),
    ("1..3", "1..3"), ("0..<3", "0..<3"), ("1..0 by -0.5", "1..0 by -0.5"), ("3x3", "3x3"), ("none", "none"), ("pi > 3", "true"),
    ("500 steps", "500 steps"),
  ]) func values(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("true and false", "false"), ("true or nothing_here", "true"), ("false and nothing_here", "false"), ("not true", "false"),
    ("[1, 0] and [1, 1]", "<1 0>"), ("true and [1, 1]", "<1 1>"),
  ]) func connections(_ source: String, _ expected: String) throws {
    #expect(try value(source) == expected)
  }

  @Test(arguments: [
    ("x = 3; \"x = {x}\"", "\"x = 3\""), ("\"{1 / 3:.3}\"", "\"0.333\""), ("\"{1 / 3:8.3}\"", "\"   0.333\""),
    ("\"{\"损失\":6}|\"", "\"损失  |\""),
    ("\"{1234.5:.2e}\"", "\"1.23e+03\""),
    ("\"{0.256:.1%}\"", "\"25.6%\""), ("\"{\"a\"}{{}}\"", "\"a{{}}\""), ("\"{[1.5]:.2}\"", "\"1.50\""), ("\"{\"ab\":4}|\"", "\"ab  |\""),
    ("\"{3 epochs:.1}\"", "\"3.0 epochs\""), ("\"{[none, \"a\"]}\"", "\"[none, \\\"a\\\"]\""),
  ]) func texts(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("1 and true", "error[type]: `and` wants truths, not a number"),
    ("true or 1; true and 1", "error[type]: `and` wants truths, not a number"),
    ("\"{1:.2q}\"", "error[argument]: `.2q` is no format"), ("\"{[none]:.2}\"", "error[type]: a list has no decimals to format"),
    ("1..\"a\"", "error[type]: a range goes from number to number, not a text"),
    ("1..2 by 0", "error[argument]: a range cannot go in steps of 0"),
  ]) func mistakes(_ source: String, _ expected: String) { #expect(heading(source) == expected) }
}
