// While programs are looked through: which numbers are worked out all the same, since shapes and indices depend on them.

import Catalog

extension Primitive {
  /// Kernels that are loops of our own, and make no primitive of oneDNN.
  private static let loops: Set<ObjectIdentifier> = Set(
    [
      sum, largest, smallest, product, placeOfLargest, placeOfSmallest, runningSum, recurrence, concatenate, gatherRows, gatherAlong, order,
      search,
    ].map { ObjectIdentifier($0) })

  /// Small work of this kind is done even while nothing else is. What is drawn at random stays unknown.
  fileprivate var isForeseen: Bool {
    switch work {
    case .leaf, .view: true
    case .element: self !== Primitive.random
    case .kernel: Primitive.loops.contains(ObjectIdentifier(self))
    }
  }
}

/// A graph as far as it may be worked out while programs are looked through.
enum Foresight {
  private static let mostNodes = 200
  static let mostItems = 4096
  /// Known numbers beyond this are not looked at.
  static let mostKnown = 1_000_000

  /// Throws unless all the work behind these nodes is small, and starts from known numbers.
  static func allow(_ wanted: [Node]) throws {
    var seen: Set<ObjectIdentifier> = []
    var pending = wanted
    while let node = pending.popLast() {
      guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
      if node.storage != nil || node.fill != nil { continue }
      guard !node.isLeaf, node.primitive.isForeseen, seen.count <= mostNodes, node.shape.itemCount <= mostItems else {
        throw UnknownNumbers()
      }
      pending += node.inputs
    }
  }
}
