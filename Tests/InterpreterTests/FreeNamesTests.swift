import Language
import Testing

@testable import Interpreter

@Suite struct FreeNamesTests {
  @Test(arguments: [
    ("a + b", ["a", "b"]), ("a = 1; a + b", ["b"]), ("a += 1", ["a"]), ("if c { d = 1 }; d", ["c", "d"]),
    ("for i in r { i + k }", ["r", "k"]), ("x -> x + y", ["y"]), ("(x, z) -> { q = x; q + z + w }", ["w"]),
    ("fn f(x, k = m) = f(x) + n", ["m", "n"]), ("f(a: b).c[d]", ["f", "b", "d"]), ("\"{p} {q:.2}\"", ["p", "q"]), ("w.a = v", ["v", "w"]),
    ("t[i] = 1", ["t", "i"]), ("layers(it) { it; m }", ["m"]), ("update n by o { n + l }", ["n", "o", "l"]),
    ("it + a..b by c", ["a", "b", "c"]), ("t[a:b]", ["t", "a", "b"]), ("x |> f", ["x", "f"]), ("not -x", ["x"]),
    ("a, b = (b, a)", ["b", "a"]), ("expect e; expect fails { z = y }", ["e", "y"]), ("while u { v = u }", ["u"]),
  ]) func freeNames(_ text: String, _ expected: [String]) throws {
    let parsed = parse(Source(name: "test.dln", text: "layers { \(text) }"))
    guard case .expression(let expression) = parsed.program.statements.first?.kind, case .build(_, _, let block) = expression.kind else {
      Issue.record("\(parsed.diagnostics)")
      return
    }
    #expect(FreeNames.of(block, bound: ["it"]) == expected)
  }
}
