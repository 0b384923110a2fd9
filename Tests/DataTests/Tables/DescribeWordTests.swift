import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct DescribeWordTests {
    private let program = Program()

    @Test func aLineForEachColumn() throws {
      let table = Record([
        ("age", Tensor([20, .nan, 41, 35] as [Float], shape: [4]).value), ("种类", .list(["猫", "狗", "猫", ""].map { .text($0) })),
        ("none", Tensor([.nan, .nan, .nan, .nan] as [Float], shape: [4]).value),
      ])
      #expect(
        try program.call("describe", .record(table)).text() == """
          column  missing  holds
          ----------------------------------
          age           1  20 to 41, mean 32
          种类          1  猫 2, 狗 1
          none          4  nothing
          ----------------------------------
          4 rows, 3 columns
          """)
    }

    @Test func manyTextsAreCounted() throws {
      let texts = (0..<9).map { Value.text("name \($0 / 2)") } + [.text("a"), .text("b")]
      let text = try program.call("describe", .record(Record([("name", .list(texts))]))).text()
      #expect(text.contains("7 texts: name 0 2, name 1 2, name 2 2, …"))
      #expect(text.hasSuffix("11 rows, 1 column"))
    }
  }
}
