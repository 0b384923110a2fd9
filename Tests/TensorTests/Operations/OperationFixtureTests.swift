// Values and gradients of operations against PyTorch's.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct OperationFixtureTests {
    static let cases = OperationCase.all

    @Test func casesAreThere() { #expect(Self.cases.count == 217) }

    @Test(arguments: cases, [ElementType.float32, .float64]) func agreesWithPyTorch(_ one: OperationCase, _ type: ElementType) throws {
      let operation = try #require(OperationTable.operation(one.op), "no operation `\(one.op)` in the table")
      let inputs = try inputs(one, type)
      // A gradient is to walk through all of it, views of known numbers included.
      let outputs = try Recording.during { try operation(OperationInputs(tensors: inputs, attributes: one.attrs)) }
      try #require(outputs.count == one.outputs)
      let slopes = try slopes(one, inputs, outputs)
      for (place, output) in outputs.enumerated() {
        let expected = try #require(try one.array("out.\(place)"))
        #expect(output.shape == expected.shape)
        try check(output, expected, one, type, "output \(place)")
      }
      for (name, tensor) in slopes { try check(tensor, #require(try one.array("grad.\(name)")), one, type, "gradient of \(name)") }
    }

    /// PyTorch computed in float64, and rounded what is kept to float32.
    private func check(_ found: Tensor, _ expected: Tensor, _ one: OperationCase, _ type: ElementType, _ what: String) throws {
      let (numbers, wanted) = (try found.numbers(), try expected.numbers())
      let size = wanted.map { $0.isFinite ? abs($0) : 0 }.max() ?? 0
      let (relative, absolute) = type == .float64 ? (0x1p-23, 1e-12 * (size + 1)) : (one.rtol, one.atol)
      #expect(one.gradients.isEmpty || found.type == type || !found.type.isFloating)
      #expect(agree(numbers, wanted, relative: relative, absolute: absolute), "\(what): \(numbers) is not \(wanted)")
    }

    private func inputs(_ one: OperationCase, _ type: ElementType) throws -> [(String, Tensor)] {
      try one.inputs.map { name in
        let input = try #require(try one.array("in.\(name)"))
        return (name, input.type.isFloating ? input.converted(to: type) : input)
      }
    }

    /// Cases whose gradient is to be another than the derivative: something is held fixed.
    private static let heldFixed: Set = ["graph_stopgrad", "embedding_padding"]

    @Test(arguments: cases.filter { !$0.gradients.isEmpty && !heldFixed.contains($0.id) })
    func gradientsAreSlopes(_ one: OperationCase) throws {
      let operation = try #require(OperationTable.operation(one.op))
      let inputs = try inputs(one, .float64)
      let cotangents = try (0..<one.outputs).map { try one.array("cot.\($0)")?.numbers() }
      /// The sum of all outputs times what arrives at them.
      func total(_ inputs: [(String, Tensor)]) throws -> Double {
        // Some take gradients on their way.
        let outputs = try Recording.during { try operation(OperationInputs(tensors: inputs, attributes: one.attrs)) }
        try evaluate(outputs)
        return try zip(outputs, cotangents).reduce(0) { sum, pair in
          try zip(pair.0.numbers(), pair.1 ?? []).reduce(sum) { $0 + $1.0 * $1.1 }
        }
      }
      let outputs = try Recording.during { try operation(OperationInputs(tensors: inputs, attributes: one.attrs)) }
      for (name, slope) in try slopes(one, inputs, outputs) {
        let place = try #require(inputs.firstIndex { $0.0 == name })
        let walk = Walk(try inputs[place].1.numbers()) { numbers in
          var moved = inputs
          moved[place].1 = Tensor(numbers, shape: inputs[place].1.shape, type: .float64)
          return try total(moved)
        }
        let corners = try walk.check(slope.numbers(), name)
        #expect(corners == 0 || corners < slope.itemCount, "\(name) has corners everywhere")
      }
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
