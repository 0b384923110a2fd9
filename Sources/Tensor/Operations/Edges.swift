// Movement at edges and diagonals: padding, rolling, tiling, triangles, grids.

import Catalog

/// What stands beyond an edge.
public enum EdgeMode: String, Choice {
  case constant, reflect, edge, circular
}

extension Tensor {
  /// [low] more items before an axis and [high] behind it; fewer where they are negative.
  public func padded(_ mode: EdgeMode, axis: Int, low: Int, high: Int, value: Double = 0) throws -> Tensor {
    if low < 0 || high < 0 {
      let kept = Swift.max(shape[axis] + Swift.min(low, 0) + Swift.min(high, 0), 0)
      let inner = slice(axis: axis, from: Swift.min(Swift.max(-low, 0), shape[axis] - kept), count: kept)
      return try inner.padded(mode, axis: axis, low: Swift.max(low, 0), high: Swift.max(high, 0), value: value)
    }
    guard low > 0 || high > 0 else { return self }
    if mode == .constant { return try concatenate([filling(low, axis, value), self, filling(high, axis, value)], axis: axis) }
    try checkReach(mode, axis: axis, Swift.max(low, high))
    let size = shape[axis]
    return switch mode {
    case .circular:
      try concatenate([slice(axis: axis, from: size - low, count: low), self, slice(axis: axis, from: 0, count: high)], axis: axis)
    case .reflect:
      try concatenate(
        [
          slice(axis: axis, from: low, count: low, step: -1), self,
          slice(axis: axis, from: Swift.max(size - 2, 0), count: high, step: -1),
        ], axis: axis)
    default:
      try concatenate(
        [
          slice(axis: axis, from: 0, count: 1).repeated(low, axis: axis), self,
          slice(axis: axis, from: size - 1, count: 1).repeated(high, axis: axis),
        ], axis: axis)
    }
  }

  private func filling(_ count: Int, _ axis: Int, _ value: Double) -> Tensor {
    var target = shape
    target[axis] = count
    return Tensor(filled: value, shape: target, type: type)
  }

  /// Items that are reflected or taken from the other end must be there.
  private func checkReach(_ mode: EdgeMode, axis: Int, _ wanted: Int) throws {
    let most = mode == .edge ? (shape[axis] > 0 ? Int.max : 0) : mode == .reflect ? shape[axis] - 1 : shape[axis]
    guard wanted > most else { return }
    throw Complaint(
      .shape, "axis \(axis) has \(shape[axis]) items, too few to pad \(wanted) by \(quote(mode.rawValue))",
      [.init(.position(0), shape.shapeText), .init(.argument("mode"), "pads \(Swift.max(most, 0)) at most here")])
  }

  /// The items moved on along an axis; what leaves at one end comes in at the other.
  public func rolled(_ shift: Int, axis: Int) throws -> Tensor {
    guard shape[axis] > 0 else { return self }
    let start = ((-shift % shape[axis]) + shape[axis]) % shape[axis]
    guard start > 0 else { return self }
    return try concatenate(
      [slice(axis: axis, from: start, count: shape[axis] - start), slice(axis: axis, from: 0, count: start)], axis: axis)
  }

  /// The tensor several times along each axis; as many numbers as axes, or more.
  public func tiled(_ times: [Int]) throws -> Tensor {
    let rank = Swift.max(times.count, rank)
    let full = try reshaped([Int](repeating: 1, count: rank - self.rank) + shape)
    let counts = [Int](repeating: 1, count: rank - times.count) + times
    return try counts.indices.reduce(full) { counts[$1] == 1 ? $0 : try $0.repeated(counts[$1], axis: $1) }
  }

  /// The last two axes with zeros above (or below) a diagonal, which is [offset] to the right of the main one.
  public func triangle(upper: Bool, offset: Int) throws -> Tensor {
    let (rows, columns) = try matrixSizes(upper ? "triu" : "tril")
    let row = Tensor((0..<Int32(rows)).map { $0 }, shape: [rows, 1])
    let column = Tensor((0..<Int32(columns)).map { $0 }, shape: [columns])
    let limit = try row + Tensor(Double(offset), type: .int32)
    return try select(upper ? limit <= column : column <= limit, self, Tensor(0, type: type))
  }

  /// The diagonal of the last two axes, [offset] to the right of the main one.
  public func diagonal(offset: Int = 0) throws -> Tensor {
    let (rows, columns) = try matrixSizes("diagonal")
    let count = Swift.max(offset >= 0 ? Swift.min(rows, columns - offset) : Swift.min(rows + offset, columns), 0)
    let lead = Array(shape.dropLast(2))
    let flat = try reshaped(lead + [rows * columns])
    let start = offset >= 0 ? offset : -offset * columns
    return flat.slice(axis: lead.count, from: count > 0 ? start : 0, count: count, step: columns + 1)
  }

