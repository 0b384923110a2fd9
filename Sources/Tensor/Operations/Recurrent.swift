// Recurrent layers as one primitive: a walk through all times of a batch, and its gradient.

import CKernels
import Catalog

/// One direction of one layer.
public struct RecurrentWalk {
  let cell: RecurrentCell
  /// From the last time to the first.
  let isBackward: Bool
  /// The input's share of the gates: [batch, time, gates * units].
  let inputs: Tensor
  /// Where that is rows of a table by number: the table [rows, gates * units], and the numbers [batch, time].
  private let lookUp: (table: Tensor, places: Tensor)?
  /// [units, gates * units].
  let weight: Tensor
  /// What is added to the state's share: [gates * units].
  let shift: Tensor?
  /// How many times count in each sample: [batch]. Behind them 0 is put out, and the state stays.
  let lengths: Tensor?

  public init(_ cell: RecurrentCell, isBackward: Bool = false, inputs: Tensor, weight: Tensor, shift: Tensor?, lengths: Tensor?) {
    let type = (shift.map { common(inputs, weight).meeting($0.type) } ?? common(inputs, weight)).floating.computing
    self.cell = cell
    self.isBackward = isBackward
    self.inputs = inputs.converted(to: type)
    lookUp = try? self.inputs.lookUp.map { ($0.table, try $0.places.reshaped(Array(inputs.shape.prefix(2)))) }
    self.weight = weight.converted(to: type)
    self.shift = shift?.converted(to: type)
    self.lengths = lengths?.converted(to: .float32)
  }

  /// The walk that a node was made of.
  fileprivate init(_ node: Node) {
    let tensors = node.inputs.map { Tensor($0) }
    let (hasShift, hasLengths, isLookUp) = (node.attributes[2], node.attributes[3], node.attributes[4] == 1)
    self.init(
      RecurrentCell(rawValue: node.attributes[0]) ?? .bent, isBackward: node.attributes[1] == 1,
      inputs: isLookUp ? tensors[0].rows(tensors[2 + hasShift + hasLengths]) : tensors[0], weight: tensors[1],
      shift: hasShift == 1 ? tensors[2] : nil, lengths: hasLengths == 1 ? tensors[2 + hasShift] : nil)
  }

  /// What a gradient is taken at, and what none is.
  fileprivate var smooth: [Tensor] { [lookUp?.table ?? inputs, weight] + (shift.map { [$0] } ?? []) }
  fileprivate var others: [Tensor] { [lengths, lookUp?.places].compactMap { $0 } }
  fileprivate var attributes: [Int] {
    [cell.rawValue, isBackward ? 1 : 0] + [shift, lengths, lookUp?.places].map { $0 == nil ? 0 : 1 }
  }
  fileprivate var batch: Int { inputs.shape[0] }
  fileprivate var time: Int { inputs.shape[1] }
  fileprivate var units: Int { weight.shape[0] }
  fileprivate var width: Int { weight.shape[1] }

  /// What is put out at all times, [batch, time, units], and what is remembered at the end, each [batch, units].
  public func run() throws -> (all: Tensor, end: [Tensor]) {
    if inputs.type == .float64, time > 0 {
      let results = try writtenOut(more: Tensor(filled: 0, shape: inputs.shape, type: .float64))
      return (results[0], Array(results[1...cell.states]))
    }
    let flow = [batch, time, units]
    let notes = flow.dropLast() + [units * Int(dk_cell_notes(cell.kernel))]
    let parts = [flow, [batch, units], [batch, units], flow, Shape(notes)].map { Node.Part(shape: $0, type: .float32) }
    let node = Node(.recurrentWalk, (smooth + others).map(\.node), attributes, shape: flow, type: .float32, parts: parts)
    return (Tensor(part: 0, of: node), (1...cell.states).map { Tensor(part: $0, of: node) })
  }

  /// The same in smaller operations, for derivatives of derivatives: the parts of the primitive but for the notes. [more] is added
  /// to the state's share: [batch, time, gates * units].
  func writtenOut(more: Tensor) throws -> [Tensor] {
    let (own, further) = (inputs.split(into: time, axis: 1), more.split(into: time, axis: 1))
    var state = [Tensor](repeating: Tensor(filled: 0, shape: [batch, units], type: inputs.type), count: cell.states)
    var (all, before) = ([Tensor?](repeating: nil, count: time), [Tensor?](repeating: nil, count: time))
    for at in isBackward ? (0..<time).reversed() : Array(0..<time) {
      let recurrent = try matmul(state[0], weight, bias: shift) + further[at].reshaped([batch, width])
      let next = try cell.step(own[at].reshaped([batch, width]), recurrent, state)
      before[at] = state[0]
      guard let lengths else {
        (state, all[at]) = (next, next[0])
        continue
      }
      let counts = try (Tensor(Double(at)) < lengths).expanded(at: 1)
      state = try zip(next, state).map { try select(counts, $0, $1) }
      all[at] = try select(counts, next[0], Tensor(filled: 0, shape: [], type: inputs.type))
    }
    return [try stack(all.compactMap { $0 }, axis: 1), state[0], state[state.count - 1], try stack(before.compactMap { $0 }, axis: 1)]
  }

