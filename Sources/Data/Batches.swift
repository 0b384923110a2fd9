// Samples a few at a time, in a new order in each epoch, in memory that is used again.

import Catalog
import Tensor

/// What `batches` gives. It can be walked any number of times; each walk is an epoch of its own.
final class Batches: Thing {
  private let data: any Samples
  private let size: Int
  private let isShuffled: Bool
  private let dropsRest: Bool
  private let key: RandomKey
  /// Epochs of this object begin at a number of its own, so that augmented data differ between two calls of `batches`, too.
  private let firstEpoch: Int
  private var walks = 0

  init(_ data: any Samples, size: Int, shuffle: Bool, drop: Bool, _ key: RandomKey) {
    self.data = data
    self.size = size
    isShuffled = shuffle
    dropsRest = drop
    self.key = key
    firstEpoch = key.whole(below: 1 << 30, 0)
  }

  var count: Int { dropsRest ? data.count / size : (data.count + size - 1) / size }

  var kind: String { "batches" }
  func text() throws -> String {
    "\(count) batch\(count == 1 ? "" : "es") of \(size), \(counted(data.count)) \(isShuffled ? "in a new order each time" : "in order")"
  }
  var outline: String { "\(count) of \(size)" }
  var fieldNames: [String] { ["count", "size"] }

  func field(_ name: String, _ context: Context) throws -> Value? {
    switch name {
    case "count": .number(Double(count))
    case "size": .number(Double(size))
    default: nil
    }
  }

  func items(_ context: Context) throws -> (any ItemSource)? {
    defer { walks += 1 }
    if Checking.isOn { return ForeseenBatches(data, size: size, count: count) }
    let order = isShuffled ? key.derived(walks + 1).shuffled(data.count) : (0..<Int32(data.count)).map { $0 }
    return BatchSource(data, order, size: size, count: count, epoch: firstEpoch + walks)
  }
}

/// The batches of one epoch.
private final class BatchSource: ItemSource {
  private let data: any Samples
  private let order: [Int32]
  private let size: Int
  private let count: Int
  private let epoch: Int
  private var place = 0
  private var memory: BatchMemory

  init(_ data: any Samples, _ order: [Int32], size: Int, count: Int, epoch: Int) {
    self.data = data
    self.order = order
    self.size = size
    self.count = count
    self.epoch = epoch
    memory = BatchMemory(data.columns.map { $0.bytes * min(size, data.count) })
  }

  func next() throws -> Value? {
    guard place < count else { return nil }
    defer { place += 1 }
    let samples = (place * size)..<min((place + 1) * size, order.count)
    let storages = memory.free()
    try order.withUnsafeBufferPointer {
      try data.fill(UnsafeBufferPointer(rebasing: $0[samples]), epoch: epoch, into: storages.map(\.address))
    }
    let fields = zip(data.columns, storages).map { column, storage in
      (column.name, Value.thing(Tensor(storage, shape: [samples.count] + column.shape, type: column.type)))
    }
    return .record(Record(fields))
  }
}

/// Where nothing is computed: a full batch, and the smaller last one.
private final class ForeseenBatches: ItemSource {
  private var sizes: [Int]
  private let data: any Samples
  let isAbridged: Bool

  init(_ data: any Samples, size: Int, count: Int) {
    let rest = data.count % size
    let hasRest = rest > 0 && (data.count + size - 1) / size == count
    sizes = (count > (hasRest ? 1 : 0) ? [size] : []) + (hasRest ? [rest] : [])
    self.data = data
    isAbridged = count > 1
  }

  func next() throws -> Value? {
    guard !sizes.isEmpty else { return nil }
    let tensors = data.standIns(sizes.removeFirst())
    return .record(Record(zip(data.columns, tensors).map { ($0.name, .thing($1)) }))
  }
}

/// Memory of batches that have been handed out. A batch nobody holds any more gives its memory to the next: one is usually
/// still in the loop's name while the next is made, so two take turns.
private struct BatchMemory {
  private let bytes: [Int]
  private var sets: [[Storage]] = []
  private static let limit = 3

  init(_ bytes: [Int]) { self.bytes = bytes }

  mutating func free() -> [Storage] {
    for index in sets.indices where isFree(index) { return sets[index] }
    let made = bytes.map { Storage(bytes: $0) }
    if sets.count == BatchMemory.limit { sets.removeFirst() }
    sets.append(made)
    return made
  }

  private mutating func isFree(_ index: Int) -> Bool {
    for column in sets[index].indices where !isKnownUniquelyReferenced(&sets[index][column]) { return false }
    return true
  }
}

/// Anything that gives samples: data sets, or what becomes one.
struct AnySamples: Argument {
  let samples: any Samples

  static var wanted: String { Dataset.wanted }
  static func from(_ value: Value, _ context: Context) throws -> AnySamples? {
    if case .thing(let samples as any Samples) = value { return AnySamples(samples: samples) }
    return try Dataset.from(value, context).map { AnySamples(samples: $0) }
  }
  var value: Value { .thing(samples) }
}

extension Batches: Argument {
  static var wanted: String { "batches" }
  static func from(_ value: Value, _ context: Context) throws -> Batches? { nil }
  var value: Value { .thing(self) }
}

extension Catalog {
  func addBatches() {
    add(
      .data, "batches", "The samples a few at a time, for a loop; each walk is an epoch in a new order.",
      examples: [
        Example("batches(dataset(\"digits\").train, 64).count", gives: "20"),
        Example(
          "for batch in batches(record(x: [[1], [2], [3]], y: [0, 1, 0]), 2, shuffle: false) { print(batch.y) }"),
      ],
      given("data", "the samples", AnySamples.self), count("size", "samples in a batch", 32),
      flag("shuffle", "a new order in each epoch", true), flag("drop", "leave out a last batch that is smaller", false), surroundings()
    ) { (data: AnySamples, size: Int, shuffle: Bool, drop: Bool, context: Context) in
      Batches(data.samples, size: size, shuffle: shuffle, drop: drop, RandomKey(context))
    }
    addForeign("DataLoader", "dataloader", "loader", means: "batches")
  }
}
