// What recurrent layers do at one time: their gates, out of what comes in and what is remembered.

import CKernels

/// One step of a recurrent layer. Its state's first part is what it puts out.
public enum RecurrentCell: Int, CaseIterable, Sendable {
  /// Elman's, with a hyperbolic tangent.
  case bent
  /// Elman's, with a rectifier.
  case rectified
  /// Gates in PyTorch's order: input, forget, candidate, output (Hochreiter & Schmidhuber 1997).
  case longShort
  /// Gates in PyTorch's order: reset, update, candidate; the reset works behind the product (Cho and others 2014).
  case gated

  var kernel: dk_cell {
    switch self {
    case .bent: DK_RNN_TANH
    case .rectified: DK_RNN_RELU
    case .longShort: DK_LSTM
    case .gated: DK_GRU
    }
  }

  var name: String {
    switch self {
    case .bent, .rectified: "rnn"
    case .longShort: "lstm"
    case .gated: "gru"
    }
  }

  /// How many rows of units its weights make.
  public var gates: Int { Int(dk_cell_gates(kernel)) }
  /// How many tensors [batch, units] it remembers.
  public var states: Int { self == .longShort ? 2 : 1 }

  /// From the input's and the state's shares of the gates, both [batch, gates * units], to the next state.
  func step(_ input: Tensor, _ recurrent: Tensor, _ state: [Tensor]) throws -> [Tensor] {
    switch self {
    case .bent: return [tanh(try input + recurrent)]
    case .rectified: return [relu(try input + recurrent)]
    case .longShort:
      let gates = try (input + recurrent).split(into: 4, axis: 1)
      let kept = try sigmoid(gates[1]) * state[1] + sigmoid(gates[0]) * tanh(gates[2])
      return [try sigmoid(gates[3]) * tanh(kept), kept]
    case .gated:
      let (x, h) = (input.split(into: 3, axis: 1), recurrent.split(into: 3, axis: 1))
      let reset = try sigmoid(x[0] + h[0])
      let update = try sigmoid(x[1] + h[1])
      let candidate = try tanh(x[2] + reset * h[2])
      return [try candidate + update * (state[0] - candidate)]
    }
  }
}
