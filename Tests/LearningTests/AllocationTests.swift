import AllocationCounter
import Catalog
import Data
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct AllocationTests {
    static let net = """
      data = dataset("digits")
      aug = augment { shift(1 px); rotate(10 deg); cutout(2x2, chance: 25%) }
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

    @Test(arguments: ["sgd(warmup(0.1, over: 10%) |> cosine(to: 0), momentum: 90%, decay: 0.0005)", "adam(0.001)"])
    func aStepOfFit(_ optimizer: String) throws {
      let program = Program()
      try program.run(AllocationTests.net + "\ndata = data.train |> aug\nopt = \(optimizer)")
      guard case .thing(let data as any Samples)? = program.session.value(of: "data") else { return }
      let counted = CountingSamples(data)
      program.session.bind("counted", .thing(counted))
      try program.run("fit(net, counted, epochs: 3, batch: 64, optimizer: opt, metrics: [accuracy])")
      print(counted.counts)
    }

    @Test(arguments: ["sgd(0.1, momentum: 90%, decay: 0.0005)", "adam(0.001)"])
    func aStepOfUpdate(_ optimizer: String) throws {
      let program = Program()
      var counts: [Int] = []
      counts.reserveCapacity(1000)
      let update = program.context.catalog.update
      program.context.catalog.update = { request, context in
        if counts.count == 50 { allocations_trace() }
        allocations_begin()
        let value = try update(&request, context)
        counts.append(allocations_end()); if counts.count == 51 { allocations_print() }
        return value
      }
      try program.run(AllocationTests.net + """

        data = data.train |> aug
        opt = \(optimizer)
        for epoch in 1..3 { for batch in batches(data, 64) { loss = update net by opt { cross_entropy(net(batch.x), batch.y) } } }
        """)
      print(counts)
    }
  }
}

/// Data that note what was allocated between one batch and the next.
final class CountingSamples: Samples {
  private let data: any Samples
  private(set) var counts: [Int] = []
  init(_ data: any Samples) { self.data = data; counts.reserveCapacity(10000) }
  let kind = "a data set"
  func text() throws -> String { "counted" }
  var count: Int { data.count }
  lazy var columns: [SampleColumn] = data.columns
  var classCount: Int? { data.classCount }
  var classNames: [String]? { data.classNames }
  func fill(_ places: UnsafeBufferPointer<Int32>, epoch: Int, into columns: [UnsafeMutableRawPointer]) throws {
    counts.append(allocations_end())
    allocations_begin()
    try data.fill(places, epoch: epoch, into: columns)
  }
}
