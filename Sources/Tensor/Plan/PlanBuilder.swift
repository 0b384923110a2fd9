// Turns a graph into a plan: decides where everything lies, and has each node write its steps.

import CKernels
import Catalog

/// Where a node's numbers lie while the plan runs.
struct Place {
  var buffer: Int
  /// Items relative to the buffer's start; meaningless where [layout] is set.
  var view: View
  /// Blocks of oneDNN's making; nil: plain strides.
  var layout: Layout?

  var isContiguous: Bool { layout == nil && view.isContiguous }
  /// The same number for all items.
  var isOneNumber: Bool { view.shape.itemCount == 1 || view.strides.allSatisfy { $0 == 0 } }
}

/// Builds one plan. Nodes are taken in order; kernels ask it for the places of their inputs and results.
final class PlanBuilder {
  let graph: MergedGraph
  let fusion: Fusion
  private let linear: LinearGraph
  private var steps: [Step] = []
  /// The first step that writes over a leaf's numbers: from there on a run goes to its end.
  private var firstOverwriting: Int?
  private var buffers: [Buffer] = []
  private var places: [Place?]
  private var parts: [Int: [Place?]] = [:]
  private var contiguous: [Int: Place] = [:]
  /// Where pieces of joins are to be written.
  var targets: [Int: (buffer: Int, offset: Int)] = [:]
  /// Joins whose memory is known before their pieces.
  var joined: [Int: Int] = [:]
  private var belongings: [AnyObject] = []
  /// What a pooling noted for its gradient.
  var workspaces: [Int: Place] = [:]
  /// Output → leaf whose memory it may take over, by places in the lists.
  let donations: [Int: Int]
  /// Outputs whose leaf is still read when they are known: computed aside and copied over it at the end.
  private let aside: Set<Int>
  private var overwritten: Set<Int> = []
  /// A donation that another step still reads afterwards.
  private var hazards: Set<Int> = []

  private struct Buffer {
    var bytes: Int
    var origin: Origin?
    var parent: (buffer: Int, offset: Int)?
    var first = Int.max
    var last = -1
  }

  /// [donations]: outputs that may be written over a leaf's numbers, output → leaf, as places in the lists of the graph.
  /// A leaf of another shape or type than the output keeps its memory.
  static func compile(_ graph: LinearGraph, donations: [Int: Int]) throws -> Plan {
    let donations = donations.filter { output, leaf in
      graph.outputs[output].shape == graph.leaves[leaf].shape && graph.outputs[output].type == graph.leaves[leaf].type
    }
    var graph = graph
    if Shortcuts.taken.hurries { graph.hurry() }
    let merged = MergedGraph(graph)
    let fusion = Fusion(merged)
    var aside: Set<Int> = []
    while true {
      let builder = PlanBuilder(graph, merged, fusion, donations, aside)
      let plan = try builder.build()
      if builder.hazards.isSubset(of: aside) { return plan }
      aside.formUnion(builder.hazards)
    }
  }

  private init(_ linear: LinearGraph, _ graph: MergedGraph, _ fusion: Fusion, _ donations: [Int: Int], _ aside: Set<Int>) {
    self.linear = linear
    self.graph = graph
    self.fusion = fusion
    self.donations = donations
    self.aside = aside
    places = graph.nodes.map { _ in nil }
  }

  // MARK: - the whole

  private func build() throws -> Plan {
    placeLeaves()
    planJoins()
    let late = deferred()
    for place in graph.nodes.indices where !late.contains(place) { try emit(place) }
    for place in graph.nodes.indices where late.contains(place) { try emit(place) }
    let outputs = try finishOutputs()
    return try assemble(outputs)
  }

  private func placeLeaves() {
    for (index, leaf) in linear.leaves.enumerated() {
      let buffer = newBuffer(bytes: 0, origin: .leaf(index))
      let shape = leaf.shape
      let view = leaf.fill == nil ? View(contiguous: shape) : View(shape: shape, strides: shape.map { _ in 0 }, offset: 0)
      places[leaf.place] = Place(buffer: buffer, view: view, layout: nil)
    }
  }

