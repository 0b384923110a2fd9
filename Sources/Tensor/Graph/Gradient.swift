// Gradients as more graph: a reverse walk that asks each primitive for its derivative.

import Catalog

/// The gradients of a number with respect to [targets], each of its target's shape. What the number does not depend on gets zeros.
/// The walk ends at a target: where one is made of another, that way does not count.
public func gradients(of result: Tensor, at targets: [Tensor]) throws -> [Tensor] {
  guard result.itemCount == 1 else {
    throw Complaint(
      .shape, "a gradient is taken of one number, and this has the shape \(result.shape.shapeText)",
      [.init(.position(0), result.shape.shapeText)],
      why: "sum(…) or mean(…) makes one number of many")
  }
  return try pullBack(Tensor(filled: 1, shape: result.shape, type: result.type.floating), from: result, to: targets)
}

/// The sum over all items of [upstream] * [result], differentiated with respect to [targets].
func pullBack(_ upstream: Tensor, from result: Tensor, to targets: [Tensor]) throws -> [Tensor] {
  var walk = ReverseWalk(from: result.node, to: targets.map(\.node))
  try walk.run(upstream)
  return targets.map { target in walk.gradient(of: target.node) ?? Tensor(filled: 0, shape: target.shape, type: target.type.floating) }
}

/// The sum over several results, where a gradient arrives at them.
func pullBack(_ results: [(upstream: Tensor?, result: Tensor)], to targets: [Tensor]) throws -> [Tensor] {
  try results.reduce(targets.map { Tensor(filled: 0, shape: $0.shape) }) { total, next in
    guard let upstream = next.upstream else { return total }
    return try zip(total, pullBack(upstream, from: next.result, to: targets)).map { try $0 + $1 }
  }
}

/// The same for inputs of a node, of which several may be one tensor: the first has it all.
func pullBackOnce(_ results: [(upstream: Tensor?, result: Tensor)], to inputs: [Tensor]) throws -> [Tensor?] {
  let found = try pullBack(results, to: inputs)
  return inputs.indices.map { index in
    inputs[..<index].contains { $0.node === inputs[index].node } ? nil : found[index]
  }
}

/// One walk from a result back to its targets.
private struct ReverseWalk {
  private var order: [Node] = []
  private var index: [ObjectIdentifier: Int] = [:]
  private var matters: [Bool] = []
  private let wanted: Set<ObjectIdentifier>
  private var arrived: [[Tensor?]] = []
  private let root: Node

  init(from root: Node, to targets: [Node]) {
    self.root = root
    wanted = Set(targets.map(ObjectIdentifier.init))
    sort(root)
    matters = [Bool](repeating: false, count: order.count)
    for (place, node) in order.enumerated() {
      matters[place] =
        wanted.contains(ObjectIdentifier(node))
        || node.inputs.contains { input in
          index[ObjectIdentifier(input)].map { matters[$0] } ?? false
        }
    }
    arrived = order.map { [Tensor?](repeating: nil, count: max($0.parts.count, 1)) }
  }

  /// Inputs before users, with a stack of its own: graphs may be deep.
  private mutating func sort(_ root: Node) {
    var pending: [(node: Node, next: Int)] = [(root, 0)]
    while let (node, next) = pending.last {
      if index[ObjectIdentifier(node)] != nil {
        pending.removeLast()
      } else if next < node.inputs.count {
        pending[pending.count - 1].next += 1
        let input = node.inputs[next]
        if index[ObjectIdentifier(input)] == nil { pending.append((input, 0)) }
      } else {
        pending.removeLast()
        index[ObjectIdentifier(node)] = order.count
        order.append(node)
      }
    }
  }

  mutating func run(_ upstream: Tensor) throws {
    guard let place = index[ObjectIdentifier(root)] else { return }
    arrived[place][0] = upstream
    for place in order.indices.reversed() where matters[place] && arrived[place].contains(where: { $0 != nil }) {
      // Nothing beyond a target matters: derivatives of gradients would count twice what the outer walk passes on.
      if !wanted.contains(ObjectIdentifier(order[place])) { try step(order[place], arrived[place]) }
    }
  }

  private mutating func step(_ node: Node, _ upstream: [Tensor?]) throws {
    if node.primitive === Primitive.part { return try deliver(upstream[0], to: node.inputs[0], part: node.attributes[0]) }
    guard let gradient = node.primitive.gradient, !node.inputs.isEmpty else { return }
    guard node.inputs.contains(where: { index[ObjectIdentifier($0)].map { matters[$0] } ?? false }) else { return }
    for (input, tensor) in zip(node.inputs, try gradient(node, upstream)) { try deliver(tensor, to: input, part: 0) }
  }

  private mutating func deliver(_ tensor: Tensor?, to node: Node, part: Int) throws {
    guard let place = index[ObjectIdentifier(node)], matters[place] else { return }
    guard let tensor = tensor?.converted(to: node.parts.isEmpty ? node.type.floating : node.parts[part].type.floating) else { return }
    arrived[place][part] = try arrived[place][part].map { try $0 + tensor } ?? tensor
  }

  func gradient(of node: Node) -> Tensor? { index[ObjectIdentifier(node)].flatMap { arrived[$0][0] } }
}
