import Testing

@Suite struct LeavesTests {
  @Test(arguments: [
    ("record(a: 1, b: 2) + record(b: 10, a: 20)", "record(a: 21, b: 12)"), ("record(a: 1, b: 2) * 3", "record(a: 3, b: 6)"),
    ("10 - record(a: 1)", "record(a: 9)"), ("-record(a: 1, b: record(c: 2))", "record(a: -1, b: record(c: -2))"),
    ("record(a: [1, 2]) - 0.5 * record(a: [2, 4])", "record(a: <0 0>)"), ("record(a: record(b: 4)) / 2", "record(a: record(b: 2))"),
    ("record(a: [2]) * [3]", "record(a: <6>)"), ("record(a: [none]) == record(a: [none])", "true"),
    ("record(a: 1) == record(b: 1)", "false"),
    ("record(a: [record(b: 1), record(b: 2)]) * 2", "record(a: [record(b: 2), record(b: 4)])"),
    ("record(a: [record(b: 1)]) + record(a: [record(b: 2)])", "record(a: [record(b: 3)])"),
  ]) func leafByLeaf(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test func namesMustAgree() {
    #expect(
      Program().failure("record(a: 1, b: 2) - record(a: 1, c: 2)") == """
        error[type]: `-` wants records of the same names
          at test.dln:1
          1 | record(a: 1, b: 2) - record(a: 1, c: 2)
            |                    ^ goes leaf by leaf
            | ------------------ only here: b
            |                      ------------------ only here: c
        """)
  }
}
