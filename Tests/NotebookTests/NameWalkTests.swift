import Catalog
import Language
import Testing

@testable import Notebook

@Suite struct NameWalkTests {
  private func found(_ text: String) -> [String] {
    let source = document(text).source
    var walk = NameWalk(source, Trial.catalog()) { _, _ in [] }
    walk.walk(parse(source).program.statements)
    return walk.failures.map { "\($0.line): \($0.message)" }
  }

  @Test(arguments: [
    "a = 1\na", "fn f(x, y = 2) = x + y\nf(1)", "for i, j in [] { k = i }\nk", "if true { a = 1 } else { b = 2 }\na + b",
    "f = (x, y) -> x * y", "param n = 3\nn", "fn late() = below\nbelow = 1", "fn even(n) = odd(n)\nfn odd(n) = even(n)",
    "net = layers([time, 4], words: 3) { it; words }", "w = 1\nopt = 2\nl = update w by opt { w }\nw", "ans\nout(1)",
    "record(any: 1, name: 2)",
    "expect fails { nobody }", "w = record(a: 1)\nw.a = 2\nw.b", "x = 1\nx |> print\nx |> (y -> y)", "fn f() { y = 1\n y }",
    "t = [1]\nt[0:t.count]",
    "4 |> dense(2)", "dense(4, 2)", "\"{1 + 1}\"", "print(1, 2, 3)",
  ])
  func known(_ text: String) {
    #expect(found(text) == [])
  }

  @Test(arguments: [
    ("nobody", "1: there is no `nobody`"), ("x = 1\ny = x + z", "2: there is no `z`"), ("fn f(x) = x + q", "1: there is no `q`"),
    ("a + 1\na = 2", "1: `a` is read before it is bound"), ("f = x -> x\nx", "2: there is no `x`"), ("\"{q}\"", "1: there is no `q`"),
    ("x += 1", "1: there is no `x`"), ("layers(4) { units }", "1: there is no `units`"), ("fn f() { y = 1 }\ny", "2: there is no `y`"),
    ("dict(a: 1)", "1: there is no `dict`"), ("if q { 1 }", "1: there is no `q`"), ("update w by opt { 1 }", "1: there is no `w`"),
  ])
  func unknown(_ text: String, _ message: String) {
    #expect(found(text).first == message)
  }

  @Test(arguments: [
    ("dense(4, unit: 3)", "1: `dense` has no argument `unit`"), ("4 |> dense(bais: true)", "1: `dense` has no argument `bais`"),
    ("number(\"1\", 2)", "1: `number` takes at most 1 argument"), ("print(1, end: 2)", "1: `print` has no argument `end`"),
    ("number(\"1\", value: 2)", "1: `value` of `number` is given twice, by position and by name"),
  ])
  func arguments(_ text: String, _ message: String) {
    #expect(found(text) == [message])
  }

  @Test func aNameIsToldOnce() {
    #expect(found("q + 1\nq + 2").count == 1)
  }

  @Test func anOwnNameHidesAWord() {
    #expect(found("dense = x -> x\ndense(1, other: 2)").isEmpty)
  }

  @Test func nothingIsRun() {
    #expect(found("while true { print(1) }\nseed(3)").isEmpty)
  }
}
