// One case of Tests/Fixtures/operations: what an operation made of some inputs in PyTorch (float64), and its gradients.

import Catalog
import Data
import Foundation
import Testing

@testable import Tensor

struct OperationCase: Decodable, CustomTestStringConvertible, Sendable {
  enum Attribute: Decodable {
    case truth(Bool)
    case number(Double)
    case numbers([Double])
    case text(String)
    case none

    init(from decoder: any Decoder) throws {
      let box = try decoder.singleValueContainer()
      if box.decodeNil() {
        self = .none
      } else if let truth = try? box.decode(Bool.self) {
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

  let id: String
  let op: String
  let attrs: [String: Attribute]
  let rtol: Double
  let atol: Double
  /// The names of the inputs in order.
  let inputs: [String]
  let outputs: Int
  /// The inputs whose gradients are known.
  let gradients: [String]

  var testDescription: String { id }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/operations")

  static let all: [OperationCase] = {
    guard let data = try? Foundation.Data(contentsOf: folder.appending(path: "cases.json")) else { return [] }
    return (try? JSONDecoder().decode([OperationCase].self, from: data)) ?? []
  }()

  /// All arrays, by case and name: `in.x`, `out.0`, `cot.0` (what arrives at an output), `grad.x`.
  nonisolated(unsafe) private static let arrays: Record = {
    let catalog = Catalog()
    catalog.addData()
    let read = catalog.readers["npz"]
    guard case .record(let record)? = try? read?(folder.appending(path: "pytorch.npz").path, Context(catalog: catalog)) else {
      return Record()
    }
    return record
  }()
  nonisolated(unsafe) private static let byName = Dictionary(uniqueKeysWithValues: arrays.fields.map { ($0.name, $0.value) })

  func array(_ name: String) throws -> Tensor? { try OperationCase.byName["\(id)/\(name)"].flatMap { try Tensor($0) } }
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

  func numbers(_ name: String) -> [Double]? { if case .numbers(let numbers)? = attributes[name] { numbers } else { nil } }

  /// An attribute as a value of the language; nil where there is none.
  func value(_ name: String) -> Value? {
    switch attributes[name] {
    case .truth(let truth): .truth(truth)
    case .number(let number): .number(number)
    case .numbers(let numbers): .list(numbers.map { .number($0) })
    case .text("inf"): .number(.infinity)
    case .text(let text): .text(text)
    case .none?, nil: nil
    }
  }
}
