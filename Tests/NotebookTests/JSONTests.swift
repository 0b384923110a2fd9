import Testing

@testable import Notebook

@Suite struct JSONTests {
  @Test func values() {
    #expect(JSON.none.text == "null")
    #expect(JSON.truth(true).text == "true")
    #expect(JSON.number(0.25).text == "0.25")
    #expect(JSON.number(.nan).text == "null")
    #expect(JSON.list([]).text == "[]")
    #expect(JSON.object([]).text == "{}")
  }

  @Test func textsAreEscaped() {
    #expect(JSON.text("a\"b\\c\nd\te\u{1}损").text == #""a\"b\\c\nd\te\u0001损""#)
  }

  @Test func fieldsKeepTheirOrder() {
    #expect(JSON.object([("b", .number(1)), ("a", .list([.text("x")]))]).text == "{\n  \"b\": 1,\n  \"a\": [\n    \"x\"\n  ]\n}")
  }
}
