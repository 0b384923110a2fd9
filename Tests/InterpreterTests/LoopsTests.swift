import Interpreter
import Language
import Testing

@Suite struct LoopsTests {
  @Test(arguments: [
    ("s = 0; for i in 1..4 { s += i }\ns", "10"), ("s = 0; for i in 0..<4 { s += i }\ns", "6"),
    ("s = 0; for i in 3..1 by -1 { s = s * 10 + i }\ns", "321"), ("s = \"\"; for x in [\"a\", none] { s += \"{x}\" }\ns", "\"anone\""),
    ("s = 0; for n in 3x4 { s += n }\ns", "7"), ("s = \"\"; for k, v in record(a: 1, b: 2) { s += \"{k}{v}\" }\ns", "\"a1b2\""),
    ("s = 0; for x in [5, 6] { s += x }\ns", "11"), ("s = \"\"; for x in \"a月\" { s += x + \"-\" }\ns", "\"a-月-\""),
    ("s = 0; for a, b in [[none, 2], [none, 3]] { s += b }\ns", "5"),
    ("s = 0; for i in 1..9 { if i == 3 { continue }\n if i == 5 { break }\n s += i }\ns", "7"),
    ("n = 0; while n < 5 { n += 1 }\nn", "5"), ("n = 0; while true { n += 1\n if n == 7 { break } }\nn", "7"),
    ("s = 0; for i in 1..3 { for j in 1..3 { if j == 2 { break }\n s += 1 } }\ns", "3"), ("for i in 1..0 { }\n1", "1"),
    ("for i in 1..3 { i }", "none"),
  ]) func loops(_ source: String, _ expected: String) throws {
    #expect(try value(source) == expected)
  }

  @Test(arguments: [
    ("for x in 5 { }", "error[type]: `for` cannot walk over a number"),
    ("for a, b in 1..3 { }", "error[type]: each item is a number, which cannot be taken apart"),
    ("for a, b, c in record(x: 1) { }", "error[argument]: 3 names, but each item has only 2 values"),
    ("while 1 { }", "error[type]: `while` wants one truth, not a number"),
    ("if true { break }", "error[syntax]: `break` stands in no loop"),
    ("for i in 1..2 { fn f() { continue }\n f() }", "error[syntax]: `continue` stands in no loop"),
  ]) func mistakes(_ source: String, _ expected: String) { #expect(heading(source) == expected) }

  @Test func interruptionStopsEachKindOfLoop() {
    for source in ["while true { }", "for i in 1..1_000_000_000 { }"] {
      let program = Program()
      var looks = 0
      program.context.isInterrupted = {
        looks += 1
        return looks > 5
      }
      do {
        try program.session.run(Source(name: "test.dln", text: source))
        Issue.record("it went on")
      } catch let failure as Failure {
        #expect(failure.isInterruption)
        #expect(failure.render().hasPrefix("^C  stopped `\(source)`"))
      } catch {
        Issue.record("another error")
      }
    }
  }

  @Test func interruptionIsNoExpectedFailure() {
    let program = Program()
    program.context.isInterrupted = { true }
    #expect(program.failure("expect fails { while true { } }").hasPrefix("^C  stopped"))
  }
}
