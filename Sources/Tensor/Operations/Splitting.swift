// An axis cut into equal pieces. What was cut together is joined again by the gradient, in one step.

import Catalog

extension Primitive {
  /// Parts: the pieces. Attributes: the axis.
  static let split: Primitive = Primitive(
    "split", .kernel { node, builder in try builder.split(node) }, types: ElementType.all,
    gradient: { node, upstream in
      guard upstream.contains(where: { $0 != nil }) else { return [nil] }
      let pieces = zip(node.parts, upstream).map { $1 ?? Tensor(filled: 0, shape: $0.shape, type: $0.type) }
      return [try rejoined(pieces, axis: node.attributes[0])]
    })
}

private func rejoined(_ pieces: [Tensor], axis: Int) throws -> Tensor { try concatenate(pieces, axis: axis) }

extension Tensor {
  /// The axis in equal pieces, in order. Its size must be a multiple of their number.
  public func split(into count: Int, axis: Int) -> [Tensor] {
    guard count > 1 else { return [self] }
    var piece = shape
    piece[axis] /= count
    let parts = [Node.Part](repeating: Node.Part(shape: piece, type: type), count: count)
    let node = Node(.split, [node], [axis], shape: shape, type: type, parts: parts)
    return parts.indices.map { Tensor(part: $0, of: node) }
  }
}

extension PlanBuilder {
  /// Pieces are views: nothing moves, unless the whole lies where it may be written over.
  func split(_ node: Node) throws {
    let axis = node.attributes[0]
    let whole = try settled(node)
    let pieces = node.parts.indices.map { index -> Place? in
      let start = index * node.parts[index].shape[axis] * whole.view.strides[axis]
      let view = View(shape: node.parts[index].shape, strides: whole.view.strides, offset: whole.view.offset + start)
      return Place(buffer: whole.buffer, view: view, layout: nil)
    }
    settle(node, parts: pieces)
  }

  /// The input with plain strides, in memory that stays as it is while the plan runs.
  private func settled(_ node: Node) throws -> Place {
    let found = try input(node, 0)
    let plain = try found.layout == nil ? found : contiguousInput(node, 0)
    return try apart(plain, node.inputs[0])
  }
}
