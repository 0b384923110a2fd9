// Random numbers as nodes: what is drawn depends on a key alone, not on threads or on what ran before.

import CKernels
import Catalog

/// What a draw is known by. The numbers of a key are always the same.
public struct RandomKey {
  public var key: UInt64
  public var counter: UInt64

  public init(key: UInt64, counter: UInt64) {
    self.key = key
    self.counter = counter
  }

  /// The next key of the program's stream.
  public init(_ context: Context) {
    let next = context.random.next()
    self.init(key: next.key, counter: next.counter)
  }

  var native: dk_random_key { dk_random_key(key: key, counter: counter) }

  /// The key as a leaf, so that one plan serves all keys. Its two words lie in the storage.
  public func tensor() -> Tensor { Tensor(Storage([key, counter]), shape: [4], type: .int32) }

  /// A whole number below [bound], number [index] of the draw.
  public func whole(below bound: Int, _ index: Int) -> Int {
    Int(dk_word(native, UInt64(index)).multipliedFullWidth(by: UInt64(max(bound, 1))).high)
  }

  /// 0..<count in random order (Fisher & Yates).
  public func shuffled(_ count: Int) -> [Int32] {
    var order = (0..<Int32(count)).map { $0 }
    for place in stride(from: count - 1, to: 0, by: -1) { order.swapAt(place, whole(below: place + 1, place)) }
    return order
  }

  /// A number of 0..<1, number [index] of the draw.
  public func uniform(_ index: Int) -> Double { Double(dk_word(native, UInt64(index)) >> 11) * 0x1p-53 }
}

extension Primitive {
  /// Uniform in 0..<1. Inputs: key. Attributes: which stream of the key.
  static let random: Primitive = Primitive("random", .element { _ in DK_RANDOM })
  /// Mean 0, deviation 1. Inputs: key.
  static let normal: Primitive = Primitive("normal", .kernel { node, builder in try builder.normal(node) })
}

extension Tensor {
  /// Uniform numbers of 0..<1. Draws from one key differ by [stream].
  public static func random(_ shape: Shape, key: Tensor, stream: Int = 0) -> Tensor {
    Tensor(Node(.random, [key.node], [stream], shape: shape, type: .float32))
  }

  /// Normal numbers with mean 0 and deviation 1.
  public static func normal(_ shape: Shape, key: Tensor) -> Tensor {
    Tensor(Node(.normal, [key.node], shape: shape, type: .float32))
  }
}

/// Sets a share of the items to 0 and scales the others up, so that the sum stays the same on average (Srivastava and others 2014).
public func dropout(_ x: Tensor, share: Double, key: Tensor, stream: Int) throws -> Tensor {
  guard share > 0 else { return x }
  guard share < 1 else { return try x * 0 }
  let kept = try Tensor(share) <= Tensor.random(x.shape, key: key, stream: stream)
  return try x * select(kept, Tensor(1 / (1 - share)), Tensor(0))
}

extension PlanBuilder {
  func normal(_ node: Node) throws {
    let key = try contiguousInput(node, 0)
    let to = result(node)
    let count = Int64(node.shape.itemCount)
    add("normal", reads: [key.buffer], writes: [to.buffer]) { slots in
      let words = UnsafeMutableRawPointer(key.address(slots, Int32.self)).assumingMemoryBound(to: UInt64.self)
      dk_normal(dk_random_key(key: words[0], counter: words[1]), 0, 0, 1, to.address(slots, Float.self), count)
    }
  }
}
