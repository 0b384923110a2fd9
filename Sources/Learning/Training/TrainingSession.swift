// While a step is traced: which nets train in it, and what their layers want to keep.

import Tensor

/// Surrounds the evaluation of a loss. A net that takes part is known by its structure.
final class TrainingSession {
  nonisolated(unsafe) static var current: TrainingSession?

  private let nets: [Net]
  private let key: Tensor
  /// For each net what its layers want to keep, by place in its layout.
  private(set) var kept: [[Int: Tensor]]

  init(_ nets: [Net], key: Tensor) {
    self.nets = nets
    self.key = key
    kept = nets.map { _ in [:] }
  }

  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    let outer = TrainingSession.current
    TrainingSession.current = self
    defer { TrainingSession.current = outer }
    return try work()
  }

  /// What a net's layers want to keep, by place in its layout.
  func kept(of net: Net) -> [Int: Tensor] {
    nets.firstIndex { $0.structure === net.structure }.map { kept[$0] } ?? [:]
  }

  /// The result of a net that trains here; nil for one that does not.
  func run(_ net: Net, _ inputs: [String: Tensor]) throws -> Tensor? {
    guard let place = nets.firstIndex(where: { $0.structure === net.structure }) else { return nil }
    let (result, kept) = try net.apply(inputs, training: key)
    self.kept[place].merge(kept) { _, new in new }
    return result
  }
}