  /// One product over all times, with the gradients of the state's share of the gates.
  fileprivate func weightGradient(before: Tensor, _ recurrent: Tensor) throws -> Tensor {
    try matmul(before.reshaped([batch * time, units]).transposed(), recurrent)
  }

  /// From the gradient of the input's share to that of what it was looked up in.
  fileprivate func toSource(_ gradient: Tensor) throws -> Tensor {
    guard let (table, places) = lookUp else { return gradient }
    let rows = try gradient.reshaped([batch * time, width])
    return try Tensor(Node(.scatterRows, [rows.node, places.reshaped([batch * time]).node], shape: table.shape, type: table.type))
  }

  /// What arrives at some tensors of what arrives at the results.
  func slopes(_ upstream: [Tensor?], more: Tensor? = nil, at targets: [Tensor]) throws -> [Tensor] {
    let results = try writtenOut(more: more ?? Tensor(filled: 0, shape: inputs.shape))
    return try pullBack(zip(upstream, results).map { ($0, $1) }, to: targets)
  }
}

extension Primitive {
  /// Inputs: the input's share or the table of its rows, the weight; shift, lengths, numbers of rows if there are such. Attributes: the
  /// cell, whether backward, whether there are such. Parts: all, the state at the end, the lstm's memory at the end, the state before each time, notes.
  static let recurrentWalk: Primitive = Primitive(
    "recurrent", .kernel { node, builder in try builder.recurrentWalk(node) },
    gradient: { node, upstream in
      let walk = RecurrentWalk(node)
      let shift = walk.shift.map { [$0] } ?? []
      let rest: [Tensor?] = walk.others.map { _ in nil }
      guard walk.time > 0 else { return node.inputs.map { _ in nil } }
      // Only a derivative of the weight's gradient asks how the state before each time came to be.
      if upstream[3] != nil {
        let slopes = try walk.slopes(upstream, at: [walk.inputs, walk.weight] + shift)
        return try [walk.toSource(slopes[0])] + slopes.dropFirst() + rest
      }
      let gates = gateGradients(node, walk, Array(upstream.prefix(1 + walk.cell.states)))
      let recurrent = try gates[gates.count - 1].reshaped([walk.batch * walk.time, walk.width])
      let toWeight = try walk.weightGradient(before: Tensor(part: 3, of: node), recurrent)
      return try [walk.toSource(gates[0]), toWeight] + (shift.isEmpty ? [] : [recurrent.sum(axes: [0])]) + rest
    },
    // The product at the first time is that of zeros.
    multiplyAdds: { node in
      let walk = RecurrentWalk(node)
      return walk.batch * max(walk.time - 1, 0) * walk.width * (walk.units + (walk.shift == nil ? 0 : 1))
    })

  private static func gateGradients(_ node: Node, _ walk: RecurrentWalk, _ upstream: [Tensor?]) -> [Tensor] {
    let arrived = upstream.map { $0 == nil ? 0 : 1 }
    let inputs = node.inputs + [3, 4].map { Tensor(part: $0, of: node).node } + upstream.compactMap { $0?.node }
    let parts = [Node.Part](repeating: Node.Part(shape: walk.inputs.shape, type: .float32), count: walk.cell == .gated ? 2 : 1)
    let all = Node(.recurrentGradient, inputs, node.attributes + arrived, shape: walk.inputs.shape, type: .float32, parts: parts)
    return parts.indices.map { Tensor(part: $0, of: all) }
  }

  /// Inputs: those of the walk, the state before each time, notes, gradients of the results. Attributes: those of the walk, and which
  /// gradients there are. Parts: gradients of the input's share, and of the state's share where that is another (gru).
  static let recurrentGradient: Primitive = Primitive(
    "recurrent, gradient", .kernel { node, builder in try builder.recurrentGradient(node) },
    gradient: { node, upstream in
      let walk = RecurrentWalk(node)
      let arrived = RecurrentArrivals(node)
      let more = Tensor(filled: 0, shape: walk.inputs.shape)
      let shares = try walk.slopes(arrived.tensors, more: more, at: [walk.inputs, more])
      let sources = walk.smooth
      let slopes = try pullBackOnce(zip(upstream, shares).map { ($0, $1) }, to: sources + arrived.tensors.compactMap { $0 })
      let unasked = [Tensor?](repeating: nil, count: walk.others.count + 2)
      return slopes.prefix(sources.count) + unasked + slopes.dropFirst(sources.count)
    })
}

/// The gradients that arrived at a walk's results, as its gradient's node has them.
private struct RecurrentArrivals {
  /// Where each stands among the node's inputs.
  let places: [Int?]
  let tensors: [Tensor?]
  /// Where the state before each time stands, and behind it the notes.
  let before: Int

