import Catalog
import Language
import Testing

@testable import Interpreter

@Suite struct RehearsalTests {
  private func rehearse(_ text: String, on program: Program = Program(), within seconds: Double = 5) -> Rehearsal {
    let source = Source(name: "test.dln", text: text)
    return program.session.rehearse(parse(source).program.statements, in: source, within: seconds)
  }

  @Test func nothingOfTheSessionChanges() throws {
    let program = Program()
    try program.run("a = [1, 2]; w = 1; opt = 2; list = [\"x\", \"y\"]; fn f() = a")
    program.session.remember(.number(5))
    let rehearsal = rehearse("a = 3; list[0] = \"z\"; print(f()); b = update w by opt { 1 }; b + none", on: program)
    #expect(rehearsal.failures.map(\.kind) == [.type])
    #expect(rehearsal.isComplete)
    #expect(program.printed.isEmpty)
    #expect(program.session.names == ["a", "f", "list", "opt", "w"])
    #expect(try program.run("(a, w, opt, list, ans)") == "(<1 2>, 1, 2, [\"x\", \"y\"], 5)")
    #expect(!Checking.isOn)
  }

  @Test func functionsSeeNamesOfTheRehearsal() throws {
    let program = Program()
    try program.run("a = 1; fn f() = a + 1")
    #expect(rehearse("a = \"x\"; f()", on: program).failures.map(\.kind) == [.type])
    #expect(rehearse("a = 2; f()", on: program).failures.isEmpty)
  }

  @Test func namesInTheHandsOfAnUpdateAreThere() throws {
    let program = Program()
    var inner: Rehearsal?
    program.context.catalog.add(.language, "try_out", "Rehearses.") { [unowned program] () in
      let source = Source(name: "inner.dln", text: "w + opt; w = 3")
      inner = program.session.rehearse(parse(source).program.statements, in: source)
      return Nothing()
    }
    try program.run("w = 1; opt = 2; loss = update w by opt { try_out(); 0.5 }")
    #expect(inner?.failures.isEmpty == true)
    #expect(try program.run("(w, opt)") == "(0.5, 2)")
  }

  @Test func timeIsBounded() {
    let rehearsal = rehearse("fn f(n) { if n < 2 { return n }\nf(n - 1) + f(n - 2) }\nf(40)\nnone + 1", within: 0.05)
    #expect(!rehearsal.isComplete)
    #expect(rehearsal.failures.isEmpty)
  }
}