  /// A matrix with this vector (the last axis) on its diagonal.
  public func diagonalMatrix(offset: Int = 0) throws -> Tensor {
    guard let count = shape.last else {
      throw Complaint(.shape, "`diag` wants at least a vector, not one number", [.init(.position(0), "rank 0")])
    }
    let size = count + Swift.abs(offset)
    let attributes = shape.dropLast().flatMap { _ in [0, 1] } + [offset >= 0 ? offset : -offset * size, size + 1]
    let flat = Tensor(Node(.unslice, [node], attributes, shape: shape.dropLast() + [size * size], type: type))
    return try flat.reshaped(shape.dropLast() + [size, size])
  }

  func matrixSizes(_ word: String) throws -> (rows: Int, columns: Int) {
    guard rank >= 2 else {
      throw Complaint(.shape, "`\(word)` wants a matrix, not \(shape.shapeText)", [.init(.position(0), shape.shapeText)])
    }
    return (shape[rank - 2], shape[rank - 1])
  }
}

// MARK: - the words

extension Catalog {
  /// The words of edges and diagonals.
  public func addEdges() {
    addPadding()
    addRolling()
    addTriangles()
    addPieces()
  }

  private func addPadding() {
    func sample(_ shape: Shape, _ amount: Value, _ mode: EdgeMode, _ axis: Value) -> Sample {
      Sample(shape, with: ["amount": amount, "mode": .text(mode.rawValue), "axis": axis])
    }
    add(
      .movement, "pad", "More items at the edges: a number, or what stands inside.",
      shapes: [ShapeRule("[n] -> [n + 2]", "1"), ShapeRule("[n, m] -> [n, m + 3]", "[1, 2], axis: 1")],
      examples: [
        Example("pad([1, 2], 1)", gives: "[0, 1, 2, 0]"), Example("pad([1, 2, 3], [0, 2], mode: \"reflect\")", gives: "[1, 2, 3, 2, 1]"),
      ],
      samples: [
        sample([2, 3], .number(1), .constant, .none), sample([2, 3], .list([.number(2), .number(1)]), .reflect, .number(1)),
        sample([2, 2], .list([.number(0), .number(2)]), .edge, .number(0)), sample([3], .number(2), .circular, .number(0)),
        sample([0, 2], .number(1), .constant, .number(0)), sample([4], .number(-1), .constant, .number(0)),
        sample([1], .number(2), .edge, .none),
      ],
      given("x", "a tensor"), given("amount", "items at each end, or [before, behind]", PerAxis.self),
      given("axis", "these axes; none: all", Axes?.self, .some(nil)),
      given("mode", "constant, reflect, edge (the last item again) or circular", EdgeMode.self, .constant),
      number("value", "what fills a constant edge", 0)
    ) { (x: Tensor, amount: PerAxis, axis: Axes?, mode: EdgeMode, value: Double) in
      let ends = try amount.spread(over: 2, "amount")
      return try resolve(axes: axis?.axes ?? Array(x.shape.indices), rank: x.rank).reduce(x) {
        try $0.padded(mode, axis: $1, low: ends[0], high: ends[1], value: value)
      }
    }
  }

  private func addRolling() {
    add(
      .movement, "roll", "The items moved on along an axis; what leaves at one end comes in at the other.",
      shapes: [ShapeRule("[..., n] -> [..., n]", "1")],
      examples: [Example("roll([1, 2, 3], 1)", gives: "[3, 1, 2]")],
      samples: [
        Sample([4], with: ["shift": .number(1)]), Sample([3, 2], with: ["shift": .number(-4), "axis": .number(0)]),
        Sample([0, 2], with: ["shift": .number(1), "axis": .number(0)]),
        Sample([2, 3], with: ["shift": .list([.number(1), .number(-1)]), "axis": .list([.number(0), .number(1)])]),
      ],
      given("x", "a tensor"), given("shift", "how many places, one for each axis", PerAxis.self),
      given("axis", "along these axes", Axes.self, Axes(axes: [-1]))
    ) { (x: Tensor, shift: PerAxis, axis: Axes) in
      let steps = try shift.spread(over: axis.axes.count, "shift")
      return try zip(steps, axis.axes).reduce(x) { try $0.rolled($1.0, axis: resolve(axis: $1.1, rank: x.rank)) }
    }
    add(
      .movement, "tile", "The tensor several times along each axis.", shapes: [ShapeRule("[n, m] -> [2 * n, 3 * m]", "[2, 3]")],
      examples: [Example("tile([[1, 2]], [2, 2])", gives: "[[1, 2, 1, 2],\n [1, 2, 1, 2]]")],
      samples: [
        Sample([2, 2], with: ["times": .size([2, 3])]), Sample([2], with: ["times": .size([2, 1])]),
        Sample([0], with: ["times": .number(2)]),
      ],
      given("x", "a tensor"), given("times", "how often, a number for each of the last axes", ShapeArgument.self)
    ) { (x: Tensor, times: ShapeArgument) in try x.tiled(times.checked()) }
  }

