// Values and gradients of operations against PyTorch's.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct OperationFixtureTests {
    static let cases = OperationCase.all.filter { !OperationTable.elsewhere.contains($0.op) }

    @Test func casesAreThere() {
      #expect(OperationCase.all.count == 217)
      #expect(Self.cases.count >= 190)
      // What is done elsewhere is not in the table as well.
      #expect(OperationTable.elsewhere.allSatisfy { OperationTable.operation($0) == nil })
    }

    @Test(arguments: cases) func agreesWithPyTorch(_ one: OperationCase) throws {
      let operation = try #require(OperationTable.operation(one.op), "no operation `\(one.op)` in the table")
      let inputs = try one.inputs.map { ($0, try #require(try one.array("in.\($0)"))) }
      // A gradient is to walk through all of it, views of known numbers included.
      let outputs = try Recording.during { try operation(OperationInputs(tensors: inputs, attributes: one.attrs)) }
      try #require(outputs.count == one.outputs)
      let slopes = try slopes(one, inputs, outputs)
      for (place, output) in outputs.enumerated() {
        let expected = try #require(try one.array("out.\(place)"))
        #expect(output.shape == expected.shape)
        try check(output, expected, one, "output \(place)")
      }
      for (name, tensor) in slopes { try check(tensor, #require(try one.array("grad.\(name)")), one, "gradient of \(name)") }
    }

    private func check(_ found: Tensor, _ expected: Tensor, _ one: OperationCase, _ what: String) throws {
      let (numbers, wanted) = (try found.numbers(), try expected.numbers())
      #expect(agree(numbers, wanted, relative: one.rtol, absolute: one.atol), "\(what): \(numbers) is not \(wanted)")
    }

    /// The gradients of the sum of all outputs times what arrives at them.
    private func slopes(_ one: OperationCase, _ inputs: [(String, Tensor)], _ outputs: [Tensor]) throws -> [(String, Tensor)] {
      guard !one.gradients.isEmpty else { return [] }
      var total = Tensor(0)
      for (place, output) in outputs.enumerated() {
        guard let upstream = try one.array("cot.\(place)") else { continue }
        total = try total + (output * upstream).sum()
      }
      let wanted = inputs.filter { one.gradients.contains($0.0) }
      return try zip(wanted.map(\.0), gradients(of: total, at: wanted.map(\.1))).map { ($0, $1) }
    }
  }
}
