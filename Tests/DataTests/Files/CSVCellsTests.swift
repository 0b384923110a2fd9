import Testing

@testable import Data

extension DataTests {
  @Suite struct CSVCellsTests {
    private func rows(_ text: String) throws -> [[String]] {
      try Array(text.utf8).withUnsafeBufferPointer { bytes in
        var cells = CSVCells(bytes, path: "t.csv")
        var row: [CSVCell] = []
        var rows: [[String]] = []
        while try cells.next(&row) { rows.append(row.map { cells.text($0) }) }
        return rows
      }
    }

    @Test(arguments: [
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]), ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
      ("a,\n,b\n", [["a", ""], ["", "b"]]), ("\n\na\n\n", [["a"]]), (" a , b b \n", [["a", "b b"]]), ("", []),
      ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]), ("\"two\nlines\",x\n", [["two\nlines", "x"]]), ("\"\",\"\"\"\"\n", [["", "\""]]),
      ("a\"b,c\n", [["a\"b", "c"]]), ("\u{FEFF}a,b\n", [["a", "b"]]), ("a;b,c;d\n", [["a", "b,c", "d"]]), ("a\tb\t\n", [["a", "b", ""]]),
      ("\"x\" ,y\n", [["x", "y"]]), ("é,名\n", [["é", "名"]]), ("a,", [["a", ""]]),
    ]) func cells(_ text: String, _ expected: [[String]]) throws {
      #expect(try rows(text) == expected)
    }

    @Test func brokenQuotes() {
      #expect(complaint { _ = try rows("a,b\nc,\"d\ne\n") } == "file: line 2 of t.csv opens a quote that is never closed")
      #expect(complaint { _ = try rows("a\n\"b\nb\"c\n") } == "file: line 3 of t.csv has text after a closing quote")
    }

    @Test func everyByteIsBearable() throws {
      var state: UInt32 = 7
      for _ in 0..<300 {
        let bytes = (0..<60).map { _ -> UInt8 in
          state = state &* 1_664_525 &+ 1_013_904_223
          let letters = Array("\",\n\r;a1 \t".utf8)
          return state >> 31 == 0 ? letters[Int(state >> 8) % letters.count] : UInt8(truncatingIfNeeded: state >> 16)
        }
        let outcome = complaint { _ = try rows(String(decoding: bytes, as: UTF8.self)) }
        #expect(outcome == "nothing" || outcome.hasPrefix("file: line "))
      }
    }
  }
}
