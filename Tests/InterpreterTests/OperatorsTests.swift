import Testing

@Suite struct OperatorsTests {
  @Test(arguments: [
    ("1 + 2 * 3", "7"), ("7 mod 3", "1"), ("-7 mod 3", "2"), ("7 mod -3", "-2"), ("1 / 0", "inf"), ("2^10", "1024"), ("-2^2", "-4"),
    ("2^-1", "0.5"), ("1 < 2", "true"), ("2 <= 1", "false"), ("1 == 1", "true"), ("1 != 1", "false"), ("0 / 0 == 0 / 0", "false"),
    ("1 == \"1\"", "false"), ("none == none", "true"), ("1 == none", "false"), ("true == true", "true"),
  ]) func numbers(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("\"a\" + \"b\"", "\"ab\""), ("\"ab\" < \"b\"", "true"), ("\"an\" in \"banana\"", "true"), ("\"nab\" in \"banana\"", "false"),
    ("\"\" in \"\"", "true"), ("\"-\" * 3", "\"---\""), ("3 * \"ab\"", "\"ababab\""), ("\"é\" == \"é\"", "true"),
  ]) func texts(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("[none] + [true]", "[none, true]"), ("none in [none, 1]", "true"), ("\"x\" in [none]", "false"),
    ("[none, [none]] == [none, [none]]", "true"),
    ("3x3 == 3x3", "true"), ("3x3 == [3, 3]", "true"), ("[3, 3] == 3x3", "true"), ("3x4 != [3, 3]", "true"), ("3 in 3x4", "true"),
    ("2x3 + 4x5", "2x3x4x5"), ("[1, 2].shape == [2]", "true"), ("3x3 == [none, 3]", "false"),
  ]) func listsAndSizes(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("3 in 1..10", "true"), ("2.5 in 1..10", "true"), ("10 in 1..<10", "false"), ("3 in 0..10 by 2", "false"), ("4 in 0..10 by 2", "true"),
    ("1..3 == 1..3", "true"), ("1..3 == 1..4", "false"), ("\"a\" in record(a: 1)", "true"),
  ]) func ranges(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("3 epochs + 2 epochs", "5 epochs"), ("1 min + 30 s", "1.5 min"), ("90 s - 1 min", "30 s"), ("3 * 2 epochs", "6 epochs"),
    ("10 deg / 4", "2.5 deg"), ("3 epochs / 2 epochs", "1.5"), ("60 s == 1 min", "true"), ("59 s < 1 min", "true"), ("-3 px", "-3 px"),
    ("1 step", "1 step"), ("n = 5; n * 1 epochs", "5 epochs"),
  ]) func quantities(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("[1, 2] + 1", "<2 3>"), ("1 - [1, 2]", "<0 -1>"), ("[1, 2] - [3, 5]", "<-2 -3>"), ("-[1, 2]", "<-1 -2>"), ("[1, 2] == 1", "<1 0>"),
    ("[1, 2] == none", "false"), ("[1, 2] != none", "true"), ("not [0, 1]", "<1 0>"), ("[5] + 1 in 1..10", "true"), ("[5] == 5", "<1>"),
    ("double == double", "true"), ("x -> x == 1", "x -> x == 1"),
  ]) func things(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("\"a\" + 1", "error[type]: `+` does not work on a text and a number"),
    ("true + 1", "error[type]: `+` does not work on a truth and a number"),
    ("3 epochs + 5", "error[type]: `+` does not work on a quantity in epochs and a number"),
    ("3 epochs < 500 steps", "error[type]: `<` does not work on a quantity in epochs and a quantity in steps"),
    ("1 @ 2", "error[type]: `@` does not work on two values that are each a number"),
    ("1 in 2", "error[type]: `in` does not work on two values that are each a number"),
    ("-\"a\"", "error[type]: `-` does not work on a text"),
    ("not 1", "error[type]: `not` wants a truth, not a number"),
    ("[1, 2] + [1, 2, 3]", "error[shape]: these two cannot be combined: [2] and [3]"),
    ("\"a\" * 9e15", "error[memory]: this text would be too long"),
  ]) func mistakes(_ source: String, _ expected: String) { #expect(heading(source) == expected) }
}
