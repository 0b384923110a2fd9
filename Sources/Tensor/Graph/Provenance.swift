// What can be read off a graph before anything is computed: what kind of numbers a tensor holds, and how much work made it.

extension Tensor {
  /// The node whose numbers it shows, views followed as far as they are known.
  private var source: Node {
    var node = node
    while case .view = node.primitive.work, let input = node.inputs.first { node = input }
    return node
  }

  /// Made by sigmoid or softmax: shares in 0..1.
  public var isShare: Bool { source.primitive === Primitive.logistic || source.primitive === Primitive.softmax }

  /// What went into the sigmoid that made it; nil where it was made otherwise, or that is no longer known.
  public var sigmoidInput: Tensor? {
    guard node.primitive === Primitive.logistic else { return nil }
    return node.inputs.first.map { Tensor($0) }
  }

  /// The end of a product, a convolution or a sum: a score that no sigmoid or softmax squeezed.
  public var isScore: Bool {
    let makers: [Primitive] = [.matmul, .convolution, .convolutionToData, .add, .subtract, .sum, .part]
    return makers.contains { $0 === source.primitive }
  }
}

/// Counts multiplications with an addition behind them, in products and convolutions, each node once.
public final class WorkCounter {
  /// Held, so that no other node is made at their addresses.
  private var seen: [ObjectIdentifier: Node] = [:]

  public init() {}

  /// How many there are behind a tensor that were not counted before.
  public func multiplyAdds(behind tensor: Tensor) -> Int {
    var pending = [tensor.node]
    var total = 0
    while let node = pending.popLast() {
      guard seen.updateValue(node, forKey: ObjectIdentifier(node)) == nil else { continue }
      total += node.primitive.multiplyAdds?(node) ?? 0
      pending += node.inputs
    }
    return total
  }
}
