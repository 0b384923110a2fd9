// Attention as one primitive: no table of shares lies in memory, forward or backward.

import CKernels
import Catalog

/// What the primitive is told: queries, keys and values over the same leading axes, and what may be seen.
struct Attending {
  /// [.., n, d], [.., m, d], [.., m, e].
  let query, key, value: Tensor
  /// Truths [.., n, m]: which keys a query may see.
  let mask: Tensor?
  let isCausal: Bool
  let scale: Float

  /// Nil where leading axes do not fit each other, or are too many.
  init?(_ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor?, causal: Bool, scale: Double) throws {
    let all = [q, k, v] + (mask.map { [$0] } ?? [])
    let leads = all.map { Shape($0.shape.dropLast(2)) }
    guard let lead = leads.dropFirst().reduce(leads[0], { common, next in common.flatMap { broadcast($0, next) } }) else { return nil }
    guard lead.count <= DK_RANK - 2, mask.map({ $0.rank >= 2 }) ?? true else { return nil }
    func wide(_ x: Tensor, _ inner: Shape) throws -> Tensor { try x.broadcasted(to: lead + inner) }
    func wide(_ x: Tensor) throws -> Tensor { try wide(x.converted(to: .float32), Shape(x.shape.suffix(2))) }
    (query, key, value) = (try wide(q), try wide(k), try wide(v))
    self.mask = try mask.map { try wide($0, [q.shape[q.rank - 2], k.shape[k.rank - 2]]) }
    isCausal = causal
    self.scale = Float(scale)
  }

  /// What a node was made of.
  fileprivate init(_ node: Node) {
    (query, key, value) = (Tensor(node.inputs[0]), Tensor(node.inputs[1]), Tensor(node.inputs[2]))
    mask = node.attributes[2] == 1 ? Tensor(node.inputs[3]) : nil
    isCausal = node.attributes[1] == 1
    scale = Float(bitPattern: UInt32(node.attributes[0]))
  }

  fileprivate var sources: [Tensor] { [query, key, value] + (mask.map { [$0] } ?? []) }
  fileprivate var lead: Shape { Shape(query.shape.dropLast(2)) }
  fileprivate var queries: Int { query.shape[query.rank - 2] }
  fileprivate var keys: Int { key.shape[key.rank - 2] }
  fileprivate var size: Int { query.shape[query.rank - 1] }
  fileprivate var valueSize: Int { value.shape[value.rank - 1] }

  func result() -> Tensor {
    let shape = lead + [queries, valueSize]
    let parts = [shape, lead + [queries]].map { Node.Part(shape: $0, type: .float32) }
    let attributes = [Int(scale.bitPattern), isCausal ? 1 : 0, mask == nil ? 0 : 1]
    return Tensor(part: 0, of: Node(.attention, sources.map(\.node), attributes, shape: shape, type: .float32, parts: parts))
  }
}

extension Primitive {
  /// Inputs: queries, keys, values, and a mask of truths if there is one. Attributes: the bits of the scale, whether causal, whether
  /// masked. Parts: the result, and the logarithms of the sums of exponentials.
  static let attention: Primitive = Primitive(
    "attention", .kernel { node, builder in try builder.attention(node) },
    gradient: { node, upstream in
      guard let g = upstream[0] else { return node.inputs.map { _ in nil } }
      let inputs = node.inputs + [0, 1].map { Tensor(part: $0, of: node).node } + [g.node]
      let parts = node.inputs.prefix(3).map { Node.Part(shape: $0.shape, type: .float32) }
      let all = Node(.attentionGradient, inputs, node.attributes, shape: parts[0].shape, type: .float32, parts: parts)
      return parts.indices.map { Tensor(part: $0, of: all) } + node.inputs.dropFirst(3).map { _ in nil }
    },
    multiplyAdds: { node in
      let attending = Attending(node)
      return attending.lead.itemCount * attending.queries * attending.keys * (attending.size + attending.valueSize)
    })

  /// Inputs: those of attention, its result, the logarithms, the gradient of the result. Parts: gradients of queries, keys, values.
  static let attentionGradient: Primitive = Primitive(
    "attention, gradient", .kernel { node, builder in try builder.attentionGradient(node) },
    gradient: { node, upstream in
      let g = Tensor(node.inputs[node.inputs.count - 1])
      // Under names of their own: what is looked up, say, may be multiplied before.
      let sources = node.inputs.prefix(3).map { Tensor($0).aliased() }
      let composed = try pullBack(g, from: writtenOut(Attending(node), sources), to: sources)
      let slopes = try pullBackOnce(zip(upstream, composed).map { ($0, $1) }, to: sources + [g])
      return slopes.prefix(3) + node.inputs.dropFirst(3).dropLast().map { _ in nil } + slopes.suffix(1)
    })

  private static func writtenOut(_ attending: Attending, _ sources: [Tensor]) throws -> Tensor {
    try composedAttention(
      sources[0], sources[1], sources[2], mask: attending.mask, causal: attending.isCausal, scale: Double(attending.scale))
  }
}

extension PlanBuilder {
  func attention(_ node: Node) throws {
    let sources = try attended(node)
    let to = sideBySide([node.shape])[0]
    let logarithms = fresh(node.parts[1].shape, .float32)
    settle(node, parts: [to, logarithms])
    guard node.shape.itemCount > 0 else { return }
    add(node.primitive.name, reads: sources.buffers, writes: [to.buffer, logarithms.buffer, sources.scratch]) { slots in
      var attention = sources.described(slots, result: to, logarithms)
      dk_attention_forward(&attention)
    }
  }

