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

  /// The same items in the same order under another shape; nil where no strides say that.
  func reshaped(_ target: Shape) -> View? {
    if isContiguous { return View(shape: target, strides: target.contiguousStrides, offset: offset) }
    var strides = target.contiguousStrides
    var (old, new) = (shape.indices.filter { shape[$0] != 1 }[...], target.indices.filter { target[$0] != 1 }[...])
    // Axes go over into each other in groups of as many items.
    while let last = old.popLast(), let inner = new.popLast() {
      var (olds, news, sizes) = ([last], [inner], (shape[last], target[inner]))
      while sizes.0 != sizes.1 {
        if sizes.0 < sizes.1, let next = old.popLast() {
          olds.append(next)
          sizes.0 *= shape[next]
        } else if let next = new.popLast() {
          news.append(next)
          sizes.1 *= target[next]
        } else {
          return nil
        }
      }
      for (near, far) in zip(olds, olds.dropFirst()) where self.strides[far] != shape[near] * self.strides[near] { return nil }
      var step = self.strides[last]
      for axis in news {
        strides[axis] = step
        step *= target[axis]
      }
    }
    return View(shape: target, strides: strides, offset: offset)
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
