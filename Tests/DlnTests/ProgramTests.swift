import Testing

@Suite struct ProgramTests {
  @Test func help() throws {
    let outcome = try Binary.run(["--help"])
    #expect(outcome.status == 0)
    for command in ["run", "check", "test", "help"] { #expect(outcome.output.contains("  \(command) ")) }
  }

  @Test(arguments: [["--nonsense"], ["check"], ["test", "--threads"], ["--threads", "0", "-e", "1"], ["-e"]])
  func wrongUsage(_ arguments: [String]) throws {
    let outcome = try Binary.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("dln: "))
  }
}