  /// Outputs that overwrite leaves come last, and with them all that reads those outputs.
  private func deferred() -> Set<Int> {
    var late = Set(donations.keys.map { fusion.home(of: graph.standIn[linear.outputs[$0].place]) })
    for place in graph.nodes.indices where !graph.nodes[place].isKnown && graph.standIn[place] == place {
      let home = fusion.home(of: place)
      let needs = graph.inputs(of: place).map { fusion.home(of: $0) }
      if needs.contains(where: { $0 != home && late.contains($0) }) { late.insert(home) }
    }
    return late
  }

  private func emit(_ place: Int) throws {
    let node = graph.nodes[place]
    guard !node.isKnown, graph.standIn[place] == place else { return }
    if Interruption.isPending() { throw Interruption.complaint }
    switch node.primitive.work {
    case .leaf: return
    case .view: _ = try self.place(place)
    case .element: if fusion.root[place] == place { try emitChain(place) }
    case .kernel(let write):
      if fusion.isTaken(place) { return }
      try checkTypes(node)
      try write(node, self)
    }
  }

  /// A kernel that does not know a type would take its items for others.
  private func checkTypes(_ node: Node) throws {
    let types = [node.type] + node.inputs.map(\.type) + node.parts.map(\.type)
    guard let odd = types.first(where: { !node.primitive.types.contains($0) }) else { return }
    throw Complaint(
      .type, "`\(node.primitive.name)` is not computed in \(odd.text)", [.init(.whole, "\(odd.text) comes in here")],
      why: "float32(…) makes float32 of a tensor")
  }

  /// Brings every output into memory of its own, contiguous.
  private func finishOutputs() throws -> [Int] {
    for (index, output) in linear.outputs.enumerated() where donations[index] == nil {
      let place = try self.place(graph.standIn[output.place])
      if case .output(index) = buffers[place.buffer].origin, place.isContiguous { continue }
      let buffer = newBuffer(bytes: output.shape.itemCount * output.type.bytes, origin: .output(index))
      try copy(place, to: Place(buffer: buffer, view: View(contiguous: output.shape), layout: nil), output)
    }
    try finishDonations()
    return linear.outputs.indices.map { donations[$0] ?? -1 }
  }

  /// Copies over leaves what was not written there at once; by then nothing else reads them.
  private func finishDonations() throws {
    var copies: [(source: Place, target: Place, output: Node)] = []
    for (index, leaf) in donations.sorted(by: { $0.key < $1.key }) {
      let output = linear.outputs[index]
      let source = try self.place(graph.standIn[output.place])
      guard let target = places[linear.leaves[leaf].place] else { continue }
      if source.buffer == target.buffer, source.isContiguous { continue }
      copies.append((try apart(source, output), target, output))
    }
    for (source, target, output) in copies { try copy(source, to: target, output) }
  }

  /// A place that no copy over a leaf changes.
  func apart(_ place: Place, _ node: Node) throws -> Place {
    guard case .leaf = buffers[place.buffer].origin else { return place }
    let made = fresh(node.shape, node.type)
    try copy(place, to: made, node)
    return made
  }

  private func assemble(_ donors: [Int]) throws -> Plan {
    var lifetimes: [Lifetime] = []
    for (index, buffer) in buffers.enumerated() where buffer.origin == nil && buffer.parent == nil {
      lifetimes.append(Lifetime(buffer: index, bytes: buffer.bytes, first: min(buffer.first, steps.count), last: max(buffer.last, 0)))
    }
    if !Shortcuts.taken.sharesMemory { lifetimes = lifetimes.map { $0.lasting(steps.count) } }
    let (offsets, total) = layOut(lifetimes)
    let origins = buffers.enumerated().map { index, buffer -> Origin in
      if let parent = buffer.parent { return .inside(parent.buffer, parent.offset) }
      return buffer.origin ?? .arena(offsets[index] ?? 0)
    }
    return try Plan(
      steps: steps, stoppable: firstOverwriting ?? steps.count, origins: origins, arenaBytes: total, largest: largest(within: total),
      leaves: linear.leaves, donors: donors, belongings: belongings)
  }

