// The numbers of a net in two pieces of memory: what is trained, and what layers keep beside it.

import Tensor

/// What a net's parameters are called and how they are shaped, in the order in which its layers ask for them.
public struct ParameterLayout {
  public struct Entry {
    /// `conv_2.weight`.
    public let name: String
    public let shape: Shape
    /// Moved by the optimizer; otherwise a layer's own (running statistics).
    public let isTrained: Bool
    /// Items from the start of its piece.
    public let offset: Int
    /// How PyTorch keeps it.
    let foreign: ForeignForm
  }

  public private(set) var entries: [Entry] = []
  /// Items in all that are trained, and that are kept beside.
  public private(set) var trainedCount = 0
  public private(set) var keptCount = 0
  private var places: [String: Int] = [:]

  public init() {}

  public mutating func append(_ name: String, _ shape: Shape, isTrained: Bool, foreign: ForeignForm? = nil) {
    let offset = isTrained ? trainedCount : keptCount
    places[name] = entries.count
    let leaf = name.split(separator: ".").last.map(String.init) ?? name
    entries.append(Entry(name: name, shape: shape, isTrained: isTrained, offset: offset, foreign: foreign ?? .named(leaf)))
    if isTrained { trainedCount += shape.itemCount } else { keptCount += shape.itemCount }
  }

  /// Tensors of these shapes whose numbers nobody knows.
  public var standIns: [Tensor] { entries.map { Tensor(awaiting: $0.shape, type: .float32) } }

  public func place(of name: String) -> Int? { places[name] }

  /// The tensors of all entries as views of the two flat ones.
  public func views(trained: Tensor, kept: Tensor) throws -> [Tensor] {
    try entries.map { entry in
      let flat = entry.isTrained ? trained : kept
      return try flat.slice(axis: 0, from: entry.offset, count: entry.shape.itemCount).reshaped(entry.shape)
    }
  }
}

/// The memory of a net's parameters. Values of the language never change: whoever writes must be the only one to hold it.
public final class ParameterStore {
  public var trained: Storage
  public var kept: Storage

  public init(trained: Storage, kept: Storage) {
    self.trained = trained
    self.kept = kept
  }

  /// Memory for a layout, filled from tensors in its order.
  public convenience init(_ layout: ParameterLayout, _ tensors: [Tensor]) throws {
    try evaluate(tensors)
    self.init(trained: Storage(bytes: layout.trainedCount * 4), kept: Storage(bytes: layout.keptCount * 4))
    for (entry, tensor) in zip(layout.entries, tensors) {
      let (source, offset) = try tensor.converted(to: .float32).memory()
      let target = (entry.isTrained ? trained : kept).pointer(Float.self) + entry.offset
      target.update(from: source.pointer(Float.self) + offset, count: entry.shape.itemCount)
    }
  }

  public func copy() -> ParameterStore {
    let twin = ParameterStore(trained: Storage(bytes: trained.bytes), kept: Storage(bytes: kept.bytes))
    twin.trained.address.copyMemory(from: trained.address, byteCount: trained.bytes)
    twin.kept.address.copyMemory(from: kept.address, byteCount: kept.bytes)
    return twin
  }

  /// Nobody else holds the memory: it may be written.
  public var isUnshared: Bool { isKnownUniquelyReferenced(&trained) && isKnownUniquelyReferenced(&kept) }

  /// The parameters as tensors over this memory.
  public func tensors(_ layout: ParameterLayout) -> [Tensor] {
    layout.entries.map { Tensor($0.isTrained ? trained : kept, offset: $0.offset, shape: $0.shape) }
  }
}
