import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct TextCodesTests {
    private let program = Program()
    private let letters = Value.list(["a", "b", "月"].map { .text($0) })

    private func encoded(_ text: Value, _ named: (name: String, value: Value)...) throws -> [Int] {
      try #require(try Tensor(try program.call("encode", text, letters, named: named))).wholes()
    }

    @Test func aTextIsItsCharacters() throws {
      #expect(try program.call("vocabulary", .text("月ab\n月")).text() == "[\"\\n\", \"a\", \"b\", \"月\"]")
      #expect(try program.call("vocabulary", .text("aab"), .number(2)).text() == "[\"a\"]")
      #expect(try encoded(.text("月ab月")) == [2, 0, 1, 2])
      #expect(try encoded(.text("")) == [])
      #expect(try program.call("decode", Tensor([2, 0, 1] as [Int32], shape: [3]).value, letters).text() == "月ab")
      #expect(try program.call("decode", Tensor([2, 0, 1, 1] as [Int32], shape: [2, 2]).value, letters).text() == "[\"月a\", \"bb\"]")
      #expect(try program.call("decode", .number(2), letters).text() == "月")
    }

    @Test func aListIsItsWords() throws {
      let words = Value.list(["to", "be", "to"].map { .text($0) })
      let vocabulary = try program.call("vocabulary", words)
      #expect(try vocabulary.text() == "[\"be\", \"to\"]")
      let codes = try program.call("encode", words, vocabulary)
      #expect(try codes.text() == "[1, 0, 1]")
      #expect(try program.call("decode", codes, vocabulary, .text(" ")).text() == "to be to")
    }

    @Test func whatTheVocabularyLacks() throws {
      #expect(try encoded(.text("axb"), ("unknown", .text("月"))) == [0, 2, 1])
      #expect(complaint { _ = try encoded(.text("axb")) } == "argument: \"x\", item 1, is not in the vocabulary")
      #expect(
        complaint { _ = try encoded(.text("a"), ("unknown", .text("?"))) } == "argument: \"?\" is not in the vocabulary itself")
      #expect(
        complaint { try program.call("decode", .number(3), letters) } == "argument: 3 stands for nothing: the vocabulary has 3 items")
      #expect(
        complaint { try program.call("encode", .text("a"), .list([.text("a"), .text("a")])) }
          == "argument: \"a\" stands twice in the vocabulary")
      #expect(complaint { try program.call("vocabulary", .text("")) } == "argument: an empty text has no vocabulary")
    }
  }
}
