// Steps that run many times over fixed memory, and outputs that are written over inputs.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct TracedStepTests {
    /// Runs a step over memory of its own and compares every output with the same work on known tensors.
    private func check(
      _ inputs: [Tensor], _ donations: [Int: Int], _ note: String = "", _ work: ([Tensor]) throws -> [Tensor]
    ) throws {
      let expected = try work(inputs).map { try $0.numbers() }
      let awaiting = inputs.map { Tensor(awaiting: $0.shape, type: $0.type) }
      let step = try TracedStep(inputs: awaiting, outputs: work(awaiting), donations: donations)
      let kernels = Kernel.count
      // Twice from the same numbers: the second run must find nothing of the first.
      for _ in 0..<2 {
        let memories = try inputs.map { Storage(try $0.floats()) }
        for (place, memory) in memories.enumerated() { step.bind(place, to: memory) }
        try step.run()
        for (place, numbers) in expected.enumerated() {
          let found: [Double]
          if step.memory(place) == nil, let input = donations[place] {
            found = try Tensor(memories[input], shape: inputs[input].shape).numbers()
          } else {
            found = try step.result(place).numbers()
          }
          #expect(agree(found, numbers, relative: 1e-4, absolute: 1e-4), "output \(place) \(note): \(found) is not \(numbers)")
        }
      }
      #expect(Kernel.count == kernels)
    }

    private let square3 = Tensor([1, 2, 3, 4, 5, 6, 7, 8, 10] as [Float], shape: [3, 3])
    private let other3 = Tensor([0.5, -1, 2, 0, 1, 3, -2, 4, 1] as [Float], shape: [3, 3])

    @Test func aStepRunsAgainWithOtherNumbers() throws {
      let x = Tensor(awaiting: [2], type: .float32)
      let step = try TracedStep(inputs: [x], outputs: [(x * 2).sum()])
      for numbers in [[1, 2], [3, 4]] as [[Float]] {
        step.bind(0, to: Storage(numbers))
        try step.run()
        #expect(step.number(0) == 2 * (numbers[0] + numbers[1]))
      }
    }

    @Test func elementwiseWorkIsDoneInPlace() throws {
      let inputs = [square3, other3].map { Tensor(awaiting: $0.shape, type: .float32) }
      let step = try TracedStep(inputs: inputs, outputs: [inputs[0] - inputs[1] * 0.1], donations: [0: 0])
      #expect(step.memory(0) == nil)
      #expect(step.stepNames.count == 1)
      try check([square3, other3], [0: 0]) { try [$0[0] - $0[1] * 0.1] }
    }

    @Test func itemsThatAreReadElsewhereAreNotOverwritten() throws {
      try check([square3], [0: 0], "transposed") { try [$0[0].transposed() + 1] }
      try check([square3], [0: 0], "reversed") { try [$0[0].flipped([0, 1]) * 2] }
      try check([square3], [0: 0], "first row") { try [$0[0] - $0[0].slice(axis: 0, from: 0, count: 1)] }
      try check([square3], [0: 0], "reshaped and turned") { try [$0[0].reshaped([9]).flipped([0]).reshaped([3, 3]) - $0[0]] }
      try check([square3], [0: 0], "the transpose alone") { try [$0[0].transposed()] }
    }

    @Test func kernelsDoNotWriteOverWhatTheyRead() throws {
      try check([square3, other3], [0: 0], "product") { try [matmul($0[0], $0[1])] }
      try check([square3, other3], [0: 1], "product, right") { try [relu(matmul($0[0], $0[1]))] }
      try check([square3], [0: 0], "running sum") { try [$0[0].flipped([0]).cumulativeSum(axis: 0)] }
      try check([square3], [0: 0], "shares") { try [softmax($0[0], axis: 0)] }
      try check([square3], [0: 0], "rows") { [$0[0].rows(Tensor([2, 0, 0] as [Int32], shape: [3]))] }
      try check([square3], [0: 0], "join") {
        try [concatenate([$0[0].slice(axis: 0, from: 1, count: 2), $0[0].slice(axis: 0, from: 0, count: 1)], axis: 0)]
      }
      try check([square3], [0: 0], "unslice") {
        [Tensor(Node(.unslice, [$0[0].slice(axis: 0, from: 1, count: 2).node], [0, 1, 0, 1], shape: [3, 3], type: .float32))]
      }
    }

    @Test func oldNumbersAreReadBeforeTheyGo() throws {
      try check([square3], [0: 0], "old after") { try [$0[0] + 1, $0[0].reshaped([9])] }
      try check([square3], [1: 0], "old before") { try [$0[0].reshaped([9]), $0[0] + 1] }
      try check([square3], [0: 0], "the input itself") { try [$0[0] * 2, $0[0]] }
      try check([square3, other3], [0: 0, 1: 1], "both") { try [$0[0] + $0[1], $0[0] - $0[1]] }
      try check([square3, other3], [0: 0, 1: 1], "a sum of the old") { try [$0[0] * 2, $0[1] + $0[0].sum()] }
      try check([square3, other3], [0: 0, 1: 1], "a view of the old") {
        try [$0[0] * 2, $0[1] + $0[0].reshaped([9]).sum(), $0[0].reshaped([9])]
      }
      try check([square3, other3], [0: 0, 1: 1], "exchange") { [$0[1].detached(), $0[0].detached()] }
      try check([square3, other3], [0: 0, 1: 1], "exchange and turn") { try [$0[1].transposed(), $0[0].transposed()] }
    }

    @Test func newNumbersMayBeReadFurther() throws {
      try check([square3, other3], [0: 0]) {
        let moved = try $0[0] - $0[1]
        return try [moved, matmul(moved, $0[1]), moved.sum(), moved.transposed() + 1]
      }
      try check([square3], [0: 0], "the same twice") {
        let moved = try $0[0] * 2
        return [moved, moved]
      }
    }

    @Test func aDonationThatDoesNotFitIsNotTaken() throws {
      try check([square3, other3], [0: 0], "too wide") { try [concatenate([$0[0], $0[1]], axis: 0)] }
      try check([square3], [0: 0], "another type") { try [$0[0] > 3] }
    }

    @Test func updatesOfASmallNetRunInPlace() throws {
      var dice = Dice(3)
      let inputs = [dice.tensor([2, 3, 8, 8]), dice.tensor([16, 3, 3, 3]), dice.tensor([16]), dice.tensor([256, 5])]
      let window = Window(stride: [1, 1], low: [1, 1], high: [1, 1], dilation: [1, 1])
      try check(inputs, [1: 1, 2: 2, 3: 3]) { inputs in
        let hidden = try pool(
          relu(convolve(inputs[0], inputs[1], bias: inputs[2], window)), .max, kernel: [2, 2],
          Window(stride: [2, 2], low: [0, 0], high: [0, 0], dilation: [1, 1]))
        let scores = try matmul(hidden.reshaped([2, 256]), inputs[3])
        let loss = try -logSoftmax(scores, axis: 1).picked(Tensor([1, 4] as [Int32], shape: [2])).mean()
        let slopes = try gradients(of: loss, at: Array(inputs.dropFirst()))
        return try [loss] + zip(inputs.dropFirst(), slopes).map { try $0 - 0.1 * $1 }
      }
    }

    @Test func randomProgramsWithDonationsAgreeWithPlainLoops() throws {
      for seed in 0..<150 {
        let program = RandomProgram(seed, steps: 16)
        var dice = Dice(seed + 500)
        let shown = program.values.indices.filter { $0 == program.values.count - 1 || dice.chance(0.3) }
        var donations: [Int: Int] = [:]
        for (output, place) in shown.enumerated() {
          let free = program.leaves.indices.filter {
            !donations.values.contains($0) && program.leaves[$0].shape == program.values[place].shape
          }
          if !free.isEmpty, dice.chance(0.7) { donations[output] = dice.pick(free) }
        }
        try check(program.knownLeaves(), donations, "of program \(seed)") { leaves in
          let tensors = try Recording.during { try program.tensors(leaves) }
          return shown.map { tensors[$0] }
        }
      }
    }
  }
}
