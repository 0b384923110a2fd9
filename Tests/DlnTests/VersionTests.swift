import Testing

@Suite struct VersionTests {
  @Test func whatNumbersDependOn() throws {
    let outcome = try Binary.run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.lines.map { $0.prefix { $0 != " " } } == ["dln", "processor", "features", "threads", "libraries"])
    #expect(outcome.lines[2].contains("; oneDNN ") && outcome.lines[2].contains("; kernels "))
    for library in ["oneDNN", "libpng", "Cairo", "Pango", "readline"] {
      let version = outcome.lines[4].split(separator: "\(library) ").last?.first
      #expect(version?.isNumber == true, "\(library)")
    }
  }
}
