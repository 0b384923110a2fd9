// Steps of the kernels that are no oneDNN primitives: reductions, running sums, scattered slices, rows.

import CKernels
import Catalog

extension Place {
  /// The address of the first item while a plan runs.
  func address<Item>(_ slots: Slots, _ type: Item.Type) -> UnsafeMutablePointer<Item> {
    // A step runs only after every buffer it names was given its memory.
    (slots[buffer] ?? UnsafeMutableRawPointer(slots)).assumingMemoryBound(to: type) + view.offset
  }

  /// The same where the items' type is known when the plan is made.
  func address(_ slots: Slots, _ type: ElementType) -> UnsafeMutableRawPointer {
    (slots[buffer] ?? UnsafeMutableRawPointer(slots)).advanced(by: view.offset * type.bytes)
  }
}

extension PlanBuilder {
  /// Reduces over the node's axes, the innermost group of neighbours first.
  func reduce(_ node: Node, _ reduction: dk_reduction) throws {
    var source = try contiguousInput(node, 0)
    var shape = node.inputs[0].shape
    let target = result(node)
    guard node.shape.itemCount > 0 else { return }
    let types = (node.inputs[0].type, node.type)
    let groups = neighbours(node.attributes)
    for (index, group) in groups.enumerated() {
      let isLast = index == groups.count - 1
      let reduced = Array(shape[..<group.lowerBound]) + Array(shape[(group.upperBound + 1)...])
      let to = isLast ? target : fresh(reduced, node.type)
      addReduction(reduction, types.0, types.1, from: source, to: to, shape, group)
      source = to
      shape = reduced
    }
  }

  private func addReduction(
    _ reduction: dk_reduction, _ input: ElementType, _ output: ElementType, from: Place, to: Place, _ shape: Shape,
    _ group: ClosedRange<Int>
  ) {
    let outer = Int64(shape[..<group.lowerBound].reduce(1, *))
    let count = Int64(shape[group].reduce(1, *))
    let inner = Int64(shape[(group.upperBound + 1)...].reduce(1, *))
    add("reduce", reads: [from.buffer], writes: [to.buffer]) { slots in
      dk_reduce(reduction, input.native, from.address(slots, input), to.address(slots, output), outer, count, inner, 1)
    }
  }

  /// Axes as runs of neighbours, the last run first, so that earlier ones keep their numbers.
  private func neighbours(_ axes: [Int]) -> [ClosedRange<Int>] {
    var groups: [ClosedRange<Int>] = []
    for axis in axes.sorted() {
      if let last = groups.last, last.upperBound + 1 == axis {
        groups[groups.count - 1] = last.lowerBound...axis
      } else {
        groups.append(axis...axis)
      }
    }
    return groups.reversed()
  }

  func cumulativeSum(_ node: Node) throws {
    let source = try contiguousInput(node, 0)
    let target = result(node)
    let axis = node.attributes[0]
    let outer = Int64(node.shape[..<axis].reduce(1, *))
    let inner = Int64(node.shape[(axis + 1)...].reduce(1, *))
    let count = Int64(node.shape[axis])
    add("cumulative_sum", reads: [source.buffer], writes: [target.buffer]) { slots in
      dk_cumulative_sum(node.type.native, source.address(slots, node.type), target.address(slots, node.type), outer, count, inner)
    }
  }

  /// Zeros, with the input written into the slice.
  func unslice(_ node: Node) throws {
    let source = try place(graph.standIn[node.inputs[0].place]).layout == nil ? input(node, 0) : contiguousInput(node, 0)
    let target = result(node)
    let bytes = node.shape.itemCount * node.type.bytes
    add("clear", reads: [], writes: [target.buffer]) { slots in
      target.address(slots, node.type).initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    }
    let whole = target.view
    let axes = node.shape.indices
    let offset = axes.reduce(whole.offset) { $0 + node.attributes[2 * $1] * whole.strides[$1] }
    let view = View(shape: node.inputs[0].shape, strides: axes.map { whole.strides[$0] * node.attributes[2 * $0 + 1] }, offset: offset)
    try addChain(
      shape: view.shape, reads: [(source, node.type)], results: [(0, Place(buffer: target.buffer, view: view, layout: nil), node.type)],
      instructions: [], key: nil)
  }

  /// What is done to the rows of one or two inputs; with one, both are the same.
  typealias RowKernel = (
    _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ rows: Int64,
    _ width: Int64
  ) -> Void

  /// A kernel over the rows of float32 inputs of one shape.
  func rows(_ node: Node, _ run: @escaping RowKernel) throws {
    let sources = try node.inputs.indices.map { try contiguousInput(node, $0) }
    let target = result(node)
    let width = node.shape.last ?? 1
    let count = width == 0 ? 0 : node.shape.itemCount / width
    guard count > 0 else { return }
    let first = sources[0]
    let second = sources[sources.count - 1]
    add(node.primitive.name, reads: sources.map(\.buffer), writes: [target.buffer]) { slots in
      run(
        first.address(slots, Float.self), second.address(slots, Float.self), target.address(slots, Float.self), Int64(count), Int64(width))
    }
  }
}
