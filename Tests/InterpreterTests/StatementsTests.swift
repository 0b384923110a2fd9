import Testing

@Suite struct StatementsTests {
  @Test(arguments: [
    ("x = 5; if x > 3 { \"big\" } else { \"small\" }", "\"big\""), ("if false { 1 } else if true { 2 } else { 3 }", "2"),
    ("if false { 1 }", "none"), ("x = 1", "none"), ("fn f() = 1", "none"), ("1, 2", "(1, 2)"),
    ("expect 1 < 2\n5", "5"), ("expect fails { 1 + \"a\" }\n5", "5"), ("if [1] == [1] { 3 }", "3"), ("expect not false", "none"),
    ("expect fails { expect 1 == 2 }", "none"),
  ]) func statements(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("if 3 { }", "error[type]: `if` wants one truth, not a number"), ("expect 3", "error[type]: `expect` wants one truth, not a number"),
    ("expect fails { 1 }", "error[expect]: these lines were expected to fail, but they ran"),
    ("return 3", "error[syntax]: `return` stands in no function"),
    ("search() { return 3 }", "error[syntax]: `return` stands in no function"),
    ("expect [1, 2] == [1, 2]", "error[type]: `expect` wants one truth, not a vector"),
    ("expect false", "error[expect]: this does not hold: false"),
  ]) func mistakes(_ source: String, _ expected: String) { #expect(heading(source) == expected) }

  @Test func expectShowsBothSides() {
    #expect(
      Program().failure("run = record(accuracy: 0.93)\nexpect run.accuracy > 97%") == """
        error[expect]: this does not hold: run.accuracy > 97%
          at test.dln:2
          2 | expect run.accuracy > 97%
            |                     ^ does not hold
            |        ------------ 0.93
        """)
  }
}
