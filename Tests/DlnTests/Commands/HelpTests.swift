import Testing

@Suite struct HelpTests {
  @Test func wordsAndCommands() throws {
    #expect(try Binary.run(["help"]).output.hasPrefix("Language\n  print "))
    #expect(try Binary.run(["help", "relu"]).output.hasPrefix("relu("))
    #expect(try Binary.run(["help", "dict"]).output.hasPrefix("`dict` is called `record` here."))
    #expect(try Binary.run(["help", "run"]).output.contains("--cell"))
    let unknown = try Binary.run(["help", "rleu"])
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("did you mean `relu`?"))
  }
}
