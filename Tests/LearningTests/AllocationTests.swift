import AllocationCounter
import Catalog
import Data
import Tensor
import Testing

@testable import Learning

#if DEBUG
  /// Unoptimised code boxes and copies as it likes.
  private let countsAllocations = false
#else
  private let countsAllocations = allocations_are_counted()
#endif

extension LearningTests {
  @Suite(.enabled(if: countsAllocations, "allocations are counted in an optimised build on Linux, and not under the address sanitizer"))
  struct AllocationTests {
    /// The network of digits, and what it reads.
    private let start = """
      data = dataset("digits")
      train = data.train |> augment { shift(1 px); rotate(10 deg); cutout(2x2, chance: 25%) }
      fn block(channels) = layers { conv(channels, 3x3); batch_norm; relu }
      net = layers(1x8x8) {
        block(32)
        residual { block(32); conv(32, 3x3); batch_norm }
        max_pool(2x2)
        flatten
        dense(128, init: he); relu; dropout(25%)
        dense(data.classes)
      }
      """

    @Test func theCounterCounts() {
      allocations_begin()
      let storages = (0..<3).map { _ in Storage(bytes: 100_000_000) }
      #expect(allocations_end() >= 3 && storages.count == 3)
    }

    @Test(arguments: ["sgd(warmup(0.1, over: 10%) |> cosine(to: 0), momentum: 90%, decay: 0.0005)", "adam(0.001)"])
    func aStepOfFitAllocatesNothing(_ optimizer: String) throws {
      let program = Program()
      try program.run(start)
      guard case .thing(let train as any Samples) = try program.run("train") else { return }
      let counted = CountedSamples(train)
      program.session.bind("counted", .thing(counted))
      try program.run("fit(net, counted, epochs: 3, batch: 64, optimizer: \(optimizer))")
      // 20 batches an epoch, the last one smaller. The first epoch is the warm-up, and what an epoch ends with is no step.
      let steps = counted.steps(ofEpoch: 1) + counted.steps(ofEpoch: 2)
      #expect(steps.count == 38)
      #expect(steps.allSatisfy { $0.allocations == 0 && $0.primitives == 0 }, "\(steps)")
    }

    @Test(arguments: ["sgd(0.1, momentum: 90%, decay: 0.0005)", "adam(0.001)"])
    func aStepOfUpdateAllocatesNothingButItsLoss(_ optimizer: String) throws {
      let program = Program()
      let counts = Counts()
      counts.wrapUpdate(of: program.context.catalog)
      try program.run(start)
      try program.run(
        """
        opt = \(optimizer)
        for epoch in 1..3 {
          for batch in batches(train, 64) { loss = update net by opt { cross_entropy(net(batch.x), batch.y) } }
        }
        """)
      // The second epoch has met both sizes of a batch. The one object is the loss: a value, and values never change.
      let warm = counts.steps.dropFirst(20)
      #expect(warm.count == 40)
      #expect(warm.allSatisfy { $0.allocations == 1 && $0.primitives == 0 }, "\(Array(warm))")
    }

    @Test func numbersThatChangeAllocateNothing() throws {
      let program = Program()
      let counts = Counts()
      counts.wrapUpdate(of: program.context.catalog)
      try program.run("net = layers(4) { dense(3); relu; dense(1) }\nteacher = net\nx = normal([8, 4])\nopt = adam(0.001)")
      try program.run("for i in 1..20 { rate = i / 20\n update net by opt { rate * mean((net(x) - 2 * teacher(x))^2) } }")
      #expect(counts.steps.dropFirst(4).allSatisfy { $0.allocations == 1 && $0.primitives == 0 }, "\(counts.steps)")
    }
  }
}

/// What was taken and made in each of several steps. Noting it allocates nothing.
private final class Counts {
  typealias Step = (allocations: Int, primitives: Int)
  private(set) var steps: [Step] = []
  private var made = 0

  init() { steps.reserveCapacity(1000) }

  func begin() {
    made = TracedStep.primitivesMade
    allocations_begin()
  }

  func end() { steps.append((allocations_end(), TracedStep.primitivesMade - made)) }

  /// Counts what `update` does, without what the interpreter does to call it.
  func wrapUpdate(of catalog: Catalog) {
    let update = catalog.update
    catalog.update = { [self] request, context in
      begin()
      defer { end() }
      return try update(&request, context)
    }
  }
}

/// Data that count what happens from one batch to the next: a whole step of `fit`, its own filling included.
private final class CountedSamples: Samples {
  private let data: any Samples
  private let counts = Counts()
  private var epochs: [Int] = []
  let columns: [SampleColumn]

  init(_ data: any Samples) {
    self.data = data
    columns = data.columns
    epochs.reserveCapacity(1000)
  }

  /// The steps between the batches of an epoch.
  func steps(ofEpoch epoch: Int) -> [Counts.Step] {
    guard let first = epochs.firstIndex(of: epoch) else { return [] }
    let last = epochs[first...].prefix { $0 == epoch }.endIndex
    return Array(counts.steps[(first + 1)..<last])
  }

  let kind = "a data set"
  func text() throws -> String { "counted" }
  var count: Int { data.count }
  var classCount: Int? { data.classCount }
  var classNames: [String]? { data.classNames }

  func fill(_ places: UnsafeBufferPointer<Int32>, epoch: Int, into columns: [UnsafeMutableRawPointer]) throws {
    counts.end()
    epochs.append(epoch)
    counts.begin()
    try data.fill(places, epoch: epoch, into: columns)
  }
}
