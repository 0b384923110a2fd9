// Lengths, directions and distances.

import Catalog

/// The square root, with slope 0 where it is 0: a length of nothing pulls nowhere.
private func flatRoot(_ x: Tensor) throws -> Tensor {
  let isZero = try x == 0
  return try select(isZero, Tensor(0), sqrt(select(isZero, Tensor(1), x)))
}

/// The p-norm over axes: p 2 is the length, 1 the sum of sizes, inf the largest size, 0 the count of what is not 0.
public func norm(_ x: Tensor, p: Double = 2, axes: [Int]) throws -> Tensor {
  let x = x.floating
  switch p {
  case 2: return try flatRoot(square(x).sum(axes: axes))
  case 1: return try abs(x).sum(axes: axes)
  case .infinity: return try abs(x).max(axes: axes)
  case -.infinity: return try abs(x).min(axes: axes)
  case 0: return try apply(.not, x == 0).converted(to: x.type).sum(axes: axes)
  default:
    let total = try power(abs(x), Tensor(p)).sum(axes: axes)
    let isZero = try total == 0
    return try select(isZero, Tensor(0), power(select(isZero, Tensor(1), total), Tensor(1 / p)))
  }
}

/// x divided by its norm along an axis, which counts as [epsilon] at least.
public func normalized(_ x: Tensor, p: Double = 2, axis: Int, epsilon: Double = 1e-12) throws -> Tensor {
  let axis = try resolve(axis: axis, rank: x.rank)
  return try x / maximum(norm(x, p: p, axes: [axis]).keeping([axis], of: x.shape), Tensor(epsilon))
}

/// The cosine of the angle between a and b along an axis.
public func cosineSimilarity(_ a: Tensor, _ b: Tensor, axis: Int, epsilon: Double = 1e-8) throws -> Tensor {
  let shape = try fitted(a.shape, b.shape, "cosine_similarity")
  let axis = try resolve(axis: axis, rank: shape.count)
  let (a, b) = (try a.broadcasted(to: shape), try b.broadcasted(to: shape))
  let lengths = try [a, b].map { try maximum(norm($0, axes: [axis]), Tensor(epsilon)) }
  return try (a * b).sum(axes: [axis]) / (lengths[0] * lengths[1])
}

/// The distance of each row of a from each row of b: [.., n, d] and [.., m, d] give [.., n, m].
public func distances(_ a: Tensor, _ b: Tensor, p: Double = 2) throws -> Tensor {
  guard a.rank >= 2, b.rank >= 2, a.shape.last == b.shape.last else {
    throw Complaint(
      .shape, "`cdist` wants rows of one length: \(a.shape.shapeText) and \(b.shape.shapeText)",
      [.init(.position(1), b.shape.shapeText), .init(.position(0), a.shape.shapeText)])
  }
  let apart = try a.expanded(at: a.rank - 1) - b.expanded(at: b.rank - 2)
  return try norm(apart, p: p, axes: [apart.rank - 1])
}

extension Catalog {
  /// The words of length and distance.
  public func addNorms() {
    add(
      .reduction, "norm", "The length: the p-norm over axes.", shapes: Axes.shapes,
      examples: [Example("norm([3, 4])", gives: "5"), Example("norm([3, -4], p: 1)", gives: "7")],
      samples: .reductions.filter { $0.shapes[0] == [2, 3, 4] || $0.shapes[0] == [0, 2] }
        + [1, 3, Double.infinity].map { Sample([2, 4], in: -1...1.1, with: ["p": .number($0), "axis": .number(1)]) } + [
          Sample([1], in: 0.3...0.7)
        ],
      given("x", "a tensor"), number("p", "2 the length, 1 the sum of sizes, inf the largest size, 0 how many are not 0", 2),
      given("axis", "over these axes; none: over all", Axes?.self, .some(nil)), flag("keep", "leave the axes, with size 1", false)
    ) { (x: Tensor, p: Double, axis: Axes?, keep: Bool) in
      let axes = try resolve(axes: axis?.axes ?? Array(x.shape.indices), rank: x.rank)
      let result = try norm(x, p: p, axes: axes)
      return keep ? try result.keeping(axes, of: x.shape) : result
    }
    addTransform(
      .reduction, "normalize", "x divided by its norm along an axis.", shapes: ["[..., n] -> [..., n]"], "normalize([3, 4])",
      gives: "[0.6, 0.8]",
      samples: [Sample([2, 3]), Sample([3, 2], with: ["p": .number(1), "axis": .number(0)]), Sample([2, 1]), Sample([0, 3])],
      number("p", "which norm", 2), given("axis", "along this axis", Int.self, -1),
      number("epsilon", "the norm counts as this much at least", 1e-12, in: 0...1)
    ) { (p: Double, axis: Int, epsilon: Double) in { try normalized($0, p: p, axis: axis, epsilon: epsilon) } }
    add(
      .reduction, "cosine_similarity", "The cosine of the angle between a and b along an axis.", shapes: ["[..., n], [..., n] -> [...]"],
      examples: [Example("cosine_similarity([1, 0], [1, 1])", gives: "0.70710677")],
      samples: [Sample([2, 3], [2, 3]), Sample([3, 2], [1, 2], with: ["axis": .number(0)]), Sample([0, 3], [3])],
      given("a", "a tensor"), given("b", "another that broadcasts with it"), given("axis", "along this axis", Int.self, -1),
      number("epsilon", "a length counts as this much at least", 1e-8, in: 0...1)
    ) { (a: Tensor, b: Tensor, axis: Int, epsilon: Double) in try cosineSimilarity(a, b, axis: axis, epsilon: epsilon) }
    add(
      .reduction, "cdist", "The distance of each row of a from each row of b.", shapes: ["[..., n, d], [..., m, d] -> [..., n, m]"],
      examples: [Example("cdist([[0, 0]], [[3, 4], [0, 1]])", gives: "[[5, 1]]")],
      samples: [
        Sample([2, 3], [4, 3]), Sample([2, 2], [3, 2], with: ["p": .number(1)]), Sample([1, 1], [1, 1]), Sample([0, 2], [3, 2]),
        Sample([[2, 1, 2], [2, 3, 2]]) { Given(positional: [.thing(try (Tensor($0[0]) ?? Tensor(0)) + 0.1), $0[1]]) },
      ],
      given("a", "[.., n, d]"), given("b", "[.., m, d]"), number("p", "which norm", 2)
    ) { (a: Tensor, b: Tensor, p: Double) in try distances(a, b, p: p) }
  }
}
