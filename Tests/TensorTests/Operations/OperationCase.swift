// One case of Tests/Fixtures/operations: what an operation made of some inputs in PyTorch (float64), and its gradients.

import Foundation
import Testing

@testable import Tensor

struct OperationCase: Decodable, CustomTestStringConvertible, Sendable {
  struct Input: Decodable {
    let name: String
    let type: String
    let shape: [Int]
    let items: [Double]
  }

  struct Output: Decodable {
    let shape: [Int]
    let items: [Double]
    /// The gradient that arrives at this output; none: no gradient is asked for.
    let upstream: [Double]?
  }

  enum Attribute: Decodable {
    case truth(Bool)
    case number(Double)
    case numbers([Double])
    case text(String)

    init(from decoder: any Decoder) throws {
      let box = try decoder.singleValueContainer()
      if let truth = try? box.decode(Bool.self) {
        self = .truth(truth)
      } else if let number = try? box.decode(Double.self) {
        self = .number(number)
      } else if let numbers = try? box.decode([Double].self) {
        self = .numbers(numbers)
      } else {
        self = .text(try box.decode(String.self))
      }
    }
  }

  let name: String
  let operation: String
  let attributes: [String: Attribute]
  let relative: Double
  let absolute: Double
  let inputs: [Input]
  let outputs: [Output]
  let gradients: [String: [Double]]

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/operations")

  static let all: [OperationCase] = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? Data(contentsOf: folder.appending(path: "pytorch.json")) else { return [] }
    return (try? decoder.decode([OperationCase].self, from: data)) ?? []
  }()
}

extension OperationCase.Input {
  var tensor: Tensor {
    let numbers = Tensor(items.map { Float($0) }, shape: shape)
    return switch type {
    case "int32": numbers.converted(to: .int32)
    case "truth": numbers.converted(to: .truth)
    default: numbers
    }
  }
}

/// The inputs and attributes of a case, as an operation of the table reads them.
struct OperationInputs {
  let tensors: [(name: String, tensor: Tensor)]
  let attributes: [String: OperationCase.Attribute]

  subscript(_ name: String) -> Tensor { tensors.first { $0.name == name }?.tensor ?? Tensor(.nan) }

  func tensor(_ name: String) -> Tensor? { tensors.first { $0.name == name }?.tensor }

  func number(_ name: String) -> Double? { if case .number(let number)? = attributes[name] { number } else { nil } }

  func whole(_ name: String, _ fallback: Int) -> Int { number(name).map { Int($0) } ?? fallback }

  func text(_ name: String) -> String? { if case .text(let text)? = attributes[name] { text } else { nil } }

  func truth(_ name: String) -> Bool { if case .truth(true)? = attributes[name] { true } else { false } }

  /// One number or several, repeated to [count].
  func wholes(_ name: String, _ count: Int, _ fallback: Int) -> [Int] {
    if case .numbers(let numbers)? = attributes[name] { return numbers.map { Int($0) } }
    return [Int](repeating: whole(name, fallback), count: count)
  }

  /// The axes of a reduction of [x]; none named: all.
  func axes(_ x: Tensor) throws -> [Int] {
    guard case .numbers(let axes)? = attributes["axes"] else { return Array(x.shape.indices) }
    return try resolve(axes: axes.map { Int($0) }, rank: x.rank)
  }
}
