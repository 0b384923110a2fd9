// The order in which a plan computes: what makes little out of much comes as soon as it can, so that the memory of its operands is
// free. In the order of a walk from the outputs, the gradients of all weights come last and keep all others alive until then.

extension LinearGraph {
  /// The nodes in that order; places are still those of the walk.
  var early: [Node] {
    var order = EarlyOrder(nodes)
    return order.run()
  }
}

private struct EarlyOrder {
  private let nodes: [Node]
  /// Leaves, and views of them.
  private var isGiven: [Bool] = []
  private var users: [[Int]]
  /// How many inputs are still to be computed.
  private var waiting: [Int]
  private var isTaken: [Bool]
  private var order: [Node] = []

  init(_ nodes: [Node]) {
    self.nodes = nodes
    users = nodes.map { _ in [] }
    waiting = nodes.map { _ in 0 }
    isTaken = nodes.map { _ in false }
    order.reserveCapacity(nodes.count)
    for (place, node) in nodes.enumerated() {
      let needs = node.isKnown ? [] : node.inputs.map(\.place).filter { !isGiven[$0] }
      isGiven.append(node.isKnown || EarlyOrder.isView(node) && needs.isEmpty)
      waiting[place] = needs.count
      for input in needs { users[input].append(place) }
    }
  }

  mutating func run() -> [Node] {
    for place in nodes.indices where !isTaken[place] {
      if nodes[place].isKnown || EarlyOrder.isView(nodes[place]) { take(place) } else { compute(place) }
    }
    return order
  }

  /// Takes a node, and those that can follow at once and make little.
  private mutating func compute(_ place: Int) {
    var pending = [place]
    while let next = pending.popLast() {
      if isTaken[next] { continue }
      for place in missing(for: next) + [next] { take(place) }
      pending += released(by: next).filter { makesLittle($0) }
    }
  }

  private mutating func take(_ place: Int) {
    isTaken[place] = true
    order.append(nodes[place])
  }

  /// Views and leaves that a node reads, if nobody read them so far.
  private func missing(for place: Int) -> [Int] {
    var found: Set<Int> = []
    var pending = [place]
    while let next = pending.popLast() {
      for input in nodes[next].inputs where !isTaken[input.place] && found.insert(input.place).inserted {
        if !input.isKnown { pending.append(input.place) }
      }
    }
    return found.sorted()
  }

  /// The nodes for which a node was the last input that they waited for; views are looked through.
  private mutating func released(by place: Int) -> [Int] {
    var (found, pending): ([Int], [Int]) = ([], [place])
    while let next = pending.popLast() {
      for user in users[next] {
        waiting[user] -= 1
        guard waiting[user] == 0 else { continue }
        if EarlyOrder.isView(nodes[user]) { pending.append(user) } else { found.append(user) }
      }
    }
    return found
  }

  private static func isView(_ node: Node) -> Bool {
    if case .view = node.primitive.work { !node.isKnown } else { false }
  }

  /// A kernel whose result keeps less than half the bytes of its operands.
  private func makesLittle(_ place: Int) -> Bool {
    guard case .kernel = nodes[place].primitive.work else { return false }
    return 2 * kept(by: place) < nodes[place].inputs.reduce(0) { $0 + bytes($1) }
  }

  /// The bytes of a result, or of the join into which it is written: all of that is held from its first piece on.
  private func kept(by place: Int) -> Int {
    var (most, pending) = (bytes(nodes[place]), [place])
    while let next = pending.popLast() {
      for user in users[next] {
        let node = nodes[user]
        if node.primitive === Primitive.concatenate { most = max(most, bytes(node)) }
        if node.primitive === Primitive.part || EarlyOrder.isView(node) { pending.append(user) }
      }
    }
    return most
  }

  private func bytes(_ node: Node) -> Int {
    node.parts.isEmpty ? node.shape.itemCount * node.type.bytes : node.parts.reduce(0) { $0 + $1.shape.itemCount * $1.type.bytes }
  }
}
