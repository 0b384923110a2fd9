import Testing

@Suite struct VersionTests {
  @Test func whatNumbersDependOn() throws {
    let outcome = try Binary.run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines[0].hasPrefix("dln "))
    #expect(outcome.lines[1].hasPrefix("oneDNN "))
    #expect(outcome.lines[1].hasSuffix("threads"))
  }
}