  func attentionGradient(_ node: Node) throws {
    let sources = try attended(node)
    let count = node.inputs.count
    let (result, logarithms) = (try rows(node, count - 3), try contiguousInput(node, count - 2))
    let upstream = try rows(node, count - 1)
    let to = sideBySide(node.parts.map(\.shape))
    settle(node, parts: to)
    let reads = sources.buffers + [result.buffer, logarithms.buffer, upstream.buffer]
    guard node.parts.contains(where: { $0.shape.itemCount > 0 }) else { return }
    add(node.primitive.name, reads: reads, writes: Array(Set(to.map(\.buffer))).sorted() + [sources.scratch]) { slots in
      var gradient = dk_attention_gradient()
      gradient.attention = sources.described(slots, result: result, logarithms)
      gradient.upstream = matrices(upstream, slots)
      (gradient.q, gradient.k, gradient.v) = (matrices(to[0], slots), matrices(to[1], slots), matrices(to[2], slots))
      dk_attention_backward(&gradient)
    }
  }

  /// An input whose rows have their items one after the other.
  private func rows(_ node: Node, _ index: Int) throws -> Place {
    let found = try input(node, index)
    return found.layout == nil && (found.view.strides.last == 1 || found.view.shape.last == 1) ? found : try contiguousInput(node, index)
  }

  /// Places for matrices [.., heads, rows, width] with the heads' rows side by side, as the products before and after attention
  /// have them: [.., rows, heads, width]; and those of one shape side by side in one piece of memory.
  private func sideBySide(_ shapes: [Shape]) -> [Place] {
    var places: [Place?] = shapes.map { _ in nil }
    for (index, shape) in shapes.enumerated() where places[index] == nil {
      let equal = shapes.indices.filter { shapes[$0] == shape }
      let rank = shape.count
      let heads = rank > 2 ? shape[rank - 3] : 1
      let (piece, row) = (heads * shape[rank - 1], heads * shape[rank - 1] * equal.count)
      // From the innermost axis outwards: items, rows, heads, and what lies around them.
      var strides = [1, row] + (rank > 2 ? [shape[rank - 1]] : [])
      var size = shape[rank - 2] * row
      for axis in shape.indices.dropLast(3).reversed() {
        strides.append(size)
        size *= shape[axis]
      }
      let whole = fresh([shape.itemCount * equal.count], .float32)
      for (place, one) in equal.enumerated() {
        let view = View(shape: shape, strides: strides.reversed(), offset: place * piece)
        places[one] = Place(buffer: whole.buffer, view: view, layout: nil)
      }
    }
    return places.compactMap { $0 }
  }

  private func attended(_ node: Node) throws -> AttendedPlaces {
    let attending = Attending(node)
    let slots = Int64(max(min(Int(dk_threads()), attending.lead.itemCount), 1))
    var shape = attending.shape
    shape.slots = slots
    let mask = try attending.mask == nil ? nil : plainInput(node, 3)
    return AttendedPlaces(
      shape: shape, query: try rows(node, 0), key: try rows(node, 1), value: try rows(node, 2), mask: mask,
      scratch: scratch(bytes: Int(dk_attention_scratch(&shape)) * 4))
  }

  private func plainInput(_ node: Node, _ index: Int) throws -> Place {
    let found = try input(node, index)
    return found.layout == nil ? found : try contiguousInput(node, index)
  }
}

/// Where attention's inputs lie while a plan runs.
private struct AttendedPlaces {
  let shape: dk_attention
  let query, key, value: Place
  let mask: Place?
  let scratch: Int

  var buffers: [Int] { [query.buffer, key.buffer, value.buffer] + (mask.map { [$0.buffer] } ?? []) }

  func described(_ slots: Slots, result: Place, _ logarithms: Place) -> dk_attention {
    var attention = shape
    (attention.q, attention.k, attention.v) = (matrices(query, slots), matrices(key, slots), matrices(value, slots))
    attention.result = matrices(result, slots)
    attention.logarithms = logarithms.address(slots, Float.self)
    attention.scratch = slots[scratch]?.assumingMemoryBound(to: Float.self)
    if let mask {
      let rank = mask.view.shape.count
      attention.mask = UnsafePointer(mask.address(slots, UInt8.self))
      setSteps(&attention.mask_lead, mask.view.strides.dropLast(2))
      (attention.mask_row, attention.mask_across) = (Int64(mask.view.strides[rank - 2]), Int64(mask.view.strides[rank - 1]))
    }
    return attention
  }
}

private func matrices(_ place: Place, _ slots: Slots) -> dk_matrices {
  var matrices = dk_matrices()
  matrices.first = place.address(slots, Float.self)
  matrices.row = Int64(place.view.strides[place.view.strides.count - 2])
  setSteps(&matrices.lead, place.view.strides.dropLast(2))
  return matrices
}

/// C's arrays are tuples.
private func setSteps<Tuple>(_ tuple: inout Tuple, _ steps: ArraySlice<Int>) {
  withUnsafeMutableBytes(of: &tuple) { bytes in
    let target = bytes.bindMemory(to: Int64.self)
    for (axis, step) in steps.enumerated() { target[axis] = Int64(step) }
  }
}

extension Attending {
  /// The numbers that say how much there is to do.
  fileprivate var shape: dk_attention {
    var shape = dk_attention()
    shape.rank = Int32(lead.count)
    setSteps(&shape.lead, lead[...])
    (shape.queries, shape.keys) = (Int64(queries), Int64(keys))
    (shape.size, shape.value_size) = (Int64(size), Int64(valueSize))
    (shape.scale, shape.causal) = (scale, isCausal)
    return shape
  }
}
