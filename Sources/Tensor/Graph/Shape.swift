// Sizes of tensors: counting, broadcasting, axes, and how shapes are written.

import Catalog

/// The sizes of a tensor, outermost first; `[]` is one number.
public typealias Shape = [Int]

extension Array where Element == Int {
  /// How many items a tensor of this shape has.
  public var itemCount: Int { reduce(1, *) }

  /// `[64, 1, 8, 8]`.
  public var shapeText: String { "[" + map(String.init).joined(separator: ", ") + "]" }

  /// Strides, in items, of the contiguous row-major layout.
  public var contiguousStrides: [Int] {
    var strides = [Int](repeating: 1, count: count)
    for axis in stride(from: count - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * Swift.max(self[axis + 1], 1) }
    return strides
  }
}

/// The shape both broadcast to, as in NumPy: aligned at the end, sizes equal or 1; nil when they do not fit.
public func broadcast(_ a: Shape, _ b: Shape) -> Shape? {
  if a == b { return a }
  let rank = max(a.count, b.count)
  var result = Shape(repeating: 1, count: rank)
  for back in 1..<(rank + 1) {
    let left = back <= a.count ? a[a.count - back] : 1
    let right = back <= b.count ? b[b.count - back] : 1
    guard left == right || left == 1 || right == 1 else { return nil }
    result[rank - back] = left == 1 ? right : left
  }
  return result
}

/// Axes that may count from the end, as sorted axes from 0. Throws where one is outside the rank or named twice.
public func resolve(axes: [Int], rank: Int) throws -> [Int] {
  let resolved = try axes.map { try resolve(axis: $0, rank: rank) }
  guard Set(resolved).count == resolved.count else {
    throw Complaint(.shape, "an axis is named twice: \(axes.shapeText)", [.init(.argument("axis"), "each axis once")])
  }
  return resolved.sorted()
}

/// One axis, from 0. Throws where it is outside the rank.
public func resolve(axis: Int, rank: Int) throws -> Int {
  let resolved = axis < 0 ? axis + rank : axis
  guard (0..<rank).contains(resolved) else {
    throw Complaint(
      .shape, "there is no axis \(axis) in a tensor of rank \(rank)",
      [.init(.argument("axis"), rank == 0 ? "it has no axes" : "axes go from 0 to \(rank - 1), or from -\(rank) to -1")])
  }
  return resolved
}
