// Every operation, layer and loss of the catalogue at its samples: first and second derivatives against differences, and shapes against
// those that checking knows.

import Catalog
import Testing

@testable import Learning
@testable import Tensor

extension TensorTests {
  @Suite struct SampleTests {
    /// Families whose words compute something of tensors.
    private static let families: [Family] = [.elementwise, .activation, .reduction, .movement, .contraction, .algebra, .layer, .loss]

    /// Places whose derivative holds something fixed, as the papers say: of circle the weights, of spectral_norm the singular vectors, which
    /// outside of training are at rest where the first derivative is taken.
    private static func isHeldFixed(_ place: SamplePlace, _ order: Int) -> Bool {
      place.word == "circle" || (place.word == "spectral_norm" && (order > 1 || place.isTraining))
    }

    static let places: [SamplePlace] = SamplePlace.context.catalog.words.filter { families.contains($0.family) }.flatMap { word in
      word.samples().enumerated().flatMap { SamplePlace.all(word, $0.offset, $0.element) }
    }

    @Test func everyWordHasSamples() {
      let bare = SamplePlace.context.catalog.words.filter { Self.families.contains($0.family) && $0.samples().isEmpty }
      #expect(bare.map(\.name) == [])
    }

    @Test func operationsThatTakeATensorAreTriedWithNothingAndWithOneItem() throws {
      let words = Dictionary(grouping: Self.places.filter { $0.isOperation }, by: \.word)
      let leftOut = words.filter { _, places in !places.contains { $0.shapes.contains { $0.contains(0) || $0.itemCount == 1 } } }
      #expect(leftOut.count < 12, "\(leftOut.keys.sorted())")
    }

    @Test(arguments: places.filter { !isHeldFixed($0, 1) }) func firstDerivative(_ place: SamplePlace) throws {
      try Slopes(place.gradientCase()).compare { try [$0.output($1)] }
    }

    @Test(arguments: places.filter { !isHeldFixed($0, 2) }) func secondDerivative(_ place: SamplePlace) throws {
      try Slopes(place.gradientCase()).compare { try $0.gradient($1) }
    }

    /// At 0 many formulas have a corner where the function has none; a corner of its own has slopes on both sides.
    @Test(arguments: places.filter { $0.isDefinedAtZero && !isHeldFixed($0, 1) }) func derivativesAtZero(_ place: SamplePlace) throws {
      let slopes = try Slopes(place.gradientCase())
      try slopes.walk(from: 0) { try [$0.output($1)] }
      try slopes.walk(from: 0) { try $0.gradient($1) }
    }

    @Test(arguments: places) func checkingKnowsTheShapes(_ place: SamplePlace) throws {
      let ran = try place.results(place.shapes.map { Tensor(filled: 0.5, shape: $0) })
      let known = try Checking.during { try place.results(place.shapes.map { Tensor(awaiting: $0, type: .float32) }) }
      try evaluate(ran)
      // How many items differ from one another is a size that only a run knows.
      if place.word != "unique" { #expect(known.map(\.shape) == ran.map(\.shape)) }
      #expect(known.map(\.type) == ran.map(\.type))
      #expect(try ran.allSatisfy { try $0.numbers().count == $0.itemCount })
    }
  }
}
