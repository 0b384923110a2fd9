import Testing

@Suite struct VarsTests {
  @Test func aTable() {
    let lines = talk("损失率 = 3", "f = x -> x", "names = [\"a\", \"b\"]", ":vars")[0].split(separator: "\n")
    #expect(lines == ["f       function  (x)", "names   list      2 items", "损失率  number    3"])
    #expect(talk(":vars") == ["no names are bound"])
  }

  @Test func someNames() {
    #expect(talk("loss = 1", "rate = 2", ":vars los", ":vars x") == ["loss  number  1", "no name contains \"x\""])
  }
}
