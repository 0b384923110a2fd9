import Testing

@Suite struct FindTests {
  @Test func byNameSummaryAndOtherNames() {
    #expect(talk(":find seed")[0].hasPrefix("seed  "))
    #expect(talk(":find random numbers")[0].contains("seed"))
    #expect(talk(":find namedtuple")[0].hasPrefix("record") && talk(":find namedtuple")[0].contains("namedtuple elsewhere"))
    #expect(talk(":find quux") == ["! nothing speaks of \"quux\"; `?` tells what can be asked"])
  }
}
