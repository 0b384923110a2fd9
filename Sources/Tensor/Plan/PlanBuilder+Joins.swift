// Pieces that are joined are computed where they belong, where that can be.

import CKernels

extension PlanBuilder {
  /// Pieces that are joined along the outermost axis can be written where they belong.
  func planJoins() {
    for place in graph.nodes.indices where graph.standIn[place] == place {
      let node = graph.nodes[place]
      guard node.primitive === Primitive.concatenate, !node.isKnown else { continue }
      guard node.shape[..<node.attributes[0]].allSatisfy({ $0 == 1 }) else { continue }
      let buffer = newJoin(place, node)
      var offset = 0
      for input in graph.inputs(of: place) {
        let bytes = graph.nodes[input].shape.itemCount * node.type.bytes
        claim(input, buffer, offset)
        offset += bytes
      }
    }
  }

  private func newJoin(_ place: Int, _ node: Node) -> Int {
    let output = donations.isEmpty ? outputPlace(place) : nil
    let buffer = output?.buffer ?? newBuffer(bytes: node.shape.itemCount * node.type.bytes)
    joined[place] = buffer
    return buffer
  }

  /// The node that computes a piece, behind its reshapes, writes into the join if nothing else has a say.
  private func claim(_ place: Int, _ buffer: Int, _ offset: Int) {
    var base = place
    while graph.nodes[base].primitive === Primitive.reshape, !graph.nodes[base].isKnown, graph.users[base].count == 1 || base == place {
      base = graph.inputs(of: base)[0]
    }
    let node = graph.nodes[base]
    guard !node.isKnown, !graph.isOutput[base], targets[base] == nil else { return }
    targets[base] = (buffer, offset)
  }

  func targetPlace(_ place: Int, _ shape: Shape, _ type: ElementType) -> Place? {
    guard let target = targets[place] else { return nil }
    let buffer = newBuffer(bytes: shape.itemCount * type.bytes, parent: (target.buffer, target.offset))
    return Place(buffer: buffer, view: View(contiguous: shape), layout: nil)
  }

  /// Joins along an axis: pieces that are not in place yet are copied there.
  func concatenate(_ node: Node) throws {
    let place = graph.standIn[node.place]
    if let whole = try alreadyJoined(node) { return settle(node, at: whole) }
    let whole = joined[place].map { Place(buffer: $0, view: View(contiguous: node.shape), layout: nil) } ?? result(node)
    settle(node, at: whole)
    let axis = node.attributes[0]
    var start = 0
    for input in graph.inputs(of: place) {
      let shape = graph.nodes[input].shape
      defer { start += shape[axis] }
      if shape.itemCount == 0 { continue }
      if try isInPlace(input, whole, start * whole.view.strides[axis] * node.type.bytes) { continue }
      var view = whole.view
      view.shape = shape
      view.offset += start * whole.view.strides[axis]
      let source = try self.place(input).layout == nil ? self.place(input) : contiguousPlace(input)
      let target = Place(buffer: whole.buffer, view: view, layout: nil)
      try addChain(shape: shape, reads: [(source, node.type)], results: [(0, target, node.type)], instructions: [], key: nil)
    }
  }

  /// Pieces that a kernel laid side by side: the join is another look at them.
  private func alreadyJoined(_ node: Node) throws -> Place? {
    let (place, axis) = (graph.standIn[node.place], node.attributes[0])
    let inputs = graph.inputs(of: place)
    guard inputs.count > 1, node.shape.itemCount > 0, !graph.isOutput[place] else { return nil }
    let pieces = try inputs.map { try self.place($0) }
    let (first, size) = (pieces[0], pieces[0].view.shape[axis])
    let step = pieces[1].view.offset - first.view.offset
    guard isOwn(first.buffer), step > 0, size == 1 || step == size * first.view.strides[axis] else { return nil }
    for (index, piece) in pieces.enumerated() {
      guard piece.buffer == first.buffer, piece.layout == nil, piece.view.shape == first.view.shape else { return nil }
      guard piece.view.offset == first.view.offset + index * step, hasEqualSteps(piece.view, first.view) else { return nil }
    }
    var view = View(shape: node.shape, strides: first.view.strides, offset: first.view.offset)
    view.strides[axis] = size == 1 ? step : first.view.strides[axis]
    return Place(buffer: first.buffer, view: view, layout: nil)
  }

  private func hasEqualSteps(_ a: View, _ b: View) -> Bool {
    a.shape.indices.allSatisfy { a.shape[$0] == 1 || a.strides[$0] == b.strides[$0] }
  }

  private func isInPlace(_ input: Int, _ whole: Place, _ offset: Int) throws -> Bool {
    guard joined.values.contains(whole.buffer) else { return false }
    var found = try place(input)
    if found.layout != nil { found = try contiguousPlace(input) }
    guard let parent = parent(of: found.buffer) else { return false }
    return parent.buffer == whole.buffer && parent.offset == offset && found.isContiguous && found.view.offset == 0
  }
}
