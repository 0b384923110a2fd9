// The words of linear algebra.

import Catalog

extension Catalog {
  /// The words that factor and solve.
  public func addAlgebra() {
    addMatrix(
      "inverse", "The matrix that undoes a square one.", shapes: ["[..., n, n] -> [..., n, n]"], "inverse([[2, 0], [0, 4]]) @ [2, 4]",
      gives: "[1, 1]", .invertible
    ) {
      try $0.inverse()
    }
    addForeign("linalg.inv", in: "NumPy", means: "inverse")
    addMatrix("det", "The determinant.", shapes: ["[..., n, n] -> [...]"], "det([[2, 1], [0, 4]])", gives: "8", .invertible) { a in
      let (sign, logarithm) = try a.logDeterminant()
      return try sign * exp(logarithm)
    }
    addMatrix(
      "logdet", "The logarithm of the determinant; not a number where that is below 0.", shapes: ["[..., n, n] -> [...]"],
      "logdet([[1, 0], [0, 1]])", gives: "0", .positive
    ) { a in
      let (sign, logarithm) = try a.logDeterminant()
      return try select(sign < Tensor(0), Tensor(.nan), logarithm)
    }
    addMatrix(
      "cholesky", "The lower triangle l with l @ l.T = a, for a symmetric and positive definite.", shapes: ["[..., n, n] -> [..., n, n]"],
      "cholesky([[4, 0], [0, 9]])",
      gives: "[[2, 0],\n [0, 3]]",
      .positive
    ) { try $0.cholesky() }
    addMatrix(
      "pinv", "The pseudo-inverse of any matrix.", shapes: ["[..., n, m] -> [..., m, n]"], "pinv([[2, 0], [0, 4], [0, 0]]).shape",
      gives: "2x3", .tall
    ) {
      try $0.pseudoInverse()
    }
    addMatrix(
      "singular_values", "The singular values, the largest first.", shapes: ["[..., n, n] -> [..., n]"],
      "singular_values([[3, 0], [0, 4]])", gives: "[4, 3]", .tall
    ) {
      try $0.singularValues().s
    }
    addMatrix(
      "matrix_rank", "How many rows are independent.", shapes: ["[..., n, m] -> [...]"], "matrix_rank([[1, 2], [2, 4]])", gives: "1", .tall
    ) { a in
      let s = try a.singularValues().s
      return try a.counting(s).sum(axes: [s.rank - 1])
    }
    addSolving()
    addFactors()
  }

  private func addMatrix(
    _ name: String, _ summary: String, shapes: [ShapeRule], _ example: String, gives result: String, _ kind: MatrixSamples,
    file: String = #fileID, line: Int = #line, _ compute: @escaping (Tensor) throws -> Tensor
  ) {
    add(
      .algebra, name, summary, shapes: shapes, examples: [Example(example, gives: result)], samples: kind.samples, file: file, line: line,
      given("a", "[.., rows, columns]")
    ) { (a: Tensor) in try compute(a) }
  }

  private func addSolving() {
    let systems = [(Shape([3, 3]), Shape([3, 2])), ([2, 2], [2]), ([2, 2, 2], [2, 1]), ([1, 1], [1, 1])]
    add(
      .algebra, "solve", "x with a @ x = b.", shapes: ["[..., n, n], [..., n, m] -> [..., n, m]"],
      examples: [Example("solve([[2, 0], [0, 4]], [2, 4])", gives: "[1, 1]")],
      samples: systems.map { pair in
        Sample([pair.0, pair.1], in: -0.7...0.7) { Given(positional: [.thing(try regular($0[0])), $0[1]]) }
      }, given("a", "[.., n, n]"), given("b", "[n] or [.., n, m]", Tensor.self)
    ) { (a: Tensor, b: Tensor) in try solve(a, b) }
    add(
      .algebra, "lstsq", "x that brings a @ x nearest to b: least squares; of several the shortest.", shapes: ["[n, m], [n, k] -> [m, k]"],
      examples: [Example("round(lstsq([[1], [1]], [1, 3]))", gives: "[2]")],
      samples: [Sample([3, 2], [3, 2]), Sample([3, 1], [3])], given("a", "[.., m, n]"), given("b", "[m] or [.., m, k]", Tensor.self)
    ) { (a: Tensor, b: Tensor) in
      guard a.rank >= 2, b.rank >= 1, a.shape[a.rank - 2] == b.shape[max(b.rank - 2, 0)] else {
        throw Complaint(
          .shape, "`lstsq` wants as many rows on both sides: \(a.shape.shapeText) and \(b.shape.shapeText)",
          [.init(.position(1), b.shape.shapeText), .init(.position(0), a.shape.shapeText)])
      }
      return try matmul(a.pseudoInverse(), b)
    }
  }

