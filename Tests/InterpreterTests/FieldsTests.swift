import Testing

@Suite struct FieldsTests {
  @Test(arguments: [
    ("record(a: 1, b: 2).b", "2"), ("[none].count", "1"), ("\"héé\".count", "3"), ("3x4.count", "2"), ("(3 epochs).value", "3"),
    ("(3 epochs).unit", "\"epochs\""),
    ("(2..9).start", "2"), ("(2..9).end", "9"), ("(2..9).count", "8"), ("[1, 2].shape", "[2]"), ("record(in: 3).in", "3"),
    ("(record(a: 7), 2).a", "7"),
  ]) func known(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test func unknown() {
    #expect(
      Program().failure("w = record(slope: 1, bias: 2)\nw.slpe") == """
        error[name]: a record has no `slpe`
          at test.dln:2
          2 | w.slpe
            |   ^^^^ did you mean `slope`?
          why: a record has: slope  bias
          try: w.slope
        """)
    #expect(Program().failure("[none].length").contains("did you mean `count`?"))
    #expect(heading("x = 3\nx.shape") == "error[name]: a number has no `shape`")
  }
}
