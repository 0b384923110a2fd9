// One case of Tests/Fixtures/learning/layers.json: what a layer or a loss made of some inputs in PyTorch (float64), and its gradients.

import Foundation
import Tensor
import Testing

@testable import Learning

struct LayerCase: NamedCase {
  struct Input: Decodable {
    let name: String
    let type: String
    let shape: [Int]
    let items: [Double]

    var tensor: Tensor {
      let numbers = Tensor(items.map { Float($0) }, shape: shape)
      return switch type {
      case "int32": numbers.converted(to: .int32)
      case "truth": numbers.converted(to: .truth)
      default: numbers
      }
    }
  }

  struct Output: Decodable {
    let shape: [Int]
    let items: [Double]
    /// The gradient that arrives at this output; none: no gradient is asked for.
    let upstream: [Double]?
  }

  let name: String
  let relative: Float
  let absolute: Float
  let inputs: [Input]
  let outputs: [Output]
  let gradients: [String: [Double]]

  static let all: [LayerCase] = Fixture.read("layers.json") ?? []

  /// Each of the table's layers gives PyTorch's outputs and gradients.
  func check() throws {
    let layer = try #require(LayerTable.layers[name], "no `\(name)` in the table")
    let tensors = inputs.map { ($0.name, $0.tensor) }
    let made = try recording { try layer(LayerInputs(tensors: tensors)) }
    try #require(made.count == outputs.count)
    // Before anything is computed: a gradient walks over what tensors were made of.
    let slopes = try slopes(tensors, made)
    for (output, expected) in zip(made, outputs) {
      #expect(output.shape == expected.shape)
      try compare(output, expected.items, "the result")
    }
    for (name, slope) in slopes { try compare(slope, gradients[name] ?? [], "gradient of \(name)") }
  }

  private func compare(_ tensor: Tensor, _ expected: [Double], _ what: String) throws {
    let numbers = try tensor.floats()
    let isRight = agree(numbers, expected.map { Float($0) }, relative: relative, absolute: absolute)
    #expect(isRight, "\(what): \(numbers) is not \(expected)")
  }

  /// The gradients of the sum of all outputs times what arrives at them.
  private func slopes(_ tensors: [(String, Tensor)], _ made: [Tensor]) throws -> [(String, Tensor)] {
    guard !gradients.isEmpty else { return [] }
    var total = Tensor(0)
    for (output, expected) in zip(made, outputs) {
      guard let upstream = expected.upstream else { continue }
      total = try total + (output * Tensor(upstream.map { Float($0) }, shape: output.shape)).sum()
    }
    let wanted = tensors.filter { gradients[$0.0] != nil }
    return Array(zip(wanted.map(\.0), try derivatives(of: total, at: wanted.map(\.1))))
  }
}

private func derivatives(of total: Tensor, at targets: [Tensor]) throws -> [Tensor] { try gradients(of: total, at: targets) }

/// The inputs of a case by name.
struct LayerInputs {
  let tensors: [(name: String, tensor: Tensor)]

  subscript(_ name: String) -> Tensor { tensors.first { $0.name == name }?.tensor ?? Tensor(.nan) }

  /// A scope that hands out these tensors as the parameters of a layer.
  func scope(_ parameters: KeyValuePairs<String, Tensor>) -> Scope {
    var layout = ParameterLayout()
    for (name, tensor) in parameters { layout.append(name, tensor.shape, isTrained: true) }
    return Scope(layout, parameters.map(\.value), training: nil)
  }
}