  private func addFactors() {
    add(
      .algebra, "qr", "q with orthogonal columns and r upper triangular, q @ r = a.", shapes: ["[..., n, n] -> [..., n, n]"],
      examples: [Example("q, r = qr([[2, 0], [0, 5]])\nabs(r)", gives: "[[2, 0],\n [0, 5]]")],
      samples: MatrixSamples.tall.samples.filter {
        $0.shapes[0].count > 1 && $0.shapes[0][$0.shapes[0].count - 2] >= $0.shapes[0].last ?? 0
      },
      given("a", "[.., rows, columns]")
    ) { (a: Tensor) in
      let (q, r) = try a.qr()
      return Value.several([.thing(q), .thing(r)])
    }
    add(
      .algebra, "eigh", "The eigenvalues of a symmetric matrix, the smallest first, and its eigenvectors as columns.",
      shapes: ["[..., n, n] -> [..., n]"],
      examples: [Example("eigh([[2, 0], [0, 1]])", gives: "[1, 2]")],
      samples: [Shape([3, 3]), [2, 2, 2], [1, 1]].map { shape in
        Sample([shape]) { Given(positional: [.thing(try definite($0[0]))]) }
      },
      given("a", "[.., n, n], of which the lower triangle is read")
    ) { (a: Tensor) in
      let (values, vectors) = try a.symmetricEigen()
      return Value.several([.thing(values), .thing(vectors)])
    }
    add(
      .algebra, "svd",
      "u, s, v with u @ diag(s) @ v = a: the singular values, the largest first, between two with orthogonal columns and rows.",
      shapes: ["[..., n, n] -> [..., n, n]"],
      examples: [Example("u, s, v = svd([[3, 0], [0, 4]])\ns", gives: "[4, 3]")], samples: MatrixSamples.tall.samples,
      given("a", "[.., rows, columns]")
    ) { (a: Tensor) in
      let (u, s, v) = try a.singularValues()
      return Value.several([.thing(u), .thing(s), .thing(v)])
    }
  }
}

/// Matrices at which a factorisation is smooth.
private enum MatrixSamples {
  case invertible, positive, tall

  var samples: [Sample] {
    switch self {
    case .invertible:
      [Shape([3, 3]), [2, 2, 2], [1, 1]].map { shape in Sample([shape], in: -0.7...0.7) { Given(positional: [.thing(try regular($0[0]))]) }
      }
    case .positive:
      [Shape([3, 3]), [2, 2, 2], [1, 1]].map { shape in Sample([shape]) { Given(positional: [.thing(try definite($0[0]))]) } }
    case .tall:
      [Shape([4, 2]), [2, 3], [2, 2, 2], [1, 1]].map { shape in
        Sample([shape], in: -0.6...0.8) { Given(positional: [.thing(try spread($0[0]))]) }
      }
    }
  }
}

/// A matrix far from singular.
private func regular(_ value: Value) throws -> Tensor {
  let x = try Tensor(value) ?? Tensor(0)
  return try x + Tensor((0..<Int32(x.shape[x.rank - 1])).map { $0 }, shape: [x.shape[x.rank - 1]]).oneHot(x.shape[x.rank - 1]) * 3
}

/// A symmetric positive definite matrix whose eigenvalues stand apart.
private func definite(_ value: Value) throws -> Tensor {
  let x = try Tensor(value) ?? Tensor(0)
  let size = x.shape[x.rank - 1]
  return try matmul(x, x.transposed()) * 0.5 + Tensor((0..<size).map { Float(1 + 2 * $0) }, shape: [size]).diagonalMatrix()
}

/// A matrix whose singular values stand apart.
private func spread(_ value: Value) throws -> Tensor {
  let x = try Tensor(value) ?? Tensor(0)
  let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
  return try x * 0.5
    + Tensor(
      (0..<(rows * columns)).map { (place: Int) -> Float in place / columns == place % columns ? Float(1 + 2 * (place % columns)) : 0 },
      shape: [rows, columns])
}
