import Interpreter
import Testing

/// What readers see, word for word.
@Suite struct FailureTextTests {
  @Test func operatorBetweenKinds() {
    #expect(
      Program().failure("x = 3\nprint(\"x is \" + x)") == """
        error[type]: `+` does not work on a text and a number
          at test.dln:2
          2 | print("x is " + x)
            |               ^ these two do not go together
            |       ------- a text
            |                 - a number
          where from: x was made by 3 at line 1
          try: print("x is {x}")
        """)
  }

  @Test func unitsThatDisagree() {
    #expect(
      Program().failure("3 epochs + 500 steps") == """
        error[type]: `+` does not work on a quantity in epochs and a quantity in steps
          at test.dln:1
          1 | 3 epochs + 500 steps
            |          ^ these two do not go together
            | -------- a quantity in epochs
            |            --------- a quantity in steps
          why: 3 epochs counts epochs, 500 steps counts steps
        """)
  }

  @Test func unknownName() {
    #expect(
      Program().failure("losses = 3\nloses + 1") == """
        error[name]: there is no `loses`
          at test.dln:2
          2 | loses + 1
            | ^^^^^ did you mean `losses`?
          try: losses + 1
        """)
  }

  @Test func unknownArgument() {
    #expect(
      Program().failure("scale(3, lr: 0.1)") == """
        error[argument]: `scale` has no argument `lr`
          at test.dln:1
          1 | scale(3, lr: 0.1)
            |          ^^^^^^^ did you mean `rate`?
          why: scale takes: x  rate
          try: scale(3, rate: 0.1)
        """)
  }

  @Test func indexOutside() {
    #expect(
      Program().failure("t = [none, none]\nt[2]") == """
        error[argument]: there is no item 2: the list has 2 items
          at test.dln:2
          2 | t[2]
            |   ^ 0 to 1, or -2 to -1 from the end
          try: t[-1]  -> the last
        """)
  }

  @Test func missingArgument() {
    #expect(
      Program().failure("fn mse(p, y) = p - y\nfn loss(p) = mse(p)\nloss(1)") == """
        error[argument]: `mse` needs `y`
          at test.dln:2, called from line 3
          2 | fn loss(p) = mse(p)
            |              ^^^ `y` is missing here
          why: mse(p, y)
        """)
  }

  @Test func conditionThatIsNoTruth() {
    #expect(
      Program().failure("n = 3\nif n { print(n) }") == """
        error[type]: `if` wants one truth, not a number
          at test.dln:2
          2 | if n { print(n) }
            |    ^ this is a number
          try: if n != 0 { print(n) }
        """)
  }

  @Test func caretsStandRightUnderWideCharacters() {
    #expect(
      Program().failure("损失率 = 1\n\"损失\" + 损失率") == """
        error[type]: `+` does not work on a text and a number
          at test.dln:2
          2 | "损失" + 损失率
            |        ^ these two do not go together
            | ------ a text
            |          ------ a number
          where from: 损失率 was made by 1 at line 1
          try: "损失{损失率}"
        """)
  }

  @Test func thePromptHasNoLineNumbers() {
    #expect(Program().failure("1()", name: "the prompt, input 7").contains("\n  at the prompt, input 7\n"))
    #expect(Program().failure("x = 1\nx()", name: "the prompt, input 7").contains("\n  at the prompt, input 7, line 2\n"))
  }

  @Test func colours() throws {
    #expect(!Program().failure("1 + none").contains("\u{1B}"))
    do {
      try Program().run("1 + none")
    } catch let failure as Failure {
      let lines = failure.render(color: true).split(separator: "\n")
      #expect(lines[0].hasPrefix("\u{1B}[1;31merror[type]"))
      #expect(lines[2] == "  1 | 1 + none")
      #expect(lines[3] == "    |\u{1B}[31m   ^ these two do not go together\u{1B}[0m")
      #expect(lines[4] == "    |\u{1B}[34m - a number\u{1B}[0m")
    }
  }

  @Test func atMostFifteenLines() {
    let deep = (0..<30).map { "fn f\($0)(x) = f\($0 + 1)(x)" }.joined(separator: "\n") + "\nfn f30(x) = x + none\nf0(1)"
    #expect(Program().failure(deep).split(separator: "\n", omittingEmptySubsequences: false).count <= 15)
  }
}
