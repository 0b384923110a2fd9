import Testing

@testable import Tensor

extension TensorTests {
  /// Layer norm as one primitive against the formula.
  @Suite struct LayerNormTests {
    @Test(arguments: [[1, 1], [3, 5], [700, 37], [2, 4096], [40, 16]]) func rowsAreNormalised(_ shape: Shape) throws {
      var dice = Dice(shape.itemCount)
      let (x, scale, shift) = (dice.tensor(shape, in: -3...5), dice.tensor([shape[1]]), dice.tensor([shape[1]]))
      let pull = dice.tensor(shape)
      func formula(_ x: Tensor) throws -> Tensor {
        let centred = try x - x.mean(axes: [1]).expanded(at: 1)
        return try centred * rsqrt(square(centred).mean(axes: [1]) + 0.5).expanded(at: 1) * scale + shift
      }
      let results = try recording {
        try [layerNorm(x, over: 1, scale: scale, shift: shift, epsilon: 0.5), formula(x)].map { result in
          try [result] + gradients(of: (result * pull).sum(), at: [x, scale, shift])
        }
      }
      for (found, expected) in zip(results[0], results[1]) {
        let numbers = try expected.numbers()
        let size = numbers.map { Swift.abs($0) }.max() ?? 0
        #expect(try agree(found.numbers(), numbers, relative: 1e-4, absolute: 2e-6 * size + 1e-6))
      }
    }

    @Test func threadsChangeNothing() throws {
      defer { setThreads(2) }
      var dice = Dice(4)
      let (x, pull) = (dice.tensor([300, 70]), dice.tensor([300, 70]))
      let scale = dice.tensor([70])
      let numbers = try [1, 2].map { threads in
        setThreads(threads)
        return try recording {
          let result = try layerNorm(x, over: 1, scale: scale, shift: nil, epsilon: 1e-5)
          return try gradients(of: (result * pull).sum(), at: [x, scale]).flatMap { try $0.numbers() }
        }
      }
      #expect(numbers[0] == numbers[1])
    }
  }
}
