import Catalog
import Interpreter
import Testing

@Suite struct FunctionsTests {
  @Test(arguments: [
    ("fn f(x) = x^2\nf(3)", "9"), ("fn f(x, k = 2) = x * k\nf(3, k: 5)", "15"), ("fn f(x, k = x + 1) = x * k\nf(3)", "12"),
    ("fn f(x) {\n y = x + 1\n y * 2\n}\nf(1)", "4"), ("fn f(x) { y = x }\nf(1)", "none"),
    ("fn f(x) { if x > 0 { \"up\" } else { \"down\" } }\nf(-1)", "\"down\""),
    ("fn f(x) { for i in 1..3 { i } }\nf(1)", "none"), ("fn f() { return 1, 2 }\na, b = f()\nb", "2"), ("fn f() = (1, 2)\nf() + 1", "2"),
    ("fn f() = (1, 2)\na = f()\na", "1"),
    ("fn f(x) { for i in 1..9 { if i == x { return i * 10 } } }\nf(4)", "40"), ("fn f() { return }\nf()", "none"),
    ("f = (a, b) -> a - b; f(b: 1, a: 5)", "4"),
    ("f = x -> { y = x * 2; y + 1 }; f(2)", "5"), ("fn fact(n) { if n == 0 { return 1 }\n n * fact(n - 1) }\nfact(10)", "3628800"),
    ("fn make(k) = x -> x * k\ntimes3 = make(3)\nmake(5)\ntimes3(4)", "12"), ("fn f(x) = g(x)\nfn g(x) = x + 1\nf(1)", "2"),
    ("k = 1\nfn f(x) = x + k\nk = 5\nf(1)", "6"),
  ]) func functions(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: [
    ("f(1)", "error[argument]: `f` needs `y`"), ("f(1, 2, 3, 4)", "error[argument]: `f` takes at most 3 arguments"),
    ("f(1, 2, z: 3)", "error[argument]: `f` has no argument `z`"),
    ("f(1, 2, 3, x: 3)", "error[argument]: `x` of `f` is given twice, by position and by name"),
    ("f(1, 2, sice: 3)", "error[argument]: `f` has no argument `sice`"),
  ]) func mistakes(_ source: String, _ expected: String) { #expect(heading("fn f(x, y, size = 3) = x\n" + source) == expected) }

  @Test func printsAsItsSource() throws {
    #expect(try value("fn f(x) = x^2 + 1   # comment\nf") == "fn f(x) = x^2 + 1")
    #expect(try value("g = (a, b) -> a @ b\ng") == "(a, b) -> a @ b")
    #expect(try value("f = x -> x; g = f; h = x -> x; record(same: f == g, other: f == h)") == "record(same: true, other: false)")
  }

  @Test func definitions() throws {
    let program = Program()
    try program.run("fn f(x) = x^2\ng = x -> x + 1\nh = f")
    func definition(_ name: String) -> String? {
      guard case .thing(let thing as UserFunction)? = program.session.value(of: name) else { return nil }
      return thing.definition(named: name)
    }
    #expect(definition("f") == "fn f(x) = x^2")
    #expect(definition("g") == "g = x -> x + 1")
    #expect(definition("h") == "fn f(x) = x^2\nh = f")
  }

  @Test func endlessRecursionIsAnError() {
    nonisolated(unsafe) var message = ""
    withLargeStack { message = Program(stackSize: 1 << 30).failure("fn f(n) = 1 + f(n + 1)\nf(0)") }
    #expect(message.hasPrefix("error[limit]: 2000 calls are inside one another"))
    #expect(message.split(separator: "\n").count <= 15)
  }

  @Test func deepRecursionWorks() {
    nonisolated(unsafe) var result = ""
    withLargeStack {
      result = (try? Program(stackSize: 1 << 30).run("fn f(n) { if n == 0 { return 0 }\n return 1 + f(n - 1) }\nf(1900)")) ?? "failed"
    }
    #expect(result == "1900")
  }

  @Test func aFailureInsideLeavesTheSessionUsable() throws {
    let program = Program()
    try program.run("fn f(x) = x + 1")
    for _ in 1...3 { #expect(program.failure("f(\"a\" - 1)").hasPrefix("error[type]")) }
    #expect(try program.run("expect fails { f(\"a\" - 1) }; f(1)") == "2")
  }
}
