// What a node does: how it is computed, and its derivative.

import CKernels

/// The kinds of work a node can be. Everything else in the engine follows from a primitive's work and gradient.
public final class Primitive: Sendable {
  enum Work: Sendable {
    /// Numbers that are given.
    case leaf
    /// Element by element; the operation depends on the type of the first input. Neighbours fuse.
    case element(@Sendable (ElementType) -> dk_operation)
    /// Another look at the same numbers: no work where layouts allow.
    case view(@Sendable (Node, View) -> View?)
    /// A kernel of its own, which writes its steps when a plan is made.
    case kernel(@Sendable (Node, PlanBuilder) throws -> Void)
  }

  /// Gradients of the inputs, given the node and the gradients of its results (one, or one a part; nil: none arrives).
  typealias Gradient = @Sendable (_ node: Node, _ upstream: [Tensor?]) throws -> [Tensor?]

  let name: String
  let work: Work
  /// Nil: the result does not depend smoothly on the inputs; no gradient passes.
  let gradient: Gradient?
  /// The types that its kernel reads and writes; what is asked of it in others is refused.
  let types: Set<ElementType>
  /// How many products of two numbers are added up in a node; nil: that is not what it does.
  let multiplyAdds: (@Sendable (_ node: Node) -> Int)?

  init(
    _ name: String, _ work: Work, types: Set<ElementType> = [.truth, .int32, .float32], gradient: Gradient? = nil,
    multiplyAdds: (@Sendable (_ node: Node) -> Int)? = nil
  ) {
    self.name = name
    self.work = work
    self.types = types
    self.multiplyAdds = multiplyAdds
    self.gradient = gradient
  }

  static let leaf = Primitive("leaf", .leaf)

  /// One result of a node that has several; attributes: [which].
  static let part: Primitive = Primitive(
    "part", .kernel { node, builder in try builder.aliasPart(node) }, types: ElementType.all,
    gradient: { node, upstream in
      // Handled by the walk itself, which hands the gradient to the part's place.
      upstream
    })
}

/// How a view looks at numbers: where it begins and how far apart neighbours lie, in items.
struct View {
  var shape: Shape
  var strides: [Int]
  var offset: Int

  init(contiguous shape: Shape) {
    self.shape = shape
    strides = shape.contiguousStrides
    offset = 0
  }

  init(shape: Shape, strides: [Int], offset: Int) {
    self.shape = shape
    self.strides = strides
    self.offset = offset
  }

  /// Items lie one after the other in row-major order.
  var isContiguous: Bool {
    var expected = 1
    for axis in shape.indices.reversed() where shape[axis] != 1 {
      if strides[axis] != expected { return false }
      expected *= shape[axis]
    }
    return true
  }
}
