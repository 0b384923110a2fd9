// While a step is traced or run: which nets train in it, what their layers want to keep, and what is drawn.

import Catalog
import Tensor

/// Surrounds the evaluation of a loss. A net that takes part is known by its parameters: a copy from before does not train.
final class TrainingSession {
  nonisolated(unsafe) static var current: TrainingSession?

  /// The nets that train, each at the place of its trainee.
  private let nets: [Net?]
  /// What layers draw from.
  let key: Tensor
  /// How many random streams of the key were used: a net that is applied twice does not drop the same values twice.
  var streams = 0
  /// For each trainee what its layers want to keep, by place in its layout.
  private(set) var kept: [[Int: Tensor]]
  /// The keys of what the loss itself draws, `normal(…)` in its text, in order.
  private(set) var drawKeys: [Tensor] = []
  private let makeKey: (_ number: Int) -> Tensor

  /// [makeKey]: the key of the loss's own draw with a number, from 0.
  init(_ trainees: [Value], key: Tensor, makeKey: @escaping (_ number: Int) -> Tensor) {
    nets = trainees.map { if case .thing(let net as Net) = $0 { net } else { nil } }
    self.key = key
    self.makeKey = makeKey
    kept = trainees.map { _ in [:] }
  }

  func during<Result>(_ work: () throws -> Result) rethrows -> Result {
    let outer = TrainingSession.current
    TrainingSession.current = self
    defer { TrainingSession.current = outer }
    return try work()
  }

  /// The key for one draw of the loss: another one in each step.
  func drawKey() -> Tensor {
    let made = makeKey(drawKeys.count)
    drawKeys.append(made)
    return made
  }

  /// The result of a net that trains here; nil for one that does not.
  func run(_ net: Net, _ inputs: [String: Tensor]) throws -> Tensor? {
    guard let place = nets.firstIndex(where: { $0?.hasParameters(of: net) == true }) else { return nil }
    let (result, kept) = try net.apply(inputs, training: self)
    self.kept[place].merge(kept) { _, new in new }
    return result
  }
}

extension RandomKey {
  /// The key of draw [number] of a loss, in the step that this key belongs to.
  func forDraw(_ number: Int) -> RandomKey {
    RandomKey(key: key ^ (UInt64(number) + 1) &* 0x9E37_79B9_7F4A_7C15, counter: counter)
  }
}
