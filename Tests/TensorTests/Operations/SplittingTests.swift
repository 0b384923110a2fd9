import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct SplittingTests {
    private let x = Tensor((0..<12).map { Float($0) }, shape: [2, 6])

    @Test func anAxisInPieces() throws {
      #expect(try x.split(into: 3, axis: 1).map { try $0.numbers() } == [[0, 1, 6, 7], [2, 3, 8, 9], [4, 5, 10, 11]])
      #expect(try x.split(into: 2, axis: 0).map { try $0.numbers() } == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]])
      #expect(try x.split(into: 1, axis: 0)[0].numbers() == x.numbers())
    }

    @Test func piecesOfViewsAndOfWhatIsComputed() throws {
      #expect(try x.permuted([1, 0]).split(into: 3, axis: 0)[1].numbers() == [2, 8, 3, 9])
      #expect(try (x * 2).split(into: 3, axis: 1)[2].reshaped([4]).numbers() == [8, 10, 20, 22])
    }

    @Test func theGradientJoinsWhatArrives() throws {
      let slope = try recording { () throws -> Tensor in
        let pieces = x.split(into: 3, axis: 1)
        // Nothing arrives at the second.
        return try gradients(of: (square(pieces[0]) + pieces[2]).sum(), at: [x])[0]
      }
      #expect(try slope.numbers() == [0, 2, 0, 0, 1, 1, 12, 14, 0, 0, 1, 1])
    }

    @Test func thereIsASecondGradient() throws {
      let curve = try recording { () throws -> Tensor in
        let pieces = x.split(into: 2, axis: 1)
        let slope = try gradients(of: (pieces[0] * pieces[0] * pieces[1]).sum(), at: [x])[0]
        return try gradients(of: slope.sum(), at: [x])[0]
      }
      // d/dx of 2ab + a², along a and along b.
      #expect(try curve.numbers() == [6, 10, 14, 0, 2, 4, 30, 34, 38, 12, 14, 16])
    }

    @Test func piecesStayWhenTheWholeIsWrittenOver() throws {
      let whole = Tensor(awaiting: [4], type: .float32)
      let pieces = whole.split(into: 2, axis: 0)
      let moved = try whole - 10
      let after = try (moved.sum() + pieces[1].sum()).reshaped([1])
      let step = try TracedStep(inputs: [whole], outputs: [moved, pieces[0], after], donations: [0: 0])
      let memory = Storage([1, 2, 3, 4] as [Float])
      step.bind(0, to: memory)
      try step.run()
      #expect(step.numbers(1).numbers == [1, 2])
      #expect(step.number(2) == -30 + 7)
      #expect(memory.pointer(Float.self)[0] == -9)
    }
  }
}
