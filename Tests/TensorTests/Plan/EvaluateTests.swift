// Plans of whole graphs against plain loops, against evaluation node by node, and their cache.

import Catalog
import CKernels
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct EvaluateTests {
    @Test func randomProgramsAgreeWithPlainLoops() throws {
      for seed in 0..<150 {
        let program = RandomProgram(seed, steps: 24)
        var dice = Dice(seed + 1000)
        let tensors = try program.tensors(program.knownLeaves())
        let shown = tensors.indices.filter { $0 == tensors.count - 1 || dice.chance(0.2) }
        try evaluate(shown.map { tensors[$0] })
        for place in shown {
          try #require(tensors[place].shape == program.values[place].shape)
          let numbers = try tensors[place].numbers()
          try #require(agree(numbers, program.values[place].items, relative: 1e-4, absolute: 1e-4), "program \(seed), value \(place)")
        }
      }
    }

    @Test func lookingOnTheWayChangesNothing() throws {
      for seed in 0..<60 {
        let program = RandomProgram(seed, steps: 20)
        let whole = try program.tensors(program.knownLeaves())
        let eachAlone = try program.tensors(program.knownLeaves()) { _ in true }
        let some = try program.tensors(program.knownLeaves()) { $0 % 3 == 0 }
        try evaluate(whole)
        for place in whole.indices {
          let numbers = try whole[place].numbers()
          #expect(agree(numbers, try eachAlone[place].numbers()), "program \(seed), value \(place)")
          #expect(agree(numbers, try some[place].numbers()), "program \(seed), value \(place)")
        }
      }
    }

    @Test func elementwiseWorkFusedIsTheSameToTheBit() throws {
      var dice = Dice(5)
      let (a, b) = (dice.tensor([40, 33]), dice.tensor([33]))
      func work(_ look: (Tensor) throws -> Void) throws -> [Double] {
        var x = a
        for step in 0..<40 {
          x = try step % 3 == 0 ? x * b + 0.1 : step % 3 == 1 ? tanh(x) - a : select(x > b, x, sin(x))
          try look(x)
        }
        return try x.numbers()
      }
      #expect(try work { _ in } == work { try evaluate([$0]) })
    }

    @Test func equalStructureSharesOnePlan() throws {
      func work(_ seed: Int) throws {
        var dice = Dice(seed)
        let hidden = try relu(matmul(dice.tensor([5, 7]), dice.tensor([7, 11])))
        _ = try softmax(hidden * Double(seed), axis: 1).numbers()
      }
      try work(2)
      let (kernels, plans) = (Kernel.count, PlanCache.count)
      for seed in 3..<7 { try work(seed) }
      #expect(Kernel.count == kernels && PlanCache.count == plans)
    }

    @Test func oneNodeAskedForTwiceIsComputed() throws {
      let x = try Tensor([1, 2]) + 1
      try evaluate([x, x])
      #expect(try x.numbers() == [2, 3])
    }

    @Test func resultsDoNotDependOnTheThreads() throws {
      defer { dk_set_threads(1) }
      func work(_ threads: Int32) throws -> [[Double]] {
        dk_set_threads(threads)
        var dice = Dice(9)
        let (x, w) = (dice.tensor([64, 300]), dice.tensor([300, 90]))
        let y = try softmax(matmul(x, w), axis: 1)
        let picture = try convolve(
          dice.tensor([4, 8, 20, 20]), dice.tensor([16, 8, 3, 3]), Window(stride: [1, 1], low: [1, 1], high: [1, 1], dilation: [1, 1]))
        let all = try [
          y, y.sum(axes: [0]), (exp(y) * y).mean(), picture, picture.sum(axes: [0, 2, 3]),
          Tensor.random([9000], key: RandomKey(key: 1, counter: 2).tensor()),
        ]
        try evaluate(all)
        return try all.map { try $0.numbers() }
      }
      let one = try work(1)
      let two = try work(2)
      #expect(try work(1) == one)
      #expect(try work(2) == two)
      for (a, b) in zip(one, two) { #expect(agree(a, b, relative: 1e-4, absolute: 1e-5)) }
    }

    @Test func numbersThatComeLaterCannotBeLookedAt() throws {
      let later = Tensor(awaiting: [2], type: .float32)
      #expect(throws: UnknownNumbers.self) { try later.numbers() }
      #expect(throws: UnknownNumbers.self) { try (later + 1).numbers() }
    }
  }
}
