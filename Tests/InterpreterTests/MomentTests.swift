import Catalog
import Interpreter
import Testing

@Suite struct MomentTests {
  @Test func backAndForth() throws {
    let program = Program()
    try program.run("a = 1\n10")
    let before = program.session.moment
    try program.run("a = 2; b = 3; param n = 4\n20")
    let after = program.session.moment
    program.session.moment = before
    #expect(program.session.names == ["a"])
    #expect(program.session.parameters.isEmpty)
    #expect(try program.run("(a, ans)") == "(1, 10)")
    program.session.moment = after
    #expect(try program.run("(a, b, ans, out(2))") == "(2, 3, 20, 20)")
  }

  @Test func functionsSeeTheNamesOfNow() throws {
    let program = Program()
    try program.run("a = 1; fn f() = a")
    let before = program.session.moment
    try program.run("a = 2")
    program.session.moment = before
    #expect(try program.run("f()") == "1")
  }

  @Test func sizesAreNamedAnew() throws {
    let program = Program()
    let before = program.session.moment
    try program.run("v: [n] = [1, 2]")
    program.session.moment = before
    #expect(try program.run("v: [n] = [1, 2, 3]\nv.size") == "3")
  }

  @Test func changes() throws {
    let program = Program()
    try program.run("a = 1; b = 2; c = 3")
    let before = program.session.moment
    #expect(program.session.moment.changes(since: before).isEmpty)
    try program.run("a = 1; d = 4")
    let after = program.session.moment
    let changes = after.changes(since: before)
    #expect(changes.added == ["d"] && changes.rebound == ["a"] && changes.removed == [])
    #expect(changes.bound == ["a", "d"])
    #expect(before.changes(since: after).removed == ["d"])
    program.session.moment = before.taking(["d"], from: after)
    #expect(program.session.names == ["a", "b", "c", "d"])
  }

  @Test func forgetting() throws {
    let program = Program()
    try program.run("a = 1\na")
    program.session.forget()
    #expect(program.session.names.isEmpty)
    #expect(program.failure("ans").contains("there is no `ans`"))
    #expect(program.failure("out(1)").contains("nothing was shown"))
  }

  @Test func bindings() throws {
    let program = Program()
    try program.run("a = 1\nb = a +\n  1")
    let binding = try #require(program.session.binding(of: "b"))
    #expect(binding.text == "b = a +\n  1")
    #expect(binding.line == 2)
    #expect(program.session.binding(of: "nobody") == nil)
  }
}
