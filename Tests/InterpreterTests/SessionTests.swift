import Catalog
import Interpreter
import Language
import Testing

@Suite struct SessionTests {
  @Test func statementsAreHandedOverWithTheirValues() throws {
    var seen: [String] = []
    try Program().session.run(Source(name: "test.dln", text: "x = 1\nx + 1;\nx * 5")) { statement, value in
      seen.append("\(try value.quoted())\(statement.isSilenced ? ";" : "")")
    }
    #expect(seen == ["none", "2;", "5"])
  }

  @Test func theFirstErrorStops() {
    let program = Program()
    #expect(program.failure("print(1)\nnone + 1\nprint(2)").hasPrefix("error[type]"))
    #expect(program.printed == ["1"])
  }

  @Test func names() throws {
    let program = Program()
    program.session.bind("given", .number(3))
    try program.run("b = given + 1\na = 2")
    #expect(program.session.names == ["a", "b", "given"])
    #expect(try program.session.value(of: "b")?.quoted() == "4")
    #expect(program.session.value(of: "c")?.kind == nil)
  }

  @Test func answersAreRemembered() throws {
    let program = Program()
    try program.run("10\n20\nx = 1\nprint(2)\n30;")
    #expect(try program.run("(ans, out(1), out(3))") == "(30, 10, 30)")
    #expect(program.session.names == ["x"])
    #expect(program.failure("out(9)").contains("known are out(1) to out(4)"))
    #expect(try program.run("ans = 5; ans") == "5")
  }

  @Test func wordsCallFunctionsBack() throws {
    let program = Program()
    try program.run("fn f(x) = x + 1")
    let function = try #require(program.session.value(of: "f"))
    #expect(try program.context.call(function, Given(positional: [.number(2)])).quoted() == "3")
    #expect(throws: Complaint.self) { try program.context.call(.number(3), Given()) }
  }
}
