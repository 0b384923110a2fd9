// Attention: each query takes the values in shares that its match with the keys decides.

import Catalog

/// softmax(q k' / √d) v over q [.., n, d], k [.., m, d], v [.., m, e]. A mask of truths says which keys a query may see, one of
/// numbers is added to the scores. A query that may see nothing gets zeros. [bias] is added to the scores, [drop] changes the shares.
public func attention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor? = nil, causal: Bool = false, scale: Double? = nil, bias: Tensor? = nil,
  drop: ((Tensor) throws -> Tensor)? = nil
) throws -> Tensor {
  guard q.rank >= 2, k.rank >= 2, v.rank >= 2, q.shape.last == k.shape.last, k.shape[k.rank - 2] == v.shape[v.rank - 2] else {
    throw Complaint(
      .shape, "attention wants q [.., n, d], k [.., m, d], v [.., m, e]: \(q.shape.shapeText), \(k.shape.shapeText), \(v.shape.shapeText)",
      [.init(.position(1), k.shape.shapeText), .init(.position(0), q.shape.shapeText), .init(.position(2), v.shape.shapeText)])
  }
  let factor = scale ?? 1 / Double(max(q.shape[q.rank - 1], 1)).squareRoot()
  let type = common(q, k).meeting(v.type).floating
  let isPlain = bias == nil && drop == nil && mask?.type ?? .truth == .truth && type.computing == .float32
  if isPlain, let attending = try Attending(q, k, v, mask: mask, causal: causal, scale: factor) {
    return attending.result().converted(to: type)
  }
  return try composedAttention(q, k, v, mask: mask, causal: causal, scale: factor, bias: bias, drop: drop ?? { $0 })
}

/// The same in smaller operations: for what is added to the scores, for what changes the shares, and for derivatives of derivatives.
func composedAttention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor?, causal: Bool, scale factor: Double, bias: Tensor? = nil,
  drop: (Tensor) throws -> Tensor = { $0 }
) throws -> Tensor {
  var scores = try matmul(q, k.transposed()) * factor
  let axis = scores.rank - 1
  if let mask, mask.type != .truth { scores = try scores + mask }
  if let bias { scores = try scores + bias }
  guard let seen = try visible(mask, causal: causal, queries: q.shape[q.rank - 2], keys: k.shape[k.rank - 2]) else {
    return try matmul(drop(softmax(scores, axis: axis)), v)
  }
  let isBlind = try seen.converted(to: .int32).sum(axes: [seen.rank - 1]).expanded(at: seen.rank - 1) == Tensor(0, type: .int32)
  let shares = try softmax(select(logic(.or, seen, isBlind), scores, Tensor(-Double.infinity)), axis: axis)
  return try matmul(drop(select(isBlind, Tensor(0), shares)), v)
}

/// Which keys each query sees; nil: all.
private func visible(_ mask: Tensor?, causal: Bool, queries: Int, keys: Int) throws -> Tensor? {
  let given = mask?.type == .truth ? mask : nil
  guard causal else { return given }
  let query = Tensor((0..<Int32(queries)).map { $0 }, shape: [queries, 1])
  let key = Tensor((0..<Int32(keys)).map { $0 }, shape: [keys])
  let past = try key <= query
  return try given.map { try logic(.and, $0, past) } ?? past
}

extension Catalog {
  /// Attention without parameters.
  public func addAttention() {
    let mask = Value.thing(Tensor([true, false, true, true, true, false], shape: [2, 3]))
    add(
      .contraction, "scaled_dot_product_attention",
      "softmax(q k' / √d) v: each query takes the values in shares that its match with the keys decides.",
      paper: "Vaswani and others 2017", shapes: ["[..., n, d], [..., m, d], [..., m, k] -> [..., n, k]"],
      examples: [Example("scaled_dot_product_attention([[0, 0]], [[1, 2], [3, 4]], [[1], [3]])", gives: "[[2]]")],
      samples: [
        Sample([2, 3], [3, 3], [3, 2]), Sample([2, 3], [3, 3], [3, 2], with: ["mask": mask]),
        Sample([1, 2, 3, 2], [1, 2, 3, 2], [1, 2, 3, 2], with: ["causal": .truth(true)]),
        Sample([0, 2], [2, 2], [2, 1]), Sample([1, 1], [1, 1], [1, 1]),
      ],
      given("q", "queries [.., n, d]"), given("k", "keys [.., m, d]", Tensor.self), given("v", "values [.., m, e]", Tensor.self),
      given("mask", "truths (may be seen) or numbers (added to the scores), [.., n, m]; none: all is seen", Tensor?.self, .some(nil)),
      flag("causal", "a query sees the keys up to its own place", false),
      optionalNumber("scale", "what scores are multiplied by; none: 1/√d")
    ) { (q: Tensor, k: Tensor, v: Tensor, mask: Tensor?, causal: Bool, scale: Double?) in
      try attention(q, k, v, mask: mask, causal: causal, scale: scale)
    }
  }
}
