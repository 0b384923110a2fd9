// A graph in an order in which it can be computed, and the key that says which plan fits it.

/// The nodes that some outputs need, inputs before users.
struct LinearGraph {
  private(set) var nodes: [Node] = []
  /// Leaves, known nodes among them: where numbers come from.
  private(set) var leaves: [Node] = []
  let outputs: [Node]
  /// Everything that decides how the work is done: primitives, shapes, types, attributes, edges. Not the numbers.
  private(set) var key: [Int] = []

  nonisolated(unsafe) private static var walks = 0

  /// Walks down from [outputs]. Nodes that are known are leaves; [also]: leaves that belong to it even where nothing reads them.
  init(_ outputs: [Node], also: [Node] = []) {
    self.outputs = outputs
    LinearGraph.walks += 1
    let walk = LinearGraph.walks
    for leaf in also { visit(leaf, walk) }
    for output in outputs { visit(output, walk) }
    key.append(-2)
    key.append(contentsOf: outputs.map(\.place))
  }

  /// Puts the nodes in the order in which they are to be computed.
  mutating func hurry() {
    nodes = early
    for (place, node) in nodes.enumerated() { node.place = place }
  }

  /// Depth first with a stack of its own: graphs may be deeper than the thread's stack.
  private mutating func visit(_ root: Node, _ walk: Int) {
    if root.visit == walk { return }
    var pending: [(node: Node, next: Int)] = [(root, 0)]
    while let (node, next) = pending.last {
      if node.visit == walk {
        pending.removeLast()
      } else if !node.isKnown, next < node.inputs.count {
        pending[pending.count - 1].next += 1
        let input = node.inputs[next]
        if input.visit != walk { pending.append((input, 0)) }
      } else {
        pending.removeLast()
        take(node, walk)
      }
    }
  }

  private mutating func take(_ node: Node, _ walk: Int) {
    node.visit = walk
    node.place = nodes.count
    nodes.append(node)
    if node.isKnown { leaves.append(node) }
    describe(node)
  }

  private mutating func describe(_ node: Node) {
    let name = node.isKnown ? (node.fill == nil ? -1 : -3) : ObjectIdentifier(node.primitive).hashValue
    key.append(name)
    key.append(node.type.code)
    key.append(node.shape.count)
    key.append(contentsOf: node.shape)
    if node.isKnown { return }
    key.append(node.attributes.count)
    key.append(contentsOf: node.attributes)
    for input in node.inputs { key.append(input.place) }
  }
}

/// The graph with equal work merged, and who uses what.
struct MergedGraph {
  let nodes: [Node]
  /// For each node the one that stands for it: itself, or an earlier equal one.
  private(set) var standIn: [Int]
  /// Users of each stand-in, each once, in order.
  private(set) var users: [[Int]]
  private(set) var isOutput: [Bool]

  init(_ graph: LinearGraph) {
    nodes = graph.nodes
    standIn = Array(graph.nodes.indices)
    users = graph.nodes.map { _ in [] }
    isOutput = graph.nodes.map { _ in false }
    var seen: [[Int]: Int] = [:]
    for (place, node) in graph.nodes.enumerated() where !node.isKnown { merge(node, place, &seen) }
    for output in graph.outputs { isOutput[standIn[output.place]] = true }
  }

  private mutating func merge(_ node: Node, _ place: Int, _ seen: inout [[Int]: Int]) {
    let inputs = node.inputs.map { standIn[$0.place] }
    let name = [ObjectIdentifier(node.primitive).hashValue, node.type.code] + node.shape + [-1] + node.attributes + [-1] + inputs
    if let earlier = seen[name] {
      standIn[place] = earlier
      return
    }
    seen[name] = place
    for input in Set(inputs) { users[input].append(place) }
  }

  /// The stand-ins of a node's inputs.
  func inputs(of place: Int) -> [Int] { nodes[place].inputs.map { standIn[$0.place] } }
}
