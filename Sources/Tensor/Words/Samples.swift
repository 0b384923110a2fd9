// What training reads: samples by number, written straight into the memory of a batch.

import Catalog

/// Data that can be taken in batches: a data set, or one that draws anew for each epoch.
public protocol Samples: Thing {
  var count: Int { get }
  /// What a sample consists of: an input `x` and a label `y` usually, in this order.
  var columns: [SampleColumn] { get }
  /// How many classes the labels name; nil where they are numbers.
  var classCount: Int? { get }
  /// Whether it is known how many classes there are, and that there are any: not always so while nothing is computed.
  var areClassesKnown: Bool { get }
  /// The classes' names, if they have any.
  var classNames: [String]? { get }
  /// Writes the samples with these numbers, as they are in [epoch], one after the other: a pointer for each column.
  /// Called for every batch: it must not allocate.
  func fill(_ places: UnsafeBufferPointer<Int32>, epoch: Int, into columns: [UnsafeMutableRawPointer]) throws
}

/// One column of a sample.
public struct SampleColumn {
  public let name: String
  /// The shape of one sample, without the batch.
  public let shape: Shape
  public let type: ElementType

  public init(name: String, shape: Shape, type: ElementType) {
    self.name = name
    self.shape = shape
    self.type = type
  }

  /// Bytes that one sample takes.
  public var bytes: Int { shape.itemCount * type.bytes }
}

extension Samples {
  public var areClassesKnown: Bool { true }

  /// Some samples as tensors, a tensor a column.
  public func tensors(_ places: [Int32], epoch: Int = 0) throws -> [Tensor] {
    if Checking.isOn { return standIns(places.count) }
    let storages = columns.map { Storage(bytes: places.count * $0.bytes) }
    try places.withUnsafeBufferPointer { try fill($0, epoch: epoch, into: storages.map(\.address)) }
    return zip(columns, storages).map { Tensor($1, shape: [places.count] + $0.shape, type: $0.type) }
  }

  /// So many samples whose numbers nobody knows.
  public func standIns(_ count: Int) -> [Tensor] { columns.map { Tensor(awaiting: [count] + $0.shape, type: $0.type) } }

  /// All samples as tensors.
  public func tensors(epoch: Int = 0) throws -> [Tensor] {
    Checking.isOn ? standIns(count) : try tensors((0..<Int32(count)).map { $0 }, epoch: epoch)
  }
}
