// Order: sorting, the first few, searching in what is sorted, counting.

import CKernels
import Catalog

extension Primitive {
  /// Where the items of each row (the last axis) stand in order. Attributes: 1 for descending.
  static let order: Primitive = Primitive(
    "argsort", .kernel { node, builder in try builder.order(node) }, types: ElementType.computed)
  /// Inputs: sorted [size], values. Attributes: 1 where equals count as smaller.
  static let search: Primitive = Primitive(
    "searchsorted", .kernel { node, builder in try builder.search(node) }, types: ElementType.computed)
}

extension Tensor {
  /// Where the items along an axis stand in order: int32. Equals keep their order, NaN is the largest.
  public func argsorted(axis: Int, descending: Bool = false) throws -> Tensor {
    if rank == 0 { return Tensor(0, type: .int32) }
    let axis = try resolve(axis: axis, rank: rank)
    var turned = Array(shape.indices)
    turned.swapAt(axis, rank - 1)
    let rows = computing.permuted(turned)
    return Tensor(Node(.order, [rows.node], [descending ? 1 : 0], shape: rows.shape, type: .int32)).permuted(turned)
  }

  /// The items along an axis in order, and where they stood.
  public func sorted(axis: Int, descending: Bool = false) throws -> (items: Tensor, places: Tensor) {
    let places = try argsorted(axis: axis, descending: descending)
    return (rank == 0 ? self : try gathered(places, axis: axis), places)
  }

  /// How many items of the sorted vector are smaller than each value; [right]: smaller or equal.
  public func searched(for values: Tensor, right: Bool) throws -> Tensor {
    guard rank == 1 else {
      throw Complaint(.shape, "what is searched is a vector in order, not \(shape.shapeText)", [.init(.whole, shape.shapeText)])
    }
    let type = common(self, values).computing
    let inputs = [converted(to: type).node, values.converted(to: type).node]
    return Tensor(Node(.search, inputs, [right ? 1 : 0], shape: values.shape, type: .int32))
  }

  /// The items at some share of the way through their order, between two of them in a straight line.
  func quantile(_ share: Double, axis: Int) throws -> Tensor {
    let axis = try resolve(axis: axis, rank: rank)
    guard shape[axis] > 0 else {
      throw Complaint(.shape, "no items have no middle", [.init(.position(0), "its shape is \(shape.shapeText)")])
    }
    let place = share * Double(shape[axis] - 1)
    let (low, part) = (Int(place), place - place.rounded(.down))
    var taps = Taps(2)
    taps.append(part > 0 ? [(low, 1 - part), (low + 1, part)] : [(low, 1)])
    return try floating.sorted(axis: axis).items.blended(taps, axis: axis).squeezed([axis])
  }

  /// The places at which truths are true, in row-major order. How many there are is known only by looking.
  func truePlaces() throws -> Tensor {
    do {
      let (storage, offset) = try converted(to: .truth).reshaped([itemCount]).materialized().memory()
      let found = Storage(bytes: itemCount * 4)
      let count = dk_true_places(storage.pointer(UInt8.self) + offset, Int64(itemCount), found.pointer(Int32.self))
      return Tensor(found, shape: [Int(count)], type: .int32)
    } catch is UnknownNumbers where Checking.isOn { return Tensor(awaiting: [UnknownSize.next()], type: .int32) }
  }
}

/// The different items in order.
public func unique(_ x: Tensor) throws -> Tensor {
  guard x.itemCount > 1 else { return try x.reshaped([x.itemCount]) }
  let items = try x.reshaped([x.itemCount]).sorted(axis: 0).items
  let (left, right) = (items.slice(axis: 0, from: 0, count: x.itemCount - 1), items.slice(axis: 0, from: 1, count: x.itemCount - 1))
  // Not a number differs from itself, and is shown once all the same.
  let isSame = try logic(.or, left == right, logic(.and, apply(.not, left == left), apply(.not, right == right)))
  let isNew = try concatenate([Tensor(filled: 1, shape: [1], type: .truth), apply(.not, isSame)], axis: 0)
  return items.rows(try isNew.truePlaces())
}

/// How often each of the whole numbers 0..<count stands in x.
func countsOf(_ x: Tensor, _ count: Int) throws -> Tensor {
  let places = try x.converted(to: .int32).reshaped([x.itemCount])
  let ones = Tensor(filled: 1, shape: [x.itemCount, 1], type: .int32)
  return try Tensor(Node(.scatterRows, [ones.node, places.node], shape: [count, 1], type: .int32)).reshaped([count])
}

