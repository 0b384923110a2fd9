// Operations that find items by number: rows of a table, one item a row, one-hot rows.

import CKernels
import Catalog

extension Primitive {
  /// Inputs: table [rows, width…], places int32 of any shape.
  static let gatherRows: Primitive = Primitive(
    "gather", .kernel { node, builder in try builder.gatherRows(node) }, types: ElementType.all,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      let table = node.inputs[0]
      let count = node.inputs[1].shape.itemCount
      let rows = try g.reshaped([count] + table.shape.dropFirst())
      let places = try Tensor(node.inputs[1]).reshaped([count])
      return [rows.precisely { Tensor(Node(.scatterRows, [$0.node, places.node], shape: table.shape, type: $0.type)) }, nil]
    })

  /// Inputs: rows [count, width…], places [count]. The result sums the rows at their places.
  static let scatterRows: Primitive = Primitive(
    "scatter", .kernel { node, builder in try builder.scatterRows(node) }, types: ElementType.computed,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      return [Tensor(Node(.gatherRows, [g.node, node.inputs[1]], shape: node.inputs[0].shape, type: g.type)), nil]
    })

  /// Inputs: x [rows, width], places [rows]: one item of each row.
  static let pick: Primitive = Primitive(
    "pick", .kernel { node, builder in try builder.pick(node) }, types: ElementType.computed,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      return [Tensor(Node(.place, [g.node, node.inputs[1]], shape: node.inputs[0].shape, type: g.type)), nil]
    })

  /// Inputs: items [rows], places [rows]: each item in its place of a row of zeros.
  static let place: Primitive = Primitive(
    "place", .kernel { node, builder in try builder.placeItems(node) }, types: ElementType.computed,
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      return [Tensor(Node(.pick, [g.node, node.inputs[1]], shape: node.inputs[0].shape, type: g.type)), nil]
    })
}

extension Tensor {
  /// Rows of the first axis by number, which may count from the end.
  public func rows(_ places: Tensor) -> Tensor {
    Tensor(Node(.gatherRows, [node, places.converted(to: .int32).node], shape: places.shape + shape.dropFirst(), type: type))
  }

  /// What rows of numbers were looked up in, table [rows, width] and numbers, if they are such.
  var lookUp: (table: Tensor, places: Tensor)? {
    var node = node
    while node.primitive === Primitive.reshape, !node.isKnown { node = node.inputs[0] }
    guard node.primitive === Primitive.gatherRows, !node.isKnown else { return nil }
    let table = Tensor(node.inputs[0])
    return table.rank == 2 && table.shape[1] == shape.last ? (table, Tensor(node.inputs[1])) : nil
  }

  /// Items along an axis by number; the axes of [places] stand in its stead.
  func items(_ places: Tensor, axis: Int) -> Tensor {
    if axis == 0 { return rows(places) }
    let moved = permuted([axis] + shape.indices.filter { $0 != axis }).rows(places)
    let order = (0..<axis).map { $0 + places.rank } + (0..<places.rank) + ((axis + places.rank)..<moved.rank)
    return moved.permuted(order)
  }

  /// One item of each row of [rows, width]: result [rows].
  public func picked(_ places: Tensor) -> Tensor {
    precisely { Tensor(Node(.pick, [$0.node, places.converted(to: .int32).node], shape: [shape[0]], type: $0.type)) }
  }

  /// Whole numbers as rows of zeros with a one: the last axis has [classes] items.
  public func oneHot(_ classes: Int) throws -> Tensor {
    let target = try ShapeArgument(shape + [classes]).checked()
    let flat = try reshaped([itemCount]).converted(to: .int32)
    let ones = Tensor(filled: 1, shape: [itemCount])
    return try Tensor(Node(.place, [ones.node, flat.node], shape: [itemCount, classes], type: .float32)).reshaped(target)
  }
}

extension PlanBuilder {
  func gatherRows(_ node: Node) throws {
    let table = try contiguousInput(node, 0)
    let places = try contiguousInput(node, 1)
    let to = result(node)
    let rows = Int64(node.inputs[0].shape[0])
    let count = Int64(node.inputs[1].shape.itemCount)
    let width = node.inputs[0].shape.dropFirst().reduce(1, *)
    let bytes = Int64(width * node.type.bytes)
    add(node.primitive.name, reads: [table.buffer, places.buffer], writes: [to.buffer]) { slots in
      let from = table.address(slots, node.type)
      let wrong = dk_gather_rows(from, rows, bytes, places.address(slots, Int32.self), count, to.address(slots, node.type))
      if wrong >= 0 { throw outside(places.address(slots, Int32.self)[Int(wrong)], rows) }
    }
  }

  func scatterRows(_ node: Node) throws {
    let source = try contiguousInput(node, 0)
    let places = try contiguousInput(node, 1)
    let to = result(node)
    let rows = Int64(node.shape[0])
    let count = Int64(node.inputs[1].shape.itemCount)
    let width = Int64(node.shape.dropFirst().reduce(1, *))
    add(node.primitive.name, reads: [source.buffer, places.buffer], writes: [to.buffer]) { slots in
      let index = places.address(slots, Int32.self)
      let wrong = dk_scatter_rows(
        node.type.native, source.address(slots, node.type), index, count, width, to.address(slots, node.type), rows)
      if wrong >= 0 { throw outside(index[Int(wrong)], rows) }
    }
  }

