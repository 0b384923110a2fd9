// Which element-wise nodes run together as one chain, which sums it takes on its way, and which activations ride on the product before them.

import CKernels

/// The decision, made once for a plan: every node's chain, if it is in one.
struct Fusion {
  /// For each element-wise node the last node of its chain; -1 for all others.
  private(set) var root: [Int]
  /// For each root its nodes, in order.
  private(set) var members: [Int: [Int]] = [:]
  /// A product or convolution that ends with the activation of another node: product → activation.
  private(set) var activation: [Int: Int] = [:]
  /// Sums over all items that a chain takes on its way: the node that is summed → the sum.
  private(set) var sum: [Int: Int] = [:]
  /// The same the other way round: the sum → the node that is summed.
  private var summed: [Int: Int] = [:]

  /// The most inputs that a chain's nodes have together. It needs one register more at the worst, and they are to fit the
  /// first-level cache.
  private static let largestChain = 56

  init(_ graph: MergedGraph) {
    root = graph.nodes.map { _ in -1 }
    let fuses = Shortcuts.taken.fuses
    if fuses { foldActivations(graph) }
    var sizes: [Int: Int] = [:]
    for place in graph.nodes.indices.reversed() where isElement(graph, place) {
      let home = fuses ? chain(for: place, graph, sizes) ?? beside(place, graph, sizes) ?? place : place
      root[place] = home
      sizes[home, default: 0] += graph.nodes[place].inputs.count
    }
    for place in graph.nodes.indices where root[place] >= 0 { members[root[place], default: []].append(place) }
  }

  /// The node with which a node is computed: the last of its chain, or itself.
  func home(of place: Int) -> Int {
    let member = summed[place] ?? place
    return root[member] >= 0 ? root[member] : member
  }

  /// Whether a chain takes this sum on its way.
  func isTaken(_ place: Int) -> Bool { summed[place] != nil }

  private func isElement(_ graph: MergedGraph, _ place: Int) -> Bool {
    let node = graph.nodes[place]
    guard case .element = node.primitive.work, !node.isKnown, graph.standIn[place] == place else { return false }
    return !activation.values.contains(place)
  }

  /// The chain a node can join: all its users are in it, and all work on the same shape.
  private func chain(for place: Int, _ graph: MergedGraph, _ sizes: [Int: Int]) -> Int? {
    let users = graph.users[place]
    guard let first = users.first, root[first] >= 0 else { return nil }
    let home = root[first]
    let fits = users.allSatisfy { root[$0] == home } && graph.nodes[place].shape == graph.nodes[home].shape
    guard fits, graph.nodes[place].isWide == graph.nodes[home].isWide,
      sizes[home, default: 0] + graph.nodes[place].inputs.count <= Fusion.largestChain
    else { return nil }
    return drawsAlone(place, in: home, graph) ? home : nil
  }

  /// Smaller sums are left to the reduction.
  private static let leastSummed = 1 << 15

  /// The chain in which a node is computed beside others: that of a value and a sum over another value takes one pass over what both read.
  private mutating func beside(_ place: Int, _ graph: MergedGraph, _ sizes: [Int: Int]) -> Int? {
    let node = graph.nodes[place]
    guard node.type == .float32, node.shape.itemCount >= Fusion.leastSummed else { return nil }
    let total = soleSum(of: place, graph)
    if let total {
      sum[place] = total
      summed[total] = place
    }
    guard let near = neighbour(of: place, graph), graph.nodes[near].shape == node.shape, graph.nodes[near].isWide == node.isWide,
      sizes[near, default: 0] + node.inputs.count <= Fusion.largestChain
    else { return nil }
    // It is computed where the chain ends: nothing may need it before.
    if let total { return graph.users[total].allSatisfy { $0 > near } ? near : nil }
    return sum[near] != nil && graph.isOutput[place] && graph.users[place].isEmpty ? near : nil
  }

  /// The sum over all items that alone needs a node.
  private func soleSum(of place: Int, _ graph: MergedGraph) -> Int? {
    guard !graph.isOutput[place], graph.users[place].count == 1, let user = graph.users[place].first else { return nil }
    return graph.nodes[user].primitive === Primitive.sum && graph.nodes[user].shape.itemCount == 1 ? user : nil
  }

  /// A chain that shares work with a node which is in none yet.
  private func neighbour(of place: Int, _ graph: MergedGraph) -> Int? {
    var pending = [place]
    for _ in 0..<Fusion.largestChain {
      guard let next = pending.popLast() else { return nil }
      for input in graph.inputs(of: next) where isElement(graph, input) && graph.nodes[input].shape == graph.nodes[place].shape {
        if let home = graph.users[input].lazy.map({ root[$0] }).first(where: { $0 > place }) { return home }
        pending.append(input)
      }
    }
    return nil
  }

  /// A chain draws from one random key at most.
  private func drawsAlone(_ place: Int, in home: Int, _ graph: MergedGraph) -> Bool {
    guard graph.nodes[place].primitive === Primitive.random else { return true }
    let key = graph.inputs(of: place)[0]
    return graph.nodes.indices.allSatisfy { other in
      root[other] != home || graph.nodes[other].primitive !== Primitive.random || graph.inputs(of: other)[0] == key
    }
  }

  /// relu right behind a product or convolution that nothing else reads.
  private mutating func foldActivations(_ graph: MergedGraph) {
    for place in graph.nodes.indices where graph.nodes[place].primitive === Primitive.rectified && !graph.nodes[place].isKnown {
      guard graph.standIn[place] == place else { continue }
      let source = graph.inputs(of: place)[0]
      let primitive = graph.nodes[source].primitive
      let isProduct = primitive === Primitive.matmul || primitive === Primitive.convolution
      guard isProduct, graph.nodes[source].type == .float32, !graph.nodes[source].isKnown, graph.users[source] == [place],
        !graph.isOutput[source]
      else { continue }
      if graph.nodes[source].inputs.allSatisfy({ $0.shape.itemCount > 0 }) { activation[source] = place }
    }
  }
}

extension Node {
  /// Its items, or those it is made of, need lanes of 64 bits. A chain is of one width: what is narrow beside is read into wide lanes.
  var isWide: Bool { type.isWide || inputs.contains { $0.type.isWide } }
}
