import CKernels
import Testing

@testable import Tensor

extension TensorTests {
  /// The walk through time against the same in smaller operations.
  @Suite struct RecurrentTests {
    struct Case: Sendable, CustomTestStringConvertible {
      let cell: RecurrentCell
      let batch, time, units: Int
      var isBackward = false
      var lengths: [Float]?
      var hasShift = true

      var testDescription: String { "\(cell) \(batch)x\(time)x\(units)\(isBackward ? " backward" : "") \(lengths ?? [])" }

      func walk() -> RecurrentWalk {
        var dice = Dice(batch + 10 * time + 100 * units)
        let width = cell.gates * units
        return RecurrentWalk(
          cell, isBackward: isBackward, inputs: dice.tensor([batch, time, width], in: -2...2), weight: dice.tensor([units, width]),
          shift: hasShift ? dice.tensor([width]) : nil, lengths: lengths.map { Tensor($0) })
      }
    }

    static let cases = RecurrentCell.allCases.flatMap { cell in
      [
        Case(cell: cell, batch: 1, time: 1, units: 1), Case(cell: cell, batch: 1, time: 4, units: 33, hasShift: false),
        Case(cell: cell, batch: 7, time: 3, units: 5, isBackward: true), Case(cell: cell, batch: 19, time: 3, units: 16),
        Case(cell: cell, batch: 3, time: 5, units: 40, lengths: [0, 2, 5]),
        Case(cell: cell, batch: 4, time: 3, units: 17, isBackward: true, lengths: [1, 3, 0, 2]),
        Case(cell: cell, batch: 0, time: 2, units: 3),
        Case(cell: cell, batch: 2, time: 0, units: 3),
      ]
    }

    @Test(arguments: cases) func aWalkIsItsSteps(_ one: Case) throws {
      guard one.time > 0 else {
        return #expect(try one.walk().run().end[0].numbers() == [Double](repeating: 0, count: one.batch * one.units))
      }
      let walk = one.walk()
      let (all, end) = try walk.run()
      let expected = try walk.writtenOut(more: Tensor(filled: 0, shape: walk.inputs.shape))
      for (found, expected) in zip([all] + end, expected) {
        #expect(found.shape == expected.shape)
        #expect(try agree(found.numbers(), expected.numbers(), relative: 1e-5, absolute: 2e-6))
      }
    }

    @Test(arguments: cases.filter { $0.time > 0 }) func soIsItsGradient(_ one: Case) throws {
      try recording {
        let walk = one.walk()
        let targets = [walk.inputs, walk.weight] + (walk.shift.map { [$0] } ?? [])
        let (all, end) = try walk.run()
        var dice = Dice(3)
        let pulls = ([all] + end).map { dice.tensor($0.shape) }
        let total = try zip([all] + end, pulls).map { try ($0 * $1).sum() }.reduce(Tensor(0)) { try $0 + $1 }
        let found = try gradients(of: total, at: targets)
        for (found, expected) in zip(found, try walk.slopes(pulls, at: targets)) {
          let numbers = try expected.numbers()
          let size = numbers.map { Swift.abs($0) }.max() ?? 0
          #expect(try agree(found.numbers(), numbers, relative: 1e-4, absolute: 1e-5 * size + 1e-6))
        }
      }
    }

    @Test func threadsChangeNothing() throws {
      defer { setThreads(2) }
      let numbers = try [1, 2].map { threads in
        setThreads(threads)
        return try Case(cell: .longShort, batch: 9, time: 3, units: 24).walk().run().all.numbers()
      }
      #expect(numbers[0] == numbers[1])
    }

    @Test func onlyWhatIsReadIsWritten() throws {
      let one = Case(cell: .gated, batch: 2, time: 2, units: 3)
      // The end alone is asked for.
      #expect(try agree(one.walk().run().end[0].numbers(), one.walk().run().all.slice(axis: 1, from: 1, count: 1).numbers()))
    }
  }
}
