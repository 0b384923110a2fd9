// A word of the catalogue at one of its samples, with parameters where it is a layer.

import Catalog
import Testing

@testable import Learning
@testable import Tensor

struct SamplePlace: CustomTestStringConvertible {
  let word: String
  let index: Int
  let shapes: [Shape]
  /// A layer as it is while a net trains: it drops, and norms look at the batch.
  let isTraining: Bool

  var testDescription: String { "\(word)\(shapes.map { " " + $0.shapeText }.joined()) #\(index)\(isTraining ? ", training" : "")" }

  let isOperation: Bool
  let isDefinedAtZero: Bool

  /// The words of this floor and of the one that learns.
  nonisolated(unsafe) static let context: Context = {
    let context = tensorContext()
    context.catalog.addLearning()
    return context
  }()

  /// A word at one of its samples; a layer twice.
  static func all(_ word: Declaration, _ index: Int, _ sample: Sample) -> [SamplePlace] {
    let isSmall = [.elementwise, .activation, .loss].contains(word.family)
    let range = sample.range
    return (hasParameters(word) ? [false, true] : [false]).map {
      SamplePlace(
        word: word.name, index: index, shapes: sample.shapes, isTraining: $0, isOperation: word.place.file.hasPrefix("Tensor/"),
        isDefinedAtZero: isSmall && range.lowerBound < 0 && range.upperBound > 0)
    }
  }

  /// Layers of this floor have none.
  static func hasParameters(_ word: Declaration) -> Bool { word.family == .layer && word.place.file.hasPrefix("Learning/") }

  /// The word at this sample as a case: all its real results in a row. What is trained in a layer is moved with its inputs.
  func gradientCase() throws -> GradientCase {
    let (_, sample) = try declared()
    nonisolated(unsafe) let start = try parameters()
    let trained = start.layout.entries.filter(\.isTrained)
    return GradientCase("\(word) #\(index)", sample.shapes + trained.map(\.shape), in: sample.range) { moved in
      let (place, type) = (self, moved.first?.type ?? .float32)
      var rest = moved.dropFirst(place.shapes.count)
      // Norms start with nothing to shift and convolutions near 0: from there a little is enough.
      let tensors = try zip(start.layout.entries, start.tensors).map { entry, tensor in
        entry.isTrained ? try tensor.converted(to: type) + rest.removeFirst() * 0.2 : tensor
      }
      let scope = Scope(start.layout, tensors, training: place.session)
      let found = try place.results(Array(moved.prefix(place.shapes.count)), scope).filter { $0.type.isFloating }
      let none = Tensor([], shape: [0], type: type)
      return found.count == 1 ? found[0] : try concatenate([none] + found.map { try $0.reshaped([$0.itemCount]) }, axis: 0)
    }
  }

  /// What the word gives for these inputs, a layer with fresh parameters.
  func results(_ inputs: [Tensor]) throws -> [Tensor] { try results(inputs, Scope(building: SamplePlace.context, training: session)) }

  private func results(_ inputs: [Tensor], _ scope: Scope) throws -> [Tensor] {
    let (declaration, sample) = try declared()
    let given = try sample.given(inputs.map { .thing($0) })
    guard SamplePlace.hasParameters(declaration) else { return try tensors(in: declaration.call(given, SamplePlace.context)) }
    return try scope.during { try tensors(in: declaration.call(given, SamplePlace.context)) }
  }

  /// The parameters that a layer starts with; none of other words.
  private func parameters() throws -> (layout: ParameterLayout, tensors: [Tensor]) {
    SamplePlace.context.random = RandomStream(seed: 7, cell: word)
    let scope = Scope(building: SamplePlace.context, training: session)
    var dice = Dice(index)
    _ = try results(shapes.map { dice.tensor($0) }, scope)
    try evaluate(scope.tensors)
    return (scope.layout, scope.tensors)
  }

  private var session: TrainingSession? {
    let key = RandomKey(key: 7, counter: 1)
    return isTraining ? TrainingSession([], key: key.tensor()) { key.forDraw($0).tensor() } : nil
  }

  private func declared() throws -> (Declaration, Sample) {
    let declaration = try #require(SamplePlace.context.catalog[word])
    return (declaration, declaration.samples()[index])
  }

  /// The tensors that a call gave.
  private func tensors(in value: Value) throws -> [Tensor] {
    switch value {
    case .several(let items), .list(let items): try items.flatMap { try tensors(in: $0) }
    case .none, .truth, .text, .size: []
    default: try Tensor(value).map { [$0] } ?? []
    }
  }
}
