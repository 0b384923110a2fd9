import Catalog
import Testing

@testable import Notebook

@Suite struct ShownValueTests {
  private func shown(_ text: String) throws -> String {
    let trial = Trial()
    try trial.run("value = \(text)")
    return try trial.session.value(of: "value")?.shown() ?? ""
  }

  @Test func longListsEnd() throws {
    let text = try Value.list((1...100_000).map { .number(Double($0)) }).shown()
    #expect(text.hasPrefix("[1, 2, 3, ") && text.hasSuffix(" more]"))
    #expect(text.count < 4200)
    #expect(try Value.list([.number(1), .text("a")]).shown() == "[1, \"a\"]")
    let record = Value.record(Record([("a", .list((1...2000).map { .number(Double($0)) })), ("b", .number(2))]))
    #expect(try record.shown().hasSuffix(" more], ... 1 more)"))
  }

  @Test func longTextsEnd() throws {
    let lines = try Value.thing(Lines(count: 200)).shown().split(separator: "\n")
    #expect(lines.count == 40)
    #expect(lines[38] == "... 161 more lines")
    #expect(lines[39] == "200")
    #expect(try Value.thing(Lines(count: 40)).shown().split(separator: "\n").count == 40)
  }

  @Test func equalColumnsAreATable() throws {
    #expect(
      try shown("record(名字: [\"猫\", \"dog\"], 数: [1, 20])") == """
        名字  数
        --------
        猫     1
        dog   20
        """)
    #expect(try shown("record(a: 1, b: 2)") == "record(a: 1, b: 2)")
    #expect(try shown("record(a: [1], b: [1, 2])") == "record(a: [1], b: [1, 2])")
    let long = Value.list((1...100).map { .number(Double($0)) })
    let lines = try Value.record(Record([("a", long), ("b", long)])).shown().split(separator: "\n")
    #expect(lines.count == 40 && lines[39] == "... 63 more rows")
  }

  @Test func printEndsListsAlone() throws {
    let trial = Trial()
    trial.session.bind("long", .list((1...100_000).map { .number(Double($0)) }))
    trial.session.bind("words", .text(String(repeating: "a\n", count: 100)))
    try trial.run("print(long)\nprint(words)")
    #expect(trial.printed[0].hasSuffix(" more]"))
    #expect(trial.printed[1].count == 200)
  }
}

/// A thing whose text has many lines.
private struct Lines: Thing {
  let count: Int

  var kind: String { "lines" }
  func text() throws -> String { (1...count).map(String.init).joined(separator: "\n") }
}
