import Catalog
import Language
import Testing

@testable import Interpreter

@Suite struct InspectingTests {
  /// The lines and headings of what is found, with `u` unknown and `n` an unknown number.
  private func found(_ text: String) -> [String] {
    let program = Program()
    program.session.bind("u", .unknown)
    program.session.bind("n", .unknown(.number))
    let source = Source(name: "test.dln", text: text)
    let rehearsal = program.session.rehearse(parse(source).program.statements, in: source, within: 5)
    return rehearsal.failures.map { "\($0.line): \($0.heading)" }
  }

  @Test func oneMistakeGivesOneMessageAndTheNextIsFound() {
    #expect(found("a = none + 1\nb = a * 2\nc = b.d\ndouble(\"x\")").map { $0.prefix(2) } == ["1:", "4:"])
    #expect(found("fn f(x) { y = none + 1\ny }\nf(1)\nf(2)").count == 1)
  }

  @Test func unknownValuesMakeNoErrors() {
    #expect(found("u + 1; -u; u.x.y; u(1, a: 2)[0]; \"{u:.2}\".count; [u, 1]; a, b = u; u[0] = 1; u.a = 2").isEmpty)
    #expect(found("for a, b in u { a + b }; while u { u = u + 1 }; if u { 1 } else { 2 }; for i in 0..n { i + 1 }").isEmpty)
    #expect(found("double(n) + 1; adder(n)(1); map([1, n], x -> x * 2); record(a: n) + 1; n in [1, \"x\"]; 3 in 0..n").isEmpty)
  }

  @Test func whatIsKnownOfUnknownValuesCounts() {
    #expect(found("n + \"x\"") == ["1: error[type]: `+` does not work on a number and a text"])
    #expect(found("if n { 1 }") == ["1: error[type]: `if` wants one truth, not a number"])
    #expect(found("n(1)") == ["1: error[type]: a number cannot be called"])
    #expect(found("m = double(n)\nm.x").count == 1)
    #expect(found("double(u, by: 3)").count == 1)
    #expect(found("scale(u, rate: \"x\")").count == 1)
  }

  @Test func branchesOfUnknownConditionsAreAllTaken() {
    #expect(found("if u { none + 1 } else { double(\"x\") }").count == 2)
    #expect(found("a = 1\nif u { a = \"x\" }\na + 1; a + \"y\"").isEmpty)
    #expect(found("a = 1\nif u { a = 2 }\na + \"y\"").count == 1)
    #expect(found("fn f(x) { if u { return 1 }\n\"x\" }\nf(1) + 1\nf(1) + \"y\"").isEmpty)
    #expect(found("fn f(x) { if x > 0 { return 1 }\nx * f(x - 1) }\nf(n)").isEmpty)
    #expect(found("if false { none + 1 }").isEmpty)
  }

  @Test func loopsAreTakenOnceUnlessTheyAreShort() {
    #expect(found("total = 0\nfor i in 1..1000000 { total += i }\ntotal + 1\ntotal + \"x\"").map { $0.prefix(2) } == ["4:"])
    #expect(found("a = 1\nfor i in 1..100 { a = \"x\" }\na + \"y\"").isEmpty)
    #expect(found("list = []\nfor i in 1..100 { list = append(list, i) }\nlist[-1] + 1").isEmpty)
    #expect(found("names = []\nfor i in 1..3 { names = append(names, i) }\nnames[3]").count == 1)
    #expect(found("i = 0\nwhile i < 100000000 { i += 1 }\ni + \"x\"").count == 1)
    #expect(found("for i in 1..50 { if i > 3 { break }\nnone + 1 }").count == 1)
  }

  @Test func whatIsToFailIsNotLookedThrough() {
    #expect(found("expect fails { none + 1 }\nexpect 1 == 2\nexpect n").map { $0.prefix(2) } == ["3:"])
  }

  @Test func endlessRecursionIsFound() {
    #expect(found("fn f(n) = f(n + 1)\nf(0)").map { $0.prefix(15) } == ["1: error[limit]"])
  }

  @Test func filesThatCannotBeUsedTakeTheirNamesAlong() {
    #expect(found("use \"none.dln\"\na + b(2)").count == 1)
  }
}
