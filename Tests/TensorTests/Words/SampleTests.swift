// Every operation of the catalogue against differences at its samples: first and second derivatives.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct SampleTests {
    /// Families whose words compute something of tensors.
    private static let families: [Family] = [.elementwise, .activation, .reduction, .movement, .contraction, .algebra, .layer]

    /// One sample of one word.
    struct Place: CustomTestStringConvertible, Sendable {
      let word: String
      let index: Int
      let shapes: [Shape]
      var testDescription: String { word + shapes.map { " " + $0.shapeText }.joined() + " #\(index)" }

      /// The word at this sample as a case: all its real results in a row.
      func gradientCase() throws -> GradientCase {
        let context = tensorContext()
        let declaration = try #require(context.catalog[word])
        let sample = declaration.samples()[index]
        return GradientCase("\(word) #\(index)", sample.shapes, in: sample.range) { tensors in
          let context = tensorContext()
          let word = try #require(context.catalog[self.word])
          let sample = word.samples()[self.index]
          let result = try word.call(sample.given(tensors.map { .thing($0) }), context)
          let found = try SampleTests.tensors(in: result).filter { $0.type.isFloating }
          let none = Tensor([], shape: [0], type: tensors.first?.type ?? .float32)
          return found.count == 1 ? found[0] : try concatenate([none] + found.map { try $0.reshaped([$0.itemCount]) }, axis: 0)
        }
      }
    }

    static let places: [Place] = {
      let words = tensorContext().catalog.words.filter { families.contains($0.family) }
      return words.flatMap { word in
        word.samples().enumerated().map { Place(word: word.name, index: $0.offset, shapes: $0.element.shapes) }
      }
    }()

    /// The tensors that a call gave.
    private static func tensors(in value: Value) throws -> [Tensor] {
      switch value {
      case .several(let items), .list(let items): try items.flatMap { try tensors(in: $0) }
      case .none, .truth, .text, .size: []
      default: try Tensor(value).map { [$0] } ?? []
      }
    }

    @Test func everyOperationHasSamples() {
      let bare = tensorContext().catalog.words.filter { Self.families.contains($0.family) && $0.samples().isEmpty }
      #expect(bare.map(\.name) == [])
    }

    @Test func operationsThatTakeATensorAreTriedWithNothingAndWithOneItem() {
      let words = Dictionary(grouping: Self.places, by: \.word)
      let leftOut = words.filter { _, places in !places.contains { $0.shapes.contains { $0.contains(0) || $0.itemCount == 1 } } }
      #expect(leftOut.count < 12, "\(leftOut.keys.sorted())")
    }

    @Test(arguments: places) func firstDerivative(_ place: Place) throws {
      try Slopes(place.gradientCase()).compare { try [$0.output($1)] }
    }

    @Test(arguments: places) func secondDerivative(_ place: Place) throws {
      try Slopes(place.gradientCase()).compare { try $0.gradient($1) }
    }
  }
}
