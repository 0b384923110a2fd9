import Testing

import Catalog
@testable import Learning

extension LearningTests {
  @Suite struct JSONTests {
    private func read(_ text: String) -> JSON? { JSON(Array(text.utf8)[...]) }

    @Test func valuesOfAllKinds() {
      guard case .object(let fields)? = read(" {\"a\" : [1, -2.5e1, true], \"b\": null, \"c\": {}, \"d\": \"x\", \"e\": []}\n") else {
        Issue.record("no object")
        return
      }
      #expect(fields.map(\.0) == ["a", "b", "c", "d", "e"])
      guard case .array(let items) = fields[0].1, case .number(-25) = items[1], case .truth(true) = items[2] else {
        Issue.record("no array")
        return
      }
      #expect(items.count == 3)
    }

    @Test(arguments: [
      ("\"a\\n\\t\\\"\\\\\\/b\"", "a\n\t\"\\/b"), ("\"\\u00e9\\u4e2d\"", "é中"), ("\"\\ud83d\\ude00!\"", "😀!"), ("\"\\ud83d\"", "\u{FFFD}"),
      ("\"损失\"", "损失"),
    ]) func textsAreRead(_ text: String, _ expected: String) {
      guard case .text(let found)? = read(text) else {
        Issue.record("no text")
        return
      }
      #expect(found == expected)
    }

    @Test(arguments: ["a \"b\" \\ c", "line\nline\ttab\r", "\u{1}", "损失 😀"]) func whatIsQuotedIsRead(_ text: String) {
      guard case .text(let found)? = read(jsonQuote(text)) else {
        Issue.record("no text")
        return
      }
      #expect(found == text)
    }

    @Test(arguments: [
      "", "{", "[1", "[1,]", "{\"a\" 1}", "{\"a\":1,}", "{a:1}", "\"open", "\"\\u12\"", "\"\\", "1 2", "tru", "[1] x",
    ]) func whatIsNotJSONIsRefused(_ text: String) { #expect(read(text) == nil) }

    @Test func depthIsLimited() {
      #expect(read(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) != nil)
      #expect(read(String(repeating: "[", count: 100_000)) == nil)
    }

    @Test func wholeNumbers() {
      #expect(read("[1, 2, 0]")?.wholes == [1, 2, 0])
      #expect(read("[1.5]")?.wholes == nil)
      #expect(read("[\"1\"]")?.wholes == nil)
      #expect(read("3")?.wholes == nil)
    }
  }
}