  func pick(_ node: Node) throws {
    let source = try contiguousInput(node, 0)
    let places = try contiguousInput(node, 1)
    let to = result(node)
    let (rows, width) = (Int64(node.inputs[0].shape[0]), Int64(node.inputs[0].shape[1]))
    add(node.primitive.name, reads: [source.buffer, places.buffer], writes: [to.buffer]) { slots in
      let index = places.address(slots, Int32.self)
      let wrong = dk_pick(node.type.native, source.address(slots, node.type), rows, width, index, to.address(slots, node.type))
      if wrong >= 0 { throw outside(index[Int(wrong)], width) }
    }
  }

  func placeItems(_ node: Node) throws {
    let source = try contiguousInput(node, 0)
    let places = try contiguousInput(node, 1)
    let to = result(node)
    let (rows, width) = (Int64(node.shape[0]), Int64(node.shape[1]))
    add(node.primitive.name, reads: [source.buffer, places.buffer], writes: [to.buffer]) { slots in
      let index = places.address(slots, Int32.self)
      let wrong = dk_place(node.type.native, source.address(slots, node.type), rows, width, index, to.address(slots, node.type))
      if wrong >= 0 { throw outside(index[Int(wrong)], width) }
    }
  }
}

/// A number that names no row.
func outside(_ place: Int32, _ count: Int64) -> Complaint {
  Complaint(
    .label, "there is no number \(place) among \(count)", [.init(.whole, "numbers go from 0 to \(count - 1)")],
    why: "an index or a label looks up what stands at its number")
}

extension Catalog {
  /// The words that look things up by number.
  public func addIndexing() {
    add(
      .movement, "one_hot", "Whole numbers as rows of zeros with a one.",
      shapes: [ShapeRule("[...] -> [..., classes]", "classes")],
      examples: [Example("one_hot([0, 2], 3)", gives: "[[1, 0, 0],\n [0, 0, 1]]")],
      samples: [Sample([[]]) { _ in Given(positional: [.thing(Tensor([2, 0] as [Int32], shape: [2])), .number(3)]) }],
      given("labels", "whole numbers from 0"), count("classes", "how many there are")
    ) { (labels: Tensor, classes: Int) in try labels.oneHot(classes) }
    add(
      .movement, "take", "Rows by number.",
      shapes: ["[n, ...], int32 [k] -> [k, ...]", ShapeRule("[n, m], int32 [k] -> [n, k]", "axis: 1")],
      examples: [Example("take([[1, 2], [3, 4]], [1, 0])", gives: "[[3, 4],\n [1, 2]]")],
      samples: [
        Sample([4, 2], with: ["places": .thing(Tensor([0, 3, 3, -1] as [Int32], shape: [2, 2]))]),
        Sample([2, 3], with: ["places": .thing(Tensor([2, 0] as [Int32], shape: [2])), "axis": .number(1)]),
        Sample([3], with: ["places": .thing(Tensor([Int32](), shape: [0]))]),
      ],
      given("x", "a tensor"), given("places", "whole numbers, which may count from the end"), given("axis", "along this axis", Int.self, 0)
    ) { (x: Tensor, places: Tensor, axis: Int) in try x.items(places, axis: resolve(axis: axis, rank: x.rank)) }
    addWindows()
    addForeign("F.one_hot", in: "PyTorch", means: "one_hot")
    addForeign("to_categorical", in: "Keras", means: "one_hot")
    addForeign("index_select", in: "PyTorch", means: "take")
  }

  private func addWindows() {
    add(
      .movement, "windows",
      "All stretches of a length along the first axis, one beginning after the other: what a net reads of a series or a text.",
      shapes: [ShapeRule("[n] -> [n - 2, 3]", "3"), ShapeRule("[n, m] -> [n - 1, 2, m]", "2")],
      examples: [
        Example("windows([1, 2, 3, 4], 3)", gives: "[[1, 2, 3],\n [2, 3, 4]]"),
        Example("windows([1, 2, 3, 4, 5], 2, step: 2)", gives: "[[1, 2],\n [3, 4]]"),
      ],
      samples: [Sample([5], with: ["size": .number(2)]), Sample([4, 2], with: ["size": .number(3), "step": .number(2)])],
      given("x", "a tensor"), count("size", "items in each"), count("step", "how far apart they begin", 1)
    ) { (x: Tensor, size: Int, step: Int) in
      guard let length = x.shape.first, size <= length else {
        throw Complaint(
          .shape, "no window of \(size) fits into \(x.shape.first ?? 0) items",
          [.init(.position(0), x.shape.shapeText), .init(.argument("size"), "\(size)")])
      }
      let count = (length - size) / step + 1
      if Checking.isOn, count > Foresight.mostItems { return Tensor(awaiting: [count, size] + x.shape.dropFirst(), type: x.type) }
      let starts = Tensor((0..<count).map { Int32($0 * step) }, shape: [count, 1])
      return x.rows(try starts + Tensor((0..<Int32(size)).map { $0 }, shape: [size]))
    }
    addForeign("sliding_window_view", "timeseries_dataset_from_array", means: "windows")
  }
}
