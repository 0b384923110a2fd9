import Catalog
import Testing

@testable import Interpreter

@Suite struct ScopeTests {
  @Test func aValueThatWasBroughtBackIsFollowedByANewNumber() {
    let slot = Slot(birth: 0)
    slot.bind(.number(1))
    let first = slot.content
    slot.bind(.number(2))
    let second = slot.version
    slot.restore(first)
    #expect(slot.version == first?.version)
    slot.bind(.number(3))
    #expect(slot.version != second)
  }

  @Test(arguments: [
    ("s = 1\nfn f() { s += 1\n s }\na = f()\n(a, s)", "(2, 1)"), ("s = 1\nfn f() { s = 5 }\nf()\ns", "1"), ("if true { q = 3 }\nq", "3"),
    ("for i in 1..3 { q = i }\n(q, i)", "(3, 3)"),
    ("n = 0\nwhile n < 3 { n += 1\n m = n }\nm", "3"), ("expect fails { z = 1\n nothing_here }\nz = 2\nz", "2"),
    ("s = 1\nf = x -> { s = x; s }\nf(5)\ns", "1"),
    ("w = record(a: 1)\nfn f() { w.a = 2\n w.a }\nb = f()\n(b, w.a)", "(2, 1)"), ("it = 3\nlayers(1) { adder(it) }\nit", "3"),
    ("fn f() { fn g() = 1\n g() }\nf()", "1"), ("x = 1\nfn f(x) { fn g() = x\n x = 7\n g() }\nf(2)", "7"),
  ]) func scopes(_ source: String, _ expected: String) throws { #expect(try value(source) == expected) }

  @Test(arguments: ["fn f() { q = 1 }\nf()\nq", "expect fails { q = 1; nope }\nq", "layers(1) { q = 2 }\nq", "search() { q = 2 }\nq"])
  func bodiesKeepTheirNames(_ source: String) { #expect(heading(source) == "error[name]: there is no `q`") }
}