  init(_ node: Node) {
    before = 2 + node.attributes[2...4].reduce(0, +)
    var next = before + 2
    var places: [Int?] = []
    for arrives in node.attributes.dropFirst(5) {
      places.append(arrives == 1 ? next : nil)
      next += arrives
    }
    self.places = places
    tensors = places.map { $0.map { Tensor(node.inputs[$0]) } }
  }
}

extension PlanBuilder {
  func recurrentWalk(_ node: Node) throws {
    let sources = try walkSources(node)
    // Only parts that somebody reads are written.
    let place = graph.standIn[node.place]
    let read = Set(graph.users[place].map { graph.nodes[$0].attributes[0] })
    let parts = node.parts.indices.map { read.contains($0) || $0 == 0 ? fresh(node.parts[$0].shape, .float32) : nil }
    settle(node, parts: parts)
    let written = parts.compactMap { $0?.buffer }
    add(sources.name, reads: sources.buffers, writes: written + [sources.scratch]) { slots in
      var walk = sources.described(slots)
      let wrong = walk.places.map { dk_first_outside($0, walk.batch * walk.time, walk.rows) } ?? -1
      if wrong >= 0, let places = walk.places { throw outside(places[Int(wrong)], walk.rows) }
      func address(_ part: Int) -> UnsafeMutablePointer<Float>? { parts[part]?.address(slots, Float.self) }
      (walk.all, walk.end, walk.memory, walk.before, walk.notes) = (address(0), address(1), address(2), address(3), address(4))
      dk_walk_forward(&walk)
    }
  }

  func recurrentGradient(_ node: Node) throws {
    let sources = try walkSources(node)
    let arrived = RecurrentArrivals(node)
    let (before, notes) = (try contiguousInput(node, arrived.before), try contiguousInput(node, arrived.before + 1))
    let given = try arrived.places.map { try $0.map { try contiguousInput(node, $0) } }
    let parts = node.parts.map { fresh($0.shape, .float32) }
    settle(node, parts: parts)
    let reads = sources.buffers + [before.buffer, notes.buffer] + given.compactMap { $0?.buffer }
    add(sources.name + ", gradient", reads: reads, writes: parts.map(\.buffer) + [sources.scratch]) { slots in
      var gradient = dk_walk_gradient()
      gradient.walk = sources.described(slots)
      (gradient.walk.before, gradient.walk.notes) = (before.address(slots, Float.self), notes.address(slots, Float.self))
      func address(_ index: Int) -> UnsafePointer<Float>? {
        index < given.count ? given[index].map { UnsafePointer($0.address(slots, Float.self)) } : nil
      }
      (gradient.all, gradient.end, gradient.memory) = (address(0), address(1), address(2))
      gradient.inputs = parts[0].address(slots, Float.self)
      gradient.recurrent = parts[parts.count - 1].address(slots, Float.self)
      dk_walk_backward(&gradient)
    }
  }

  private func walkSources(_ node: Node) throws -> WalkSources {
    let walk = RecurrentWalk(node)
    let optional = node.attributes[2...4].reduce(into: [Int?]()) { places, has in
      places.append(has == 1 ? 2 + places.compactMap { $0 }.count : nil)
    }
    let places = try optional.map { try $0.map { try contiguousInput(node, $0) } }
    let room = dk_walk_scratch(walk.cell.kernel, Int64(walk.batch), Int64(walk.units))
    return WalkSources(
      name: walk.cell.name, shape: walk.shape, inputs: try contiguousInput(node, 0), weight: try contiguousInput(node, 1),
      shift: places[0], lengths: places[1], places: places[2], scratch: scratch(bytes: Int(room) * 4))
  }
}

extension RecurrentWalk {
  /// The numbers that say how much there is to do.
  fileprivate var shape: dk_walk {
    var shape = dk_walk()
    (shape.cell, shape.backward) = (cell.kernel, isBackward)
    (shape.batch, shape.time, shape.units) = (Int64(batch), Int64(time), Int64(units))
    shape.rows = Int64(lookUp?.table.shape[0] ?? 0)
    return shape
  }
}

/// Where a walk's inputs lie while a plan runs.
private struct WalkSources {
  let name: String
  let shape: dk_walk
  let inputs, weight: Place
  let shift, lengths, places: Place?
  let scratch: Int

  var buffers: [Int] { [inputs.buffer, weight.buffer] + [shift, lengths, places].compactMap { $0?.buffer } }

  func described(_ slots: Slots) -> dk_walk {
    var walk = shape
    (walk.inputs, walk.weight) = (UnsafePointer(inputs.address(slots, Float.self)), UnsafePointer(weight.address(slots, Float.self)))
    walk.shift = shift.map { UnsafePointer($0.address(slots, Float.self)) }
    walk.lengths = lengths.map { UnsafePointer($0.address(slots, Float.self)) }
    walk.places = places.map { UnsafePointer($0.address(slots, Int32.self)) }
    walk.scratch = slots[scratch]?.assumingMemoryBound(to: Float.self)
    return walk
  }
}
