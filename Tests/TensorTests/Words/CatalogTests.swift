// What every declared word of this floor must have.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct CatalogTests {
    private let words: [Declaration] = {
      let catalog = Catalog()
      catalog.addTensors()
      return catalog.words
    }()

    @Test func everyWordSaysWhatItIs() {
      #expect(words.count > 60)
      for word in words {
        #expect(word.summary.hasSuffix("."), "\(word.name)")
      }
    }

    @Test func everyWordHasAnExampleWithItsName() {
      for word in words {
        #expect(!word.examples.isEmpty, "\(word.name)")
        #expect(word.examples.allSatisfy { $0.source.contains(word.name) }, "\(word.name)")
      }
    }

    @Test func everyParameterSaysWhatItIs() {
      for word in words {
        for note in word.notes {
          #expect(!note.name.isEmpty && !note.summary.isEmpty && !note.summary.hasSuffix("."), "\(word.name): \(note.name)")
        }
      }
    }

    @Test func wordsOfOneNumberAgreeWithTensors() throws {
      let context = tensorContext()
      for word in context.catalog.words(of: .elementwise) where word.notes.count == 1 {
        for number in [0.25, 0.5, 0.75] {
          let (alone, tensor) = (Value.number(number), Value.thing(Tensor([Float(number)])))
          let one = try word.call(Given(positional: [alone]), context).tensor().numbers()
          let many = try word.call(Given(positional: [tensor]), context).tensor().numbers()
          #expect(agree(one, many, relative: 1e-5), "\(word.name)(\(number)): \(one) is not \(many)")
        }
      }
    }

    @Test func everyWordRefusesWhatItCannotTakeByName() {
      let context = tensorContext()
      for word in words where word.notes.first?.role == .ordinary {
        let found = complaint { _ = try word.call(Given(positional: [.text("what")]), context) }
        #expect(
          found?.message.contains(word.notes[0].name) == true || found?.message.contains(word.notes.last?.name ?? "") == true,
          "\(word.name)")
      }
    }
  }
}