  private func addTriangles() {
    let matrices = [
      Sample([3, 4], with: ["offset": .number(1)]), Sample([2, 3, 2], with: ["offset": .number(-1)]), Sample([1, 1]), Sample([0, 2]),
    ]
    for (name, summary, result) in [
      ("triu", "The upper triangle of the last two axes; zeros below.", "[[1, 2],\n [0, 4]]"),
      ("tril", "The lower triangle of the last two axes; zeros above.", "[[1, 0],\n [3, 4]]"),
    ] {
      add(
        .movement, name, summary, shapes: ["[..., n, m] -> [..., n, m]"], examples: [Example("\(name)([[1, 2], [3, 4]])", gives: result)],
        samples: matrices,
        given("x", "[.., rows, columns]"), given("offset", "the diagonal, so many to the right of the main one", Int.self, 0)
      ) { (x: Tensor, offset: Int) in try x.triangle(upper: name == "triu", offset: offset) }
    }
    add(
      .movement, "diagonal", "The diagonal of the last two axes.", shapes: ["[..., n, n] -> [..., n]"],
      examples: [Example("diagonal([[1, 2], [3, 4]])", gives: "[1, 4]")],
      samples: matrices, given("x", "[.., rows, columns]"), given("offset", "so many to the right of the main one", Int.self, 0)
    ) { (x: Tensor, offset: Int) in try x.diagonal(offset: offset) }
    add(
      .movement, "diag", "A matrix with a vector on its diagonal.", shapes: ["[..., n] -> [..., n, n]"],
      examples: [Example("diag([1, 2])", gives: "[[1, 0],\n [0, 2]]")],
      samples: [Sample([3]), Sample([2, 2], with: ["offset": .number(-1)]), Sample([1]), Sample([0])],
      given("x", "[.., n]"), given("offset", "so many to the right of the main diagonal", Int.self, 0)
    ) { (x: Tensor, offset: Int) in try x.diagonalMatrix(offset: offset) }
    add(
      .reduction, "trace", "The sum of the diagonal of the last two axes.", shapes: ["[..., n, n] -> [...]"],
      examples: [Example("trace([[1, 2], [3, 4]])", gives: "5")],
      samples: [Sample([3, 4]), Sample([2, 2, 2]), Sample([1, 1]), Sample([0, 2])], given("x", "[.., rows, columns]")
    ) { (x: Tensor) in
      let items = try x.diagonal()
      return try items.sum(axes: [items.rank - 1])
    }
  }

  private func addPieces() {
    add(
      .movement, "chunk", "Pieces along an axis, as a list: so many of equal size, or of given sizes.",
      examples: [
        Example("chunk([1, 2, 3, 4], 2)", gives: "[[1, 2], [3, 4]]"), Example("chunk([1, 2, 3], [1, 2])", gives: "[[1], [2, 3]]"),
      ],
      samples: [
        Sample([4, 2], with: ["pieces": .number(2)]),
        Sample([2, 3], with: ["pieces": .list([.number(1), .number(2)]), "axis": .number(1)]), Sample([1], with: ["pieces": .number(1)]),
      ],
      given("x", "a tensor"), given("pieces", "how many pieces (the last may be smaller), or a list of their sizes", PerAxis.self),
      given("axis", "along this axis", Int.self, 0)
    ) { (x: Tensor, pieces: PerAxis, axis: Int) in
      let axis = try resolve(axis: axis, rank: x.rank)
      var start = 0
      return try pieces.pieces(of: x.shape[axis], axis).map { size in
        defer { start += size }
        return x.slice(axis: axis, from: start, count: size)
      }
    }
    add(
      .movement, "meshgrid", "Vectors spread over a common grid: result k holds vector k along axis k.", shapes: ["[n], [m] -> [n, m]"],
      examples: [Example("meshgrid([1, 2], [5, 6, 7])", gives: "[[1, 1, 1],\n [2, 2, 2]]")],
      samples: [Sample([2], [3]), Sample([1]), Sample([0], [2])], rest("vectors", "vectors, or one list of them", TensorList.self)
    ) { (lists: [TensorList]) in
      let vectors = lists.flatMap(\.tensors)
      let shape = vectors.map(\.itemCount)
      return Value.several(
        try vectors.enumerated().map { place, vector in
          let along = shape.indices.map { $0 == place ? shape[$0] : 1 }
          return .thing(try vector.reshaped(along).broadcasted(to: shape))
        })
    }
  }
}

extension PerAxis {
  /// The sizes of pieces of an axis: one number counts the pieces, several are their sizes.
  fileprivate func pieces(of size: Int, _ axis: Int) throws -> [Int] {
    guard sizes.count == 1, let count = sizes.first else {
      if sizes.reduce(0, +) == size, sizes.allSatisfy({ $0 >= 0 }) { return sizes }
      throw Complaint(
        .shape, "pieces of \(sizes.shapeText) do not make up axis \(axis), which has \(size) items",
        [.init(.argument("pieces"), "together \(sizes.reduce(0, +))")])
    }
    guard count > 0 else { throw Complaint(.argument, "`pieces` is \(count), but must be at least 1", [.init(.argument("pieces"), "")]) }
    let each = max((size + count - 1) / count, 1)
    return stride(from: 0, to: max(size, 1), by: each).map { min(each, size - $0) }
  }
}