/// How many items fall between neighbouring edges, the last edge included, and the edges.
func histogram(_ x: Tensor, bins: Int, low: Double?, high: Double?) throws -> (counts: Tensor, edges: Tensor) {
  let x = try x.precise.reshaped([x.itemCount])
  let all = Array(x.shape.indices)
  var (start, end) = (
    try low ?? (x.itemCount > 0 ? x.min(axes: all).scalar() : 0), try high ?? (x.itemCount > 0 ? x.max(axes: all).scalar() : 1)
  )
  guard start.isFinite, end.isFinite, start <= end else {
    throw Complaint(
      .argument, "bins go from a number up to a number, not from \(numberText(start)) to \(numberText(end))", [.init(.whole, "")])
  }
  if start == end { (start, end) = (start - 0.5, end + 0.5) }
  let edges = Tensor(
    (0...bins).map { $0 == bins ? end : start + Double($0) * (end - start) / Double(bins) }, shape: [bins + 1], type: x.type)
  // Bin 0 takes what lies below, the last what lies above: both are left out.
  let inner = edges.slice(axis: 0, from: 0, count: bins)
  let place = try inner.searched(for: x, right: true) + (x > edges.slice(axis: 0, from: bins, count: 1)).converted(to: .int32)
  let isNumber = try (x == x).converted(to: .int32)
  let counts = try countsOf(place * isNumber, bins + 2).slice(axis: 0, from: 1, count: bins)
  return (counts, edges)
}

extension PlanBuilder {
  func order(_ node: Node) throws {
    let (source, to) = (try contiguousInput(node, 0), result(node))
    guard node.shape.itemCount > 0 else { return }
    let width = Int64(node.shape.last ?? 1)
    let rows = Int64(node.shape.itemCount) / width
    let (type, descending) = (node.inputs[0].type, node.attributes[0] == 1)
    let room = scratch(bytes: node.shape.itemCount * 16)
    add("argsort", reads: [source.buffer], writes: [to.buffer, room]) { slots in
      dk_argsort(type.native, source.address(slots, type), to.address(slots, Int32.self), rows, width, descending, slots[room])
    }
  }

  func search(_ node: Node) throws {
    let (sorted, values, to) = (try contiguousInput(node, 0), try contiguousInput(node, 1), result(node))
    let (size, count, right) = (Int64(node.inputs[0].shape[0]), Int64(node.shape.itemCount), node.attributes[0] == 1)
    let type = node.inputs[0].type
    add("searchsorted", reads: [sorted.buffer, values.buffer], writes: [to.buffer]) { slots in
      dk_search(
        type.native, sorted.address(slots, type), size, values.address(slots, type), count, right, to.address(slots, Int32.self))
    }
  }
}

// MARK: - the words

extension Catalog {
  /// The words of order.
  public func addOrdering() {
    add(
      .movement, "sort", "The items along an axis in order; gives where they stood as well.", shapes: ["[..., n] -> [..., n]"],
      examples: [Example("sort([3, 1, 2])", gives: "[1, 2, 3]")],
      samples: [
        Sample([2, 5]), Sample([3, 2, 2], with: ["axis": .number(0), "descending": .truth(true)]), Sample([2, 1]), Sample([0, 3]),
        Sample([]),
      ],
      given("x", "a tensor"), given("axis", "along this axis", Int.self, -1), flag("descending", "the largest first", false)
    ) { (x: Tensor, axis: Int, descending: Bool) in
      let (items, places) = try x.sorted(axis: axis, descending: descending)
      return Value.several([.thing(items), .thing(places)])
    }
    add(
      .movement, "argsort", "Where the items along an axis stand in order.", shapes: ["[..., n] -> [..., n]"],
      examples: [Example("argsort([3, 1, 2])", gives: "[1, 2, 0]")],
      samples: [Sample([2, 3]), Sample([1, 1]), Sample([0, 2])],
      given("x", "a tensor"), given("axis", "along this axis", Int.self, -1), flag("descending", "the largest first", false)
    ) { (x: Tensor, axis: Int, descending: Bool) in try x.argsorted(axis: axis, descending: descending) }
    add(
      .movement, "top_k", "The largest few along an axis, the largest first; gives where they stood as well.",
      shapes: [ShapeRule("[..., n] -> [..., 2]", "2")],
      examples: [Example("top_k([3, 9, 5], 2)", gives: "[9, 5]")],
      samples: [
        Sample([2, 5], with: ["k": .number(2)]), Sample([3, 2], with: ["k": .number(1), "axis": .number(0)]),
        Sample([0, 2], with: ["k": .number(1)]),
      ],
      given("x", "a tensor"), count("k", "how many", nil, in: 0...1e15), given("axis", "along this axis", Int.self, -1),
      flag("largest", "false: the smallest few", true)
    ) { (x: Tensor, k: Int, axis: Int, largest: Bool) in
      let axis = try resolve(axis: axis, rank: x.rank)
      guard k <= x.shape[axis] else {
        throw Complaint(
          .shape, "axis \(axis) has \(x.shape[axis]) items, not \(k)",
          [.init(.argument("k"), "\(k)"), .init(.position(0), x.shape.shapeText)])
      }
      let places = try x.argsorted(axis: axis, descending: largest).slice(axis: axis, from: 0, count: k)
      return Value.several([.thing(try x.gathered(places, axis: axis)), .thing(places)])
    }
    add(
      .movement, "unique", "The different items in order.", examples: [Example("unique([3, 1, 3])", gives: "[1, 3]")],
      samples: [Sample([2, 3]), Sample([0]), Sample([])], given("x", "a tensor")
    ) { (x: Tensor) in try unique(x) }
    addMiddles()
    addSearching()
    addCounting()
  }

