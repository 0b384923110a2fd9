import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct BatchesTests {
    private func batches(_ program: Program, _ count: Int, _ size: Double, _ named: [(name: String, value: Value)] = []) throws -> Batches {
      let x = Tensor((0..<count).map { Float($0) }, shape: [count, 1])
      let value = try program.call("batches", .record(Record([("x", x.value), ("y", x.value)])), .number(size), named: named)
      guard case .thing(let batches as Batches) = value else { throw Surprise(value: value) }
      return batches
    }

    /// The samples of one walk, a list a batch.
    private func walk(_ batches: Batches, _ program: Program) throws -> [[Float]] {
      try batches.walked(program.context).map { batch in
        #expect(try batch.column("x").floats() == batch.column("y").floats())
        return try batch.column("x").floats()
      }
    }

    @Test func everySampleComesOnce() throws {
      let program = Program()
      let batches = try batches(program, 10, 4)
      let walked = try walk(batches, program)
      #expect(walked.map(\.count) == [4, 4, 2])
      #expect(walked.flatMap { $0 }.sorted() == (0..<10).map { Float($0) })
      #expect(batches.count == 3)
      #expect(try batches.text() == "3 batches of 4, 10 samples in a new order each time")
    }

    @Test func eachWalkHasAnOrderOfItsOwn() throws {
      let program = Program()
      let (first, second) = (try batches(program, 50, 8), try batches(program, 50, 8))
      let orders = [try walk(first, program), try walk(first, program), try walk(second, program)]
      #expect(orders[0] != orders[1] && orders[0] != orders[2] && orders[1] != orders[2])
      let again = Program()
      #expect(try walk(batches(again, 50, 8), again) == orders[0])
    }

    @Test func inOrderAndWithoutTheRest() throws {
      let program = Program()
      #expect(try walk(batches(program, 5, 2, [("shuffle", .truth(false))]), program) == [[0, 1], [2, 3], [4]])
      let dropping = try batches(program, 5, 2, [("shuffle", .truth(false)), ("drop", .truth(true))])
      #expect(try walk(dropping, program) == [[0, 1], [2, 3]])
      #expect(dropping.count == 2)
      #expect(try walk(batches(program, 3, 64, [("shuffle", .truth(false))]), program) == [[0, 1, 2]])
    }

    @Test func memoryIsUsedAgainWhenNobodyHoldsIt() throws {
      let program = Program()
      let source = try #require(try batches(program, 64, 4).items(program.context))
      var batch = try source.next()
      var places: Set<UnsafeMutableRawPointer> = []
      while let next = try source.next() {
        batch = next
        places.insert(try #require(try batch?.column("x").memory().storage.address))
      }
      #expect(places.count == 2)
    }

    @Test func heldBatchesStayAsTheyAre() throws {
      let program = Program()
      let held = try batches(program, 64, 4).walked(program.context)
      let samples = try held.flatMap { try $0.column("x").floats() }
      #expect(samples.sorted() == (0..<64).map { Float($0) })
    }

    @Test func augmentedImagesDifferBetweenEpochs() throws {
      let program = Program()
      let noisy = try program.augmentation("noise", .number(0.1)).call(Given(positional: [.thing(program.digits())]), program.context)
      func first(_ batches: Value) throws -> [Float] {
        guard case .thing(let batches as Batches) = batches else { throw Surprise(value: batches) }
        return try batches.walked(program.context)[0].column("x").floats()
      }
      let inOrder: [(name: String, value: Value)] = [("shuffle", .truth(false))]
      let batches = try program.call("batches", noisy, .number(8), named: inOrder)
      let (epoch1, epoch2) = (try first(batches), try first(batches))
      #expect(epoch1 != epoch2)
      #expect(try first(program.call("batches", noisy, .number(8), named: inOrder)) != epoch1)
    }

    @Test func mistakes() {
      #expect(complaint { _ = try batches(Program(), 4, 0) } == "argument: `size` is 0, but must be at least 1")
      #expect(complaint { try Program().call("batches", .number(3)) }.hasPrefix("argument: `data` of `batches` wants a data set or record"))
    }
  }
}
