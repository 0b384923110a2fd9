import Testing

@Suite struct CallsTests {
  @Test(arguments: [
    ("3 |> double", "6"), ("3 |> (adder(4))", "7"), ("3 |> x -> x + 1", "4"), ("5 |> scale(rate: 0.5)", "(5, 0.5)"), ("adder(1)(2)", "3"),
    ("fn f(x, k = 10) = x * k\n2 |> f |> f(k: 3)", "60"), ("fn f(x) = record(y: x)\n4 |> f().y", "4"),
    ("fn f(x) = [none, x]\n4 |> f()[1]", "4"),
    ("r = record(f: x -> x + 1)\n1 |> r.f", "2"), ("r = record(f: adder)\n1 |> (r.f(5))", "6"), ("map([none, none], x -> 1)", "[1, 1]"),
    ("[none]\n|> append(1)", "[none, 1]"),
    ("f = double; f(4)", "8"), ("(x -> x * 2)(4)", "8"), ("scale(1, rate: 0.5)", "(1, 0.5)"), ("2 |> residual { adder(3) }", "5"),
  ]) func calls(_ source: String, _ expected: String) throws {
    #expect(try value(source) == expected)
  }

  @Test(arguments: [
    ("2 |> layers { 3 }", "error[type]: a number cannot be called"), ("3 |> adder(4)", "error[argument]: `adder` takes at most 1 argument"),
    ("2(3)", "error[type]: a number cannot be called"), ("\"a\"()", "error[type]: a text cannot be called"),
    ("double(\"a\")", "error[argument]: `x` of `double` wants a number, not a text \"a\""),
    ("double()", "error[argument]: `double` needs `x`: a number"),
    ("double(1, y: 2)", "error[argument]: `double` has no argument `y`"),
    ("scale(1, rate: 5)", "error[argument]: `rate` is 5, but must lie in 0..1"),
    ("map([none], 3)", "error[argument]: `f` of `map` wants a function, not a number 3"),
    ("map([none], () -> 3)", "error[argument]: `this function` takes no arguments"),
  ]) func mistakes(_ source: String, _ expected: String) { #expect(heading(source) == expected) }

  @Test func pipedArgumentsAreMarkedWhereTheyStand() {
    #expect(
      Program().failure("\"a\"\n  |> double()") == """
        error[argument]: `x` of `double` wants a number, not a text "a"
          at test.dln:1
          1 | "a"
            | ^^^ a number
        """)
  }
}