  private func addMiddles() {
    add(
      .reduction, "median", "The middle of the items in order; of two middles their mean.",
      shapes: ["[...] -> []", ShapeRule("[n, m] -> [n]", "axis: 1")],
      examples: [Example("median([5, 1, 3])", gives: "3")],
      samples: [Sample([5]), Sample([2, 4], with: ["axis": .number(1)]), Sample([])],
      given("x", "a tensor"), given("axis", "along this axis; none: over all", Int?.self, .some(nil))
    ) { (x: Tensor, axis: Int?) in try (axis == nil ? x.reshaped([x.itemCount]) : x).quantile(0.5, axis: axis ?? 0) }
    add(
      .reduction, "quantile", "The item at a share of the way through the order, between two in a straight line.",
      shapes: [ShapeRule("[...] -> []", "0.5"), ShapeRule("[n, m] -> [n]", "0.5, axis: 1")],
      examples: [Example("quantile([0, 10, 20], 25%)", gives: "5")],
      samples: [
        Sample([5], with: ["share": .number(0.3)]), Sample([2, 4], with: ["share": .number(1), "axis": .number(1)]),
        Sample([1], with: ["share": .number(0.5)]),
      ],
      given("x", "a tensor"), number("share", "0 the smallest, 1 the largest", nil, in: 0...1),
      given("axis", "along this axis; none: over all", Int?.self, .some(nil))
    ) { (x: Tensor, share: Double, axis: Int?) in
      try (axis == nil ? x.reshaped([x.itemCount]) : x).quantile(share, axis: axis ?? 0)
    }
  }

  private func addSearching() {
    let values = Value.thing(Tensor([0.5, 2], shape: [2]))
    add(
      .movement, "searchsorted", "Where values belong in a sorted vector: how many of its items are smaller.",
      shapes: ["[n], [...] -> [...]"],
      examples: [Example("searchsorted([1, 3, 5], [2, 3])", gives: "[1, 1]")],
      samples: [Sample([3], with: ["values": values]), Sample([0], with: ["values": values])],
      given("sorted", "a vector in order", Tensor.self), given("values", "a number or a tensor", Tensor.self),
      flag("right", "count equals as smaller", false)
    ) { (sorted: Tensor, values: Tensor, right: Bool) in try sorted.searched(for: values, right: right) }
    add(
      .movement, "bucketize", "The number of the bucket that each item falls in.", shapes: ["[...], [n] -> [...]"],
      examples: [Example("bucketize([0.5, 2, 9], [1, 5])", gives: "[0, 1, 2]")],
      samples: [Sample([3], with: ["edges": values]), Sample([0], with: ["edges": values])],
      given("x", "a number or a tensor", Tensor.self), given("edges", "where buckets meet, in order", Tensor.self),
      flag("right", "an item on an edge belongs to the bucket behind it", false)
    ) { (x: Tensor, edges: Tensor, right: Bool) in try edges.searched(for: x, right: right) }
  }

  private func addCounting() {
    add(
      .reduction, "bincount", "How often each whole number from 0 on stands in x.", shapes: [ShapeRule("int32 [...] -> [count]", "count")],
      examples: [Example("bincount([0, 2, 2], 4)", gives: "[1, 0, 2, 0]")],
      samples: [Sample([[]]) { _ in Given(positional: [.thing(Tensor([1, 1, 0] as [Int32], shape: [3])), .number(2)]) }],
      given("x", "whole numbers"), count("count", "how many numbers there are", nil, in: 0...1e9)
    ) { (x: Tensor, count: Int) in try countsOf(x, count) }
    add(
      .reduction, "histogram", "How many items fall into each of some equal bins; gives the edges as well.",
      shapes: [ShapeRule("[...] -> [bins]", "bins")],
      examples: [Example("histogram([0, 1, 1, 4], 4)", gives: "[1, 2, 0, 1]")],
      samples: [
        Sample([[]]) { _ in
          Given(positional: [.thing(Tensor([0.1, 0.7], shape: [2])), .number(2), .number(0), .number(1)])
        }
      ],
      given("x", "a tensor"), count("bins", "how many bins", 10, in: 1...1e7),
      optionalNumber("low", "where the first begins; none: the smallest"),
      optionalNumber("high", "where the last ends; none: the largest")
    ) { (x: Tensor, bins: Int, low: Double?, high: Double?) in
      let (counts, edges) = try histogram(x, bins: bins, low: low, high: high)
      return Value.several([.thing(counts), .thing(edges)])
    }
  }
}
