// Values and gradients of operations against PyTorch's.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct OperationFixtureTests {
    @Test func casesAreThere() { #expect(OperationCase.all.count >= 150) }

    @Test(arguments: OperationCase.all) func agreesWithPyTorch(_ one: OperationCase) throws {
      let operation = try #require(OperationTable.operation(one.operation), "no operation `\(one.operation)` in the table")
      let inputs = one.inputs.map { ($0.name, $0.tensor) }
      // A gradient is to walk through all of it, views of known numbers included.
      let outputs = try Recording.during { try operation(OperationInputs(tensors: inputs, attributes: one.attributes)) }
      try #require(outputs.count == one.outputs.count)
      let slopes = try slopes(one, inputs, outputs)
      for (output, expected) in zip(outputs, one.outputs) {
        #expect(output.shape == expected.shape)
        let numbers = try output.numbers()
        #expect(agree(numbers, expected.items, relative: one.relative, absolute: one.absolute), "\(numbers) is not \(expected.items)")
      }
      for (name, tensor) in slopes {
        let numbers = try tensor.numbers()
        let expected = one.gradients[name] ?? []
        #expect(
          agree(numbers, expected, relative: one.relative, absolute: one.absolute), "gradient of \(name): \(numbers) is not \(expected)")
      }
    }

    /// The gradients of the sum of all outputs times what arrives at them.
    private func slopes(_ one: OperationCase, _ inputs: [(String, Tensor)], _ outputs: [Tensor]) throws -> [(String, Tensor)] {
      guard !one.gradients.isEmpty else { return [] }
      var total = Tensor(0)
      for (output, expected) in zip(outputs, one.outputs) {
        guard let upstream = expected.upstream else { continue }
        total = try total + (output * Tensor(upstream.map { Float($0) }, shape: output.shape)).sum()
      }
      let wanted = inputs.filter { one.gradients[$0.0] != nil }
      return try zip(wanted.map(\.0), gradients(of: total, at: wanted.map(\.1))).map { ($0, $1) }
    }
  }
}
