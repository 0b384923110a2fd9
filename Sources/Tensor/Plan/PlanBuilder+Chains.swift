// How fused element-wise nodes become chains, in plain memory or in oneDNN's blocks.

import CKernels
import COneDNN
import Catalog

extension PlanBuilder {
  /// Emits the chain that ends in [root].
  func emitChain(_ root: Int) throws {
    let members = fusion.members[root] ?? []
    let node = graph.nodes[root]
    if node.shape.itemCount == 0 {
      for member in members { _ = result(graph.nodes[member]) }
      return
    }
    var draft = ChainDraft(shape: node.shape, reads: [], instructions: [], results: [], key: nil, isWide: node.isWide)
    var sources: [Int] = []
    try collect(members, &sources, &draft.key)
    let layout = try commonLayout(members, sources, root)
    for source in sources { draft.reads.append(.init(place: try read(source, layout), type: graph.nodes[source].type)) }
    let value = instructions(members, sources, &draft)
    for member in members where member == root || graph.isOutput[member] || fusion.sum[member] != nil {
      let sum = fusion.sum[member]
      let place = sum.map { result(graph.nodes[$0]) } ?? resultPlace(member, layout)
      draft.results.append(.init(value: value[member] ?? 0, place: place, type: graph.nodes[member].type, isSum: sum != nil))
    }
    try add(draft, named: members.map { graph.nodes[$0].primitive.name }.joined(separator: " "))
  }

  /// A chain given by hand: copies, and the steps of kernels.
  func addChain(
    shape: Shape, reads: [(place: Place, type: ElementType)], results: [(value: Int, place: Place, type: ElementType)],
    instructions: [ChainDraft.Instruction], key: Int?
  ) throws {
    guard shape.itemCount > 0 else { return }
    let draft = ChainDraft(
      shape: shape, reads: reads.map { .init(place: $0.place, type: $0.type) }, instructions: instructions,
      results: results.map { .init(value: $0.value, place: $0.place, type: $0.type) }, key: key,
      isWide: (reads.map(\.type) + results.map(\.type)).contains(where: \.isWide))
    try add(draft, named: "copy")
  }

  private func add(_ draft: ChainDraft, named name: String) throws {
    guard draft.shape.filter({ $0 != 1 }).count <= DK_RANK else {
      throw Complaint(.limit, "tensors of more than \(DK_RANK) axes are not computed", [.init(.whole, "rank \(draft.shape.count)")])
    }
    let chain = try Chain(draft)
    keep(chain)
    let reads = draft.reads.map(\.place.buffer) + (draft.key.map { [$0] } ?? [])
    add(name, reads: reads, writes: draft.results.map(\.place.buffer), inPlace: draft.isInPlace) { slots in chain.run(slots) }
  }

  /// What the chain reads from outside, each once, and the random key.
  private func collect(_ members: [Int], _ sources: inout [Int], _ key: inout Int?) throws {
    let inside = Set(members)
    for member in members {
      if graph.nodes[member].primitive === Primitive.random {
        key = try contiguousInput(graph.nodes[member], 0).buffer
        continue
      }
      for input in graph.inputs(of: member) where !inside.contains(input) && !sources.contains(input) { sources.append(input) }
    }
  }

  /// oneDNN's blocks, if the work can stay in them: all sources are whole and equal in layout, or one number, and nothing is
  /// shown to people on the way.
  private func commonLayout(_ members: [Int], _ sources: [Int], _ root: Int) throws -> Layout? {
    if graph.nodes[root].type != .float32 || members.contains(where: { graph.isOutput[$0] || fusion.sum[$0] != nil }) { return nil }
    // What is drawn depends on the item's place, which must be that of its row and column.
    if members.contains(where: { graph.nodes[$0].primitive === Primitive.random }) { return nil }
    let shape = graph.nodes[root].shape
    var common: Layout?
    for source in sources where !isOneNumber(source) {
      guard graph.nodes[source].shape == shape, graph.nodes[source].type == .float32 else { return nil }
      guard let layout = try place(source).layout else { continue }
      if layout.isPadded { return nil }
      common = common ?? layout
    }
    return common
  }

  private func isOneNumber(_ place: Int) -> Bool { graph.nodes[place].shape.itemCount == 1 || graph.nodes[place].fill != nil }