  /// The largest tensor that is computed and fits into so many bytes: what views show and chains hold in registers has no memory.
  private func largest(within bytes: Int) -> LargestTensor? {
    let owners = graph.nodes.indices.lazy.filter { [self] place in
      let node = graph.nodes[place]
      if case .view = node.primitive.work { return false }
      return !node.isKnown && node.parts.isEmpty && graph.standIn[place] == place
    }
    return owners.map { [self] in LargestTensor(shape: graph.nodes[$0].shape, type: graph.nodes[$0].type) }
      .filter { $0.bytes <= bytes }.max { $0.bytes < $1.bytes }
  }

  // MARK: - places

  func newBuffer(bytes: Int, origin: Origin? = nil, parent: (buffer: Int, offset: Int)? = nil) -> Int {
    buffers.append(Buffer(bytes: bytes, origin: origin, parent: parent))
    return buffers.count - 1
  }

  /// The buffer inside which another lies, and where in it, in bytes.
  func parent(of buffer: Int) -> (buffer: Int, offset: Int)? { buffers[buffer].parent }

  /// Whether a buffer is the plan's own memory, and nobody else's.
  func isOwn(_ buffer: Int) -> Bool { buffers[buffer].origin == nil }

  /// Where a node's numbers lie, views followed; the node by its stand-in.
  func place(_ place: Int) throws -> Place {
    if let known = places[place] {
      noteRead(place, known.buffer)
      return known
    }
    let node = graph.nodes[place]
    guard case .view(let look) = node.primitive.work, let input = graph.inputs(of: place).first else {
      throw Complaint(.internal, "`\(node.primitive.name)` is read before it is computed")
    }
    var source = try self.place(input)
    if source.layout != nil, node.primitive !== Primitive.stopGradient { source = try contiguousPlace(input) }
    if source.layout == nil, look(node, source.view) == nil { source = try contiguousPlace(input) }
    if source.layout == nil { source.view = look(node, source.view) ?? source.view }
    places[place] = source
    return source
  }

  /// The place of a node's input.
  func input(_ node: Node, _ index: Int) throws -> Place { try place(graph.standIn[node.inputs[index].place]) }

  /// The place of a node's input with its items one after the other in row-major order.
  func contiguousInput(_ node: Node, _ index: Int) throws -> Place { try contiguousPlace(graph.standIn[node.inputs[index].place]) }

  /// The same for a node by its stand-in.
  func contiguousPlace(_ place: Int) throws -> Place {
    let found = try self.place(place)
    if found.isContiguous { return found }
    if let made = contiguous[place] { return made }
    let node = graph.nodes[place]
    let made = targetPlace(place, node.shape, node.type) ?? fresh(node.shape, node.type)
    try copy(found, to: made, node)
    contiguous[place] = made
    return made
  }

  /// A place of its own in the arena.
  func fresh(_ shape: Shape, _ type: ElementType) -> Place {
    Place(buffer: newBuffer(bytes: shape.itemCount * type.bytes), view: View(contiguous: shape), layout: nil)
  }

  /// A place for numbers in one of oneDNN's layouts; a plain one is an ordinary place.
  func fresh(_ shape: Shape, in layout: Layout) -> Place {
    Place(buffer: newBuffer(bytes: layout.bytes), view: View(contiguous: shape), layout: layout.isPlain ? nil : layout)
  }

  /// Bytes that belong to one step.
  func scratch(bytes: Int) -> Int { newBuffer(bytes: bytes) }

