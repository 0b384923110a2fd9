import Catalog
import Interpreter
import Language
import Testing

@Suite struct ParametersTests {
  private let text = "param steps = 200 \"how many updates\"\nparam name = \"digits\"\nparam rate = 1 / 4\n"

  private func run(_ settings: [String: String]) throws -> String {
    let program = Program()
    program.session.setParameters(settings)
    return try program.run(text + "(steps, name, rate)")
  }

  @Test(
    arguments: [
      ([:], "(200, \"digits\", 0.25)"), (["steps": "5"], "(5, \"digits\", 0.25)"), (["steps": "2 * 3"], "(6, \"digits\", 0.25)"),
      (["name": "letters"], "(200, \"letters\", 0.25)"), (["name": "\"a b\""], "(200, \"a b\", 0.25)"),
      (["name": "double"], "(200, \"double\", 0.25)"), (["name": "3"], "(200, \"3\", 0.25)"),
      (["rate": "double(2)"], "(200, \"digits\", 4)"), (["steps": "3 epochs"], "(3 epochs, \"digits\", 0.25)"),
    ] as [([String: String], String)]) func settings(_ settings: [String: String], _ expected: String) throws
  { #expect(try run(settings) == expected) }

  @Test func aSettingOfAnotherKind() {
    let program = Program()
    program.session.setParameters(["steps": "many"])
    #expect(
      program.failure(text) == """
        error[argument]: `steps` is a number, but the command line gives "many"
          at test.dln:1
          1 | param steps = 200 "how many updates"
            |       ^^^^^ set by steps=many
        """)
  }

  @Test func theyAreListed() throws {
    let source = Source(name: "test.dln", text: text)
    let program = parse(source).program
    let list = Session.parameters(of: program, in: source)
    #expect(list.map(\.name) == ["steps", "name", "rate"])
    #expect(list.map(\.fallback) == ["200", "\"digits\"", "1 / 4"])
    #expect(list.map(\.note) == ["how many updates", nil, nil])
    let session = Program().session
    session.setParameters(["stps": "3"])
    #expect(throws: Complaint.self) { try session.refuseUnknownParameters(of: program, in: source) }
    session.setParameters(["steps": "3"])
    try session.refuseUnknownParameters(of: program, in: source)
    try session.run(source)
    #expect(session.parameters.map(\.name) == ["steps", "name", "rate"])
  }
}
