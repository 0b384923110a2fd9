import Catalog
import Interpreter
import Language
import Testing

@Suite struct BlocksTests {
  @Test(arguments: [
    ("layers(1) { adder(1); adder(2) }", "4"), ("layers(1) { for i in 1..3 { adder(i) } }", "7"),
    ("layers(1) { if it > 5 { adder(1) } else { adder(10) } }", "11"), ("layers(1) { skip = it; adder(5); it + skip }", "7"),
    ("layers(1) { none; print(it); adder(1) }", "2"), ("layers(1) { double }", "2"), ("layers(1) { it |> (adder(4)) |> double }", "10"),
    ("layers(2) { x -> x * size }", "14"), ("layers(3) { }", "3"), ("search() { k = trial; k * 2 }", "6"),
    ("fn block(n) = layers(n) { adder(1) }\nblock(5)", "6"), ("layers(1) { layers(it) { adder(1) }; adder(1) }", "3"),
    ("layers(1) { 5, 6 }", "5"),
  ]) func flow(_ source: String, _ expected: String) throws {
    #expect(try value(source) == expected)
  }

  @Test func aNameThatIsUnboundInASizeIsAnAxis() throws {
    let program = Program()
    var seen = ""
    program.context.catalog.addBuilder("augment") { given, _, _ in
      seen = try given.positional[0].quoted()
      return .none
    }
    try program.run("k = 64\naugment([time, k]) { }")
    #expect(seen == "[\"time\", 64]")
  }

  @Test func whatABodyKnows() throws {
    let program = Program()
    try program.run("k = 3\nfn f(x) = x + k\nlayers(1) {\n  f\n  it * k\n}")
    let body = program.bodies[0]
    #expect(body.source == "{\n  f\n  it * k\n}")
    #expect(body.outerNames().map(\.0) == ["f", "k"])
    try program.run("k = 4")
    guard case .number(4)? = body.outerNames().last?.1 else {
      Issue.record("the value is not of now")
      return
    }
  }

  @Test func identityIsThatOfThePlace() throws {
    let program = Program()
    try program.run("for i in 1..2 { layers(1) { adder(1) } }\nlayers(1) { adder(1) }")
    #expect(program.bodies[0].identity == program.bodies[1].identity)
    #expect(program.bodies[0].identity != program.bodies[2].identity)
  }

  @Test func updateBindsNamesAndGivesTheLoss() throws {
    let program = Program()
    #expect(try program.run("w = 10; opt = 0; x = 3\nloss = update w by opt { w - x }\n(w, loss, opt)") == "(3, 7, 0)")
    #expect(try program.run("fn step() { update w by opt { 1 }\n w }\n(step(), w)") == "(2, 3)")
    #expect(heading("w = 1\nupdate w by nobody { 1 }") == "error[name]: there is no `nobody`")
  }

  @Test func updateTakesTheValuesOutAndPutsThemBackOnAnError() throws {
    let program = Program()
    var wasUnbound = false
    let before = program.context.catalog.update
    program.context.catalog.update = { [weak program] request, context in
      wasUnbound = program?.session.value(of: "w")?.kind == nil
      return try before(&request, context)
    }
    #expect(program.failure("w = 10; opt = 5\nupdate w by opt { w + \"a\" }").hasPrefix("error[type]"))
    #expect(wasUnbound)
    #expect(try program.run("(w, opt)") == "(10, 5)")
  }

  @Test func theWatcherSeesOuterNamesOnly() throws {
    let program = Program()
    try program.run(
      """
      k = 2; x = 5; w = 1; opt = 0
      fn f(y) { z = y + k; z }
      update w by opt {
        a = x
        b = layers(a) { c = it; adder(c) }
        g = q -> q * a
        f(b) + g(1) + double(w)
      }
      """)
    #expect(program.watched.names == ["x", "f", "k"])
    #expect(try program.watched.places[0].value.quoted() == "5")
    try program.run("x = 6")
    #expect(try program.watched.places[0].value.quoted() == "6")
    program.watched.names = []
    try program.run("x + k")
    #expect(program.watched.names == [])
  }

  @Test func anUpdateInsideAnUpdateIsWatchedByItself() throws {
    let program = Program()
    try program.run("k = 2; w = 1; v = 1; opt = 0; rule = 0\nupdate w by opt { a = 3; u = 1; p = 0; update u by p { a + k }; k }")
    #expect(program.watched.names == ["a", "k", "k"])
  }

  @Test func theWatcherMayPutAStandInInPlace() throws {
    let program = Program()
    program.context.catalog.update = { request, context in
      context.watcher = { _, _ in .number(100) }
      defer { context.watcher = nil }
      return try request.body.value([("w", .number(1))])
    }
    #expect(try program.run("x = 5; w = 3; opt = 0\nupdate w by opt { x + w }") == "101")
  }

  @Test func aBlockThatRunsLaterSaysWhereFrom() {
    let program = Program()
    #expect(
      program.failure("net = residual {\n  it + none\n}\n\nnet(3)") == """
        error[type]: `+` does not work on a number and none
          at test.dln:2, called from line 5
          2 |   it + none
            |      ^ these two do not go together
            |   -- a number
            |        ---- none
        """)
  }
}
