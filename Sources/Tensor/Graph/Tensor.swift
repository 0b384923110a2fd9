// The handle that everything above uses: a value whose numbers are computed when they are looked at.

import Catalog

/// A lazy tensor. Its shape and type are known at once; making one computes nothing.
public struct Tensor {
  public let node: Node
  /// The numbers as they were typed, in double precision: as a shape or an index they stay exact.
  var exact: [Double]?

  init(_ node: Node) { self.node = node }

  public var shape: Shape { node.shape }
  public var type: ElementType { node.type }
  public var rank: Int { shape.count }
  public var itemCount: Int { shape.itemCount }

  /// One number: rank 0.
  public init(_ number: Double, type: ElementType = .float32) { self.init(filled: number, shape: [], type: type) }

  /// The same number everywhere.
  public init(filled number: Double, shape: Shape, type: ElementType = .float32) {
    node = Node(fill: type.converted(number), shape: shape, type: type)
  }

  /// Numbers in row-major order; their count is the shape's.
  public init(_ items: [Float], shape: Shape) { node = Node(Storage(items), shape: shape, type: .float32) }
  public init(_ items: [Int32], shape: Shape) { node = Node(Storage(items), shape: shape, type: .int32) }
  public init(_ items: [Bool], shape: Shape) { node = Node(Storage(items.map { $0 ? UInt8(1) : 0 }), shape: shape, type: .truth) }

  /// Numbers in row-major order, as items of a type.
  public init(_ numbers: [Double], shape: Shape, type: ElementType) {
    let storage = Storage(bytes: numbers.count * type.bytes)
    for (place, number) in numbers.enumerated() { type.store(number, at: storage.address + place * type.bytes) }
    node = Node(storage, shape: shape, type: type)
  }

  /// Numbers that lie in memory already, [offset] items into it.
  public init(_ storage: Storage, offset: Int = 0, shape: Shape, type: ElementType = .float32) {
    node = Node(storage, offset: offset, shape: shape, type: type)
  }

  /// Stands for numbers that come later: the input of a traced step.
  public init(awaiting shape: Shape, type: ElementType) { node = Node(awaiting: shape, type: type) }

  /// The value as one number, if it has rank 0 and is known without work.
  var constant: Double? { shape.isEmpty ? node.fill : nil }

  /// The value as a number of the language, which has no type of its own.
  var bareNumber: Double? { type == .float32 ? constant : nil }
}

extension Tensor {
  /// The numbers in row-major order, as doubles; truths are 0 and 1. Computes them if need be.
  public func numbers() throws -> [Double] {
    if Checking.isOn, itemCount > Foresight.mostKnown { throw UnknownNumbers() }
    if itemCount > 100_000_000 {
      try checkMemory(of: shape, type)
      try checkMemory(itemCount * (type.bytes + 8), largest: LargestTensor(shape: shape, type: type))
    }
    try evaluate([self])
    if let fill = node.fill { return [Double](repeating: fill, count: itemCount) }
    guard let storage = node.storage else { throw unknownNumbers() }
    return try [Double](unsafeUninitializedCapacity: itemCount) { numbers, count in
      try type.read(storage.address, node.offset..<(node.offset + itemCount)) { number in
        numbers[count] = number
        count += 1
      }
    }
  }

  /// The numbers in row-major order as float32.
  public func floats() throws -> [Float] {
    let tensor = try converted(to: .float32).materialized()
    guard let storage = tensor.node.storage else { throw unknownNumbers() }
    return Array(UnsafeBufferPointer(start: storage.pointer(Float.self) + tensor.node.offset, count: itemCount))
  }

  /// Whole numbers in row-major order.
  public func wholes() throws -> [Int] {
    let numbers = try numbers()
    return try numbers.indices.map { place in
      try Interruption.check(at: place)
      return Int(numbers[place])
    }
  }

  /// The one number of a tensor with one item.
  public func scalar() throws -> Double {
    if let fill = node.fill { return fill }
    return try numbers().first ?? .nan
  }

  /// The memory that holds the numbers and where in it they begin, in items. A repeated number is written out.
  public func memory() throws -> (storage: Storage, offset: Int) {
    if let storage = node.storage { return (storage, node.offset) }
    let tensor = try materialized()
    guard let storage = tensor.node.storage else { throw unknownNumbers() }
    return (storage, tensor.node.offset)
  }

  /// The same numbers, in memory of their own.
  public func materialized() throws -> Tensor {
    let tensor = node.fill == nil ? self : Tensor(Node(.copy, [node], shape: shape, type: type))
    try evaluate([tensor])
    return tensor
  }

  private func unknownNumbers() -> any Error { UnknownNumbers() }
}