  private func read(_ source: Int, _ layout: Layout?) throws -> Place {
    let found = try place(source)
    guard let layout else { return found.layout == nil ? found : try contiguousPlace(source) }
    return isOneNumber(source) ? found : try fit(found, to: layout, graph.nodes[source].shape)
  }

  private func resultPlace(_ member: Int, _ layout: Layout?) -> Place {
    let node = graph.nodes[member]
    guard let layout else { return result(node) }
    let place = fresh(node.shape, in: layout)
    settle(node, at: place)
    return place
  }

  /// The chain's instructions, and the value that each member becomes.
  private func instructions(_ members: [Int], _ sources: [Int], _ draft: inout ChainDraft) -> [Int: Int] {
    var value: [Int: Int] = [:]
    for (index, source) in sources.enumerated() { value[source] = index }
    for member in members {
      let node = graph.nodes[member]
      if node.primitive === Primitive.random {
        draft.instructions.append(.init(operation: DK_RANDOM, inputs: [], stream: UInt32(truncatingIfNeeded: node.attributes[0])))
        value[member] = sources.count + draft.instructions.count - 1
        continue
      }
      var inputs = graph.inputs(of: member).map { value[$0] ?? 0 }
      for operation in node.operations {
        draft.instructions.append(.init(operation: operation, inputs: inputs))
        inputs = [sources.count + draft.instructions.count - 1]
      }
      value[member] = inputs[0]
    }
    return value
  }

  // MARK: - layouts

  /// The numbers of a place in another layout; nothing is done where they are in it already.
  func fit(_ place: Place, to layout: Layout, _ shape: Shape) throws -> Place {
    let own = try place.layout ?? Layout.strided(shape, place.view.strides)
    if own.isEqual(to: layout) { return place }
    let target = fresh(shape, in: layout)
    try reorder(place, to: target, shape, targetLayout: layout)
    return target
  }

  /// Moves numbers between layouts. [targetLayout] may be one of another type: they are rounded to it.
  func reorder(_ source: Place, to target: Place, _ shape: Shape, targetLayout: Layout? = nil) throws {
    let from = try source.layout ?? Layout.strided(shape, source.view.strides)
    let to = try targetLayout ?? target.layout ?? Layout.strided(shape, target.view.strides)
    let kernel = try Kernel(dnx_reorder(from.handle, to.handle))
    try add(kernel, "reorder", reads: [(DNX_SOURCE, source)], writes: [(DNX_DESTINATION, target)])
  }

  /// Adds a oneDNN computation with its arguments; the scratchpad it wants comes by itself.
  func add(_ kernel: Kernel, _ name: String, reads: [(Int, Place)], writes: [(Int, Place)]) throws {
    let written = try bind(kernel, reads: reads, writes: writes)
    add(name, reads: reads.map(\.1.buffer), writes: written) { slots in try kernel.run(slots) }
  }

  /// Adds computations of one thread each that run side by side.
  func add(_ parts: [(kernel: Kernel, reads: [(Int, Place)], writes: [(Int, Place)])], _ name: String) throws {
    if parts.count == 1 { return try add(parts[0].kernel, name, reads: parts[0].reads, writes: parts[0].writes) }
    let written = try parts.flatMap { try bind($0.kernel, reads: $0.reads, writes: $0.writes) }
    let team = KernelTeam(parts.map(\.kernel))
    add(name, reads: parts.flatMap { $0.reads.map(\.1.buffer) }, writes: written) { slots in try team.run(slots) }
  }

  /// Says where a kernel's arguments lie; gives the buffers that it writes.
  private func bind(_ kernel: Kernel, reads: [(Int, Place)], writes: [(Int, Place)]) throws -> [Int] {
    for (argument, place) in reads + writes { try kernel.bind(argument, slot: place.buffer, offset: place.view.offset) }
    var written = writes.map(\.1.buffer)
    if let scratchpad = kernel.layout(DNX_SCRATCHPAD), scratchpad.bytes > 0 {
      let buffer = scratch(bytes: scratchpad.bytes)
      try kernel.bind(DNX_SCRATCHPAD, slot: buffer, offset: 0)
      written.append(buffer)
    }
    return written
  }
}
