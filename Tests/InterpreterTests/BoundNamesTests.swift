import Language
import Testing

@testable import Interpreter

@Suite struct BoundNamesTests {
  private func names(_ text: String) -> [String] {
    parse(Source(name: "test.dln", text: text)).program.statements.reduce(into: Set<String>()) { $0.formUnion($1.boundNames) }.sorted()
  }

  @Test func statements() {
    #expect(names("a = 1; b, c = (1, 2); d.x[0] = 3; e += 1") == ["a", "b", "c", "d", "e"])
    #expect(names("fn f(x) { y = 1 }; param p = 2") == ["f", "p"])
    #expect(names("for i in 1..2 { a = i }; while false { b = 1 }") == ["a", "b", "i"])
    #expect(names("if true { a = 1 } else if false { b = 1 } else { c = 1 }") == ["a", "b", "c"])
    #expect(names("l = update w, v by opt { 1 }") == ["l", "opt", "v", "w"])
    #expect(names("expect fails { a = 1 }; f = x -> { y = x }") == ["f"])
  }
}
