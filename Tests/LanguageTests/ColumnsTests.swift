import Language
import Testing

@Suite struct ColumnsTests {
  @Test func fields() {
    #expect(Columns.pad("ab", to: 4) == "ab  ")
    #expect(Columns.pad("ab", to: 4, on: .right) == "  ab")
    #expect(Columns.pad("损失", to: 5) == "损失 ")
    #expect(Columns.pad("abcde", to: 3) == "abcde")
  }

  @Test func wideLettersAlign() {
    #expect(Columns.lines([["损失率", "1"], ["x", "22"]], sides: [.left, .right]) == ["损失率   1", "x       22"])
    #expect(Columns.lines([["a", ""], ["bb", "c"]]) == ["a", "bb  c"])
    #expect(Columns.lines([]) == [])
  }

  @Test func tables() {
    let table = Columns.table([["名", "n"], ["x", "10"]], sides: [.left, .right], total: "all")
    #expect(table == "名   n\n------\nx   10\n------\nall")
  }

  @Test func cutting() {
    #expect(Columns.cut("abcdef", to: 6) == "abcdef")
    #expect(Columns.cut("abcdefg", to: 6) == "abc...")
    #expect(Columns.cut("损失损失", to: 7) == "损失...")
  }
}