  /// Where a node's result is to be written, contiguous: an output's memory, a leaf's that it replaces, its part of a join, or
  /// the arena.
  func result(_ node: Node) -> Place {
    let place = graph.standIn[node.place]
    let made = outputPlace(place) ?? targetPlace(place, node.shape, node.type) ?? fresh(node.shape, node.type)
    places[place] = made
    return made
  }

  /// Says where a node's result lies, when the kernel chose the layout.
  func settle(_ node: Node, at place: Place) { places[graph.standIn[node.place]] = place }

  /// Says where the results of a node with several lie; nil for one that nobody may read.
  func settle(_ node: Node, parts places: [Place?]) { parts[graph.standIn[node.place]] = places }

  /// A part node is another name for one result.
  func aliasPart(_ node: Node) throws {
    guard let place = parts[graph.standIn[node.inputs[0].place]]?[node.attributes[0]] else {
      throw Complaint(.internal, "a part of `\(node.inputs[0].primitive.name)` was not computed")
    }
    places[graph.standIn[node.place]] = place
  }

  func outputPlace(_ place: Int) -> Place? {
    guard graph.isOutput[place], let index = linear.outputs.firstIndex(where: { graph.standIn[$0.place] == place }) else { return nil }
    let node = graph.nodes[place]
    if let donation = donations[index], let donor = places[linear.leaves[donation].place] {
      return aside.contains(index) ? nil : donor
    }
    return Place(
      buffer: newBuffer(bytes: node.shape.itemCount * node.type.bytes, origin: .output(index)), view: View(contiguous: node.shape),
      layout: nil)
  }

  // MARK: - steps

  /// Adds a step that reads and writes buffers. [inPlace]: an item is read before it is written, where a buffer is both.
  func add(_ name: String, reads: [Int], writes: [Int], inPlace: Bool = false, _ run: @escaping (Slots) throws -> Void) {
    for buffer in reads + writes { touch(buffer) }
    for buffer in writes {
      if !inPlace, reads.contains(buffer) { noteHazard(buffer) }
      noteWrite(buffer)
    }
    steps.append(Step(name: name, run: run))
  }

  /// Keeps an object alive as long as the plan.
  func keep(_ object: AnyObject) { belongings.append(object) }

  private func touch(_ buffer: Int) {
    buffers[buffer].first = min(buffers[buffer].first, steps.count)
    buffers[buffer].last = max(buffers[buffer].last, steps.count)
    if let parent = buffers[buffer].parent { touch(parent.buffer) }
  }

  private func noteWrite(_ buffer: Int) {
    if case .leaf = buffers[buffer].origin {
      overwritten.insert(buffer)
      firstOverwriting = firstOverwriting ?? steps.count
    }
  }

  /// Reading a leaf after it was overwritten would see the new numbers.
  private func noteRead(_ place: Int, _ buffer: Int) {
    if overwritten.contains(buffer), graph.nodes[base(of: place)].isKnown { noteHazard(buffer) }
  }

  /// The output that takes over a leaf's memory must not do so before the end.
  private func noteHazard(_ buffer: Int) {
    guard case .leaf(let leaf) = buffers[buffer].origin else { return }
    for (output, donor) in donations where donor == leaf { hazards.insert(output) }
  }

  /// The node whose numbers a view looks at.
  private func base(of place: Int) -> Int {
    var base = place
    while case .view = graph.nodes[base].primitive.work, !graph.nodes[base].isKnown, let input = graph.inputs(of: base).first {
      base = input
    }
    return base
  }

  /// Copies a node's numbers into a contiguous place, out of whatever layout they have.
  func copy(_ source: Place, to target: Place, _ node: Node) throws {
    if source.layout != nil { return try reorder(source, to: target, node.shape) }
    try addChain(shape: node.shape, reads: [(source, node.type)], results: [(0, target, node.type)], instructions: [], key: nil)
  }
}
