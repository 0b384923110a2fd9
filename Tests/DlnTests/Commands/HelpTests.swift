import Testing

@Suite struct HelpTests {
  @Test func wordsAndCommands() throws {
    #expect(try Binary.run(["help"]).output.contains("\n\nLanguage\n  print "))
    #expect(try Binary.run(["help", "relu"]).output.hasPrefix("relu("))
    #expect(try Binary.run(["help", "dict"]).output.hasPrefix("`dict` is called `record` here."))
    #expect(try Binary.run(["help", "run"]).output.contains("--cell"))
    #expect(try Binary.run(["help", "conv"]).output.contains("\n  4x8x8\n"))
    #expect(try Binary.run(["help", "shapes", "and", "indices"]).output.hasPrefix("Shapes and indices\n"))
    let unknown = try Binary.run(["help", "rleu"])
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("did you mean `relu`?"))
  }
}
