// What recurrent layers do at one time: their gates, out of what comes in and what is remembered.

import Tensor

/// One step of a recurrent layer. Its state's first part is what it puts out.
struct RecurrentCell {
  /// How many rows of units its weights make.
  let gates: Int
  /// How many tensors [batch, units] it remembers.
  let states: Int
  /// From the input's and the state's shares of the gates, both [batch, gates * units], to the next state.
  let step: (_ input: Tensor, _ recurrent: Tensor, _ state: [Tensor]) throws -> [Tensor]

  /// Elman's: one activation.
  static func plain(_ activation: @escaping (Tensor) -> Tensor) -> RecurrentCell {
    RecurrentCell(gates: 1, states: 1) { input, recurrent, _ in [activation(try input + recurrent)] }
  }

  /// Gates in PyTorch's order: input, forget, candidate, output (Hochreiter & Schmidhuber 1997).
  static var longShort: RecurrentCell {
    RecurrentCell(gates: 4, states: 2) { input, recurrent, state in
      let gates = try (input + recurrent).split(into: 4, axis: 1)
      let kept = try sigmoid(gates[1]) * state[1] + sigmoid(gates[0]) * tanh(gates[2])
      return [try sigmoid(gates[3]) * tanh(kept), kept]
    }
  }

  /// Gates in PyTorch's order: reset, update, candidate; the reset works behind the product (Cho and others 2014).
  static var gated: RecurrentCell {
    RecurrentCell(gates: 3, states: 1) { input, recurrent, state in
      let (x, h) = (input.split(into: 3, axis: 1), recurrent.split(into: 3, axis: 1))
      let reset = try sigmoid(x[0] + h[0])
      let update = try sigmoid(x[1] + h[1])
      let candidate = try tanh(x[2] + reset * h[2])
      return [try candidate + update * (state[0] - candidate)]
    }
  }
}
