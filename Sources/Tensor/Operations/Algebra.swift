// Linear algebra by LAPACK, over the last two axes; leading axes are batches. Each factorisation's derivative is the known closed form.

import CLAPACK
import Catalog

extension Primitive {
  static let inverse: Primitive = Primitive(
    "inverse",
    .kernel { node, builder in
      let n = Int32(node.shape.last ?? 0)
      try builder.algebra(node, "has no inverse") { wide, inputs, results in dla_inverse(wide, n, inputs[0], results[0]) }
    }, types: [.float32, .float64],
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      let turned = try Tensor(node).transposed()
      return [try -times(times(turned, g), turned)]
    })

  /// Inputs: a [.., n, n], b [.., n, m].
  static let solve: Primitive = Primitive(
    "solve",
    .kernel { node, builder in
      let (n, m) = (Int32(node.shape[node.shape.count - 2]), Int32(node.shape.last ?? 0))
      try builder.algebra(node, "is singular: the equations have no single solution") { wide, inputs, results in
        dla_solve(wide, n, m, inputs[0], inputs[1], results[0])
      }
    }, types: [.float32, .float64],
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil, nil] }
      let toB = try Tensor(Node(.solve, [Tensor(node.inputs[0]).transposed().node, g.node], shape: node.shape, type: node.type))
      return [try -times(toB, Tensor(node).transposed()), toB]
    })

  /// Parts: the sign of the determinant, the logarithm of its size.
  static let determinant: Primitive = Primitive(
    "det",
    .kernel { node, builder in
      let n = Int32(node.inputs[0].shape.last ?? 0)
      try builder.algebra(node, "has no determinant") { wide, inputs, results in dla_determinant(wide, n, inputs[0], results[0], results[1])
      }
    }, types: [.float32, .float64],
    gradient: { node, upstream in
      guard upstream.count > 1, let g = upstream[1] else { return [nil] }
      let a = Tensor(node.inputs[0])
      let inverse = Tensor(Node(.inverse, [a.node], shape: a.shape, type: a.type))
      return [try g.expanded(at: g.rank).expanded(at: g.rank + 1) * inverse.transposed()]
    })

  static let cholesky: Primitive = Primitive(
    "cholesky",
    .kernel { node, builder in
      let n = Int32(node.shape.last ?? 0)
      try builder.algebra(node, "is not positive definite") { wide, inputs, results in dla_cholesky(wide, n, inputs[0], results[0]) }
    }, types: [.float32, .float64],
    gradient: { node, upstream in
      guard let g = upstream[0] else { return [nil] }
      let lower = Tensor(node)
      let inner = try times(lower.transposed(), g)
      let half = try inner.triangle(upper: false, offset: -1) + (inner.diagonal() * 0.5).diagonalMatrix()
      let inverse = Tensor(Node(.inverse, [lower.node], shape: lower.shape, type: lower.type))
      let outer = try times(times(inverse.transposed(), half), inverse)
      return [try (outer + outer.transposed()) * 0.5]
    })

  /// Parts: q [.., m, k], r [.., k, n].
  static let orthogonal: Primitive = Primitive(
    "qr",
    .kernel { node, builder in
      let (m, n) = node.inputs[0].matrixSizes
      try builder.algebra(node, "has no such factors") { wide, inputs, results in dla_qr(wide, m, n, inputs[0], results[0], results[1]) }
    }, types: [.float32, .float64],
    gradient: { node, upstream in
      let (m, n) = node.inputs[0].matrixSizes
      guard m >= n else {
        throw Complaint(.shape, "a gradient through `qr` wants at least as many rows as columns, not \(node.inputs[0].shape.shapeText)")
      }
      let (q, r) = (Tensor(part: 0, of: node), Tensor(part: 1, of: node))
      let toQ = upstream[0] ?? Tensor(filled: 0, shape: q.shape, type: q.type)
      let toR = (upstream.count > 1 ? upstream[1] : nil) ?? Tensor(filled: 0, shape: r.shape, type: r.type)
      let inner = try times(r, toR.transposed()) - times(toQ.transposed(), q)
      let symmetric = try inner.triangle(upper: false, offset: 0) + inner.triangle(upper: false, offset: -1).transposed()
      return try [systems(r, (toQ + times(q, symmetric)).transposed()).transposed()]
    })

  /// Parts: eigenvalues [.., n], eigenvectors as columns [.., n, n].
  static let symmetricEigen: Primitive = Primitive(
    "eigh",
    .kernel { node, builder in
      let n = Int32(node.inputs[0].shape.last ?? 0)
      try builder.algebra(node, "has no eigenvalues") { wide, inputs, results in dla_eigh(wide, n, inputs[0], results[0], results[1]) }
    }, types: [.float32, .float64],
    gradient: { node, upstream in
      let (values, vectors) = (Tensor(part: 0, of: node), Tensor(part: 1, of: node))
      var inner = Tensor(filled: 0, shape: vectors.shape, type: vectors.type)
      if let g = upstream[0] { inner = try g.diagonalMatrix() }
      if upstream.count > 1, let g = upstream[1] { inner = try inner + times(vectors.transposed(), g) * inverseGaps(values) }
      let outer = try times(times(vectors, inner), vectors.transposed())
      return [try (outer + outer.transposed()) * 0.5]
    })

  /// Parts: u [.., m, k], singular values [.., k], v [.., k, n].
  static let singular: Primitive = Primitive(
    "svd",
    .kernel { node, builder in
      let (m, n) = node.inputs[0].matrixSizes
      try builder.algebra(node, "has no such factors") { wide, inputs, results in
        dla_svd(wide, m, n, inputs[0], results[0], results[1], results[2])
      }
    }, types: [.float32, .float64], gradient: { node, upstream in [try singularGradient(node, upstream + [nil, nil])] })

  /// The closed form for factors u [m, k], s, v [k, n], where all singular values differ.
  private static func singularGradient(_ node: Node, _ upstream: [Tensor?]) throws -> Tensor? {
    let (u, s, v) = (Tensor(part: 0, of: node), Tensor(part: 1, of: node), Tensor(part: 2, of: node))
    let (row, column) = (try s.expanded(at: s.rank - 1), try s.expanded(at: s.rank))
    var inner =
      try upstream[1].map { try $0.diagonalMatrix() }
      ?? Tensor(filled: 0, shape: u.shape.dropLast(2) + [s.shape[s.rank - 1], s.shape[s.rank - 1]], type: s.type)
    if let g = upstream[0] { inner = try inner + skew(times(u.transposed(), g)) * inverseGaps(square(s)) * row }
    if let g = upstream[2] { inner = try inner + column * skew(times(v, g.transposed())) * inverseGaps(square(s)) }
    var total = try times(times(u, inner), v)
    let (m, n) = node.inputs[0].matrixSizes
    if let g = upstream[0], m > n {
      let outside = try g - times(u, times(u.transposed(), g))
      total = try total + times(outside / row, v)
    }
    if let g = upstream[2], n > m {
      let outside = try g - times(times(g, v.transposed()), v)
      total = try total + times(u / row, outside)
    }
    return total
  }

  private static func skew(_ x: Tensor) throws -> Tensor { try x - x.transposed() }

  /// 1 / (values[j] - values[i]), and 0 on the diagonal.
  private static func inverseGaps(_ values: Tensor) throws -> Tensor {
    let n = values.shape[values.rank - 1]
    let gaps = try values.expanded(at: values.rank - 1) - values.expanded(at: values.rank)
    let isSame = try Tensor((0..<Int32(n)).map { $0 }, shape: [n, 1]) == Tensor((0..<Int32(n)).map { $0 }, shape: [n])
    return try select(isSame, Tensor(0), apply(.reciprocal, select(isSame, Tensor(1), gaps)))
  }

  /// x with a x = b.
  private static func systems(_ a: Tensor, _ b: Tensor) -> Tensor {
    Tensor(Node(.solve, [a.node, b.node], shape: b.shape, type: b.type))
  }
}

/// The matrix product, under a name that no primitive has.
private func times(_ a: Tensor, _ b: Tensor) throws -> Tensor { try matmul(a, b) }

extension Node {
  /// Rows and columns of the last two axes.
  fileprivate var matrixSizes: (Int32, Int32) { (Int32(shape[shape.count - 2]), Int32(shape[shape.count - 1])) }
}

extension PlanBuilder {
  typealias MatrixWork = (_ isWide: Bool, _ inputs: [UnsafeMutableRawPointer], _ results: [UnsafeMutableRawPointer]) -> Int32

  /// Work on each matrix of a batch. [failure]: what is wrong with a matrix that LAPACK refuses.
  fileprivate func algebra(_ node: Node, _ failure: String, _ work: @escaping MatrixWork) throws {
    let inputs = try node.inputs.indices.map { try contiguousInput(node, $0) }
    let results = node.parts.isEmpty ? [result(node)] : node.parts.map { fresh($0.shape, $0.type) }
    if !node.parts.isEmpty { settle(node, parts: results) }
    let batch = node.inputs[0].shape.dropLast(2).reduce(1, *)
    let inputSteps = node.inputs.map { $0.shape.suffix(2).reduce(1, *) }
    let shapes = node.parts.isEmpty ? [node.shape] : node.parts.map(\.shape)
    let resultSteps = shapes.map { batch > 0 ? $0.itemCount / batch : 0 }
    let isEmpty = inputSteps.contains(0)
    let type = node.type
    add(node.primitive.name, reads: inputs.map(\.buffer), writes: results.map(\.buffer)) { slots in
      for matrix in 0..<batch where !isEmpty || node.primitive === Primitive.determinant {
        let from = inputs.indices.map { inputs[$0].address(slots, type) + matrix * inputSteps[$0] * type.bytes }
        let to = results.indices.map { results[$0].address(slots, type) + matrix * resultSteps[$0] * type.bytes }
        let status = work(type == .float64, from, to)
        if status != 0 { throw refusal(node, status, batch > 1 ? matrix : nil, failure) }
      }
    }
  }
}

private func refusal(_ node: Node, _ status: Int32, _ matrix: Int?, _ failure: String) -> Complaint {
  let which = matrix.map { "matrix \($0)" } ?? "the matrix"
  if status == DLA_MISSING {
    return Complaint(
      .file, "`\(node.primitive.name)` needs LAPACK, which is not installed: liblapacke.so.3", why: "on Debian: apt-get install liblapacke")
  }
  if status < 0 {
    return Complaint(.nan, "`\(node.primitive.name)`: \(which) holds something that is not a finite number", [.init(.position(0), "")])
  }
  return Complaint(.argument, "`\(node.primitive.name)`: \(which) \(failure)", [.init(.position(0), node.inputs[0].shape.shapeText)])
}

// MARK: - on tensors

extension Tensor {
  /// A matrix in float32 or float64; square where it must be.
  fileprivate func matrix(_ word: String, square: Bool) throws -> Tensor {
    let (rows, columns) = try matrixSizes(word)
    guard !square || rows == columns else {
      throw Complaint(
        .shape, "`\(word)` wants a square matrix, not \(shape.shapeText)", [.init(.position(0), "\(rows) rows, \(columns) columns")])
    }
    return precise
  }

  public func inverse() throws -> Tensor {
    let a = try matrix("inverse", square: true)
    return Tensor(Node(.inverse, [a.node], shape: a.shape, type: a.type)).converted(to: type.floating)
  }

  /// One of several results of a factorisation of this matrix, in its type.
  private func result(_ part: Int, of node: Node) -> Tensor { Tensor(part: part, of: node).converted(to: type.floating) }

  /// The sign of the determinant, and the logarithm of its size.
  public func logDeterminant() throws -> (sign: Tensor, logarithm: Tensor) {
    let a = try matrix("det", square: true)
    let part = Node.Part(shape: a.shape.dropLast(2), type: a.type)
    let node = Node(.determinant, [a.node], shape: part.shape, type: a.type, parts: [part, part])
    return (result(0, of: node).detached(), result(1, of: node))
  }

  public func cholesky() throws -> Tensor {
    let a = try matrix("cholesky", square: true)
    return Tensor(Node(.cholesky, [a.node], shape: a.shape, type: a.type)).converted(to: type.floating)
  }

  /// a = q r: orthogonal columns times an upper triangle.
  public func qr() throws -> (q: Tensor, r: Tensor) {
    let a = try matrix("qr", square: false)
    let (lead, m, n) = (a.shape.dropLast(2), a.shape[a.rank - 2], a.shape[a.rank - 1])
    let parts = [lead + [m, Swift.min(m, n)], lead + [Swift.min(m, n), n]].map { Node.Part(shape: Shape($0), type: a.type) }
    let node = Node(.orthogonal, [a.node], shape: a.shape, type: a.type, parts: parts)
    return (result(0, of: node), result(1, of: node))
  }

  /// Eigenvalues of a symmetric matrix, the smallest first, and eigenvectors as columns.
  public func symmetricEigen() throws -> (values: Tensor, vectors: Tensor) {
    let a = try matrix("eigh", square: true)
    let parts = [Node.Part(shape: a.shape.dropLast(), type: a.type), Node.Part(shape: a.shape, type: a.type)]
    let node = Node(.symmetricEigen, [a.node], shape: a.shape, type: a.type, parts: parts)
    return (result(0, of: node), result(1, of: node))
  }

  /// a = u diag(s) v, the largest singular value first.
  public func singularValues() throws -> (u: Tensor, s: Tensor, v: Tensor) {
    let a = try matrix("svd", square: false)
    let (lead, m, n) = (Shape(a.shape.dropLast(2)), a.shape[a.rank - 2], a.shape[a.rank - 1])
    let k = Swift.min(m, n)
    let parts = [lead + [m, k], lead + [k], lead + [k, n]].map { Node.Part(shape: $0, type: a.type) }
    let node = Node(.singular, [a.node], shape: a.shape, type: a.type, parts: parts)
    return (result(0, of: node), result(1, of: node), result(2, of: node))
  }

  /// Which singular values count: those above the largest times the sizes' rounding.
  func counting(_ s: Tensor) throws -> Tensor {
    let largest = s.slice(axis: s.rank - 1, from: 0, count: Swift.min(s.shape[s.rank - 1], 1))
    return try s > largest * (Double(Swift.max(shape[rank - 2], shape[rank - 1])) * (type == .float64 ? 0x1p-52 : 0x1p-23))
  }

  /// The pseudo-inverse (Moore & Penrose), by singular values.
  public func pseudoInverse() throws -> Tensor {
    let (u, s, v) = try singularValues()
    let counts = try counting(s)
    let inverse = try select(counts, apply(.reciprocal, select(counts, s, Tensor(1))), Tensor(0))
    return try matmul(v.transposed() * inverse.expanded(at: inverse.rank - 1), u.transposed())
  }
}

/// x with a x = b: a [.., n, n], b [.., n, m] or [n].
public func solve(_ a: Tensor, _ b: Tensor) throws -> Tensor {
  let type = common(a, b).floating
  let left = try a.matrix("solve", square: true).converted(to: type.computing)
  let isVector = b.rank == 1
  let right = try isVector ? b.expanded(at: 1) : b
  guard right.rank >= 2, right.shape[right.rank - 2] == left.shape[left.rank - 1],
    let lead = broadcast(Shape(left.shape.dropLast(2)), Shape(right.shape.dropLast(2)))
  else {
    throw Complaint(
      .shape, "`solve` wants as many rows on the right as on the left: \(a.shape.shapeText) and \(b.shape.shapeText)",
      [.init(.position(1), b.shape.shapeText), .init(.position(0), a.shape.shapeText)])
  }
  let shape = lead + right.shape.suffix(2)
  let wide = try left.broadcasted(to: lead + left.shape.suffix(2))
  let inputs = try [wide.node, right.converted(to: left.type).broadcasted(to: shape).node]
  let x = Tensor(Node(.solve, inputs, shape: shape, type: left.type)).converted(to: type)
  return isVector ? try x.squeezed([x.rank - 1]) : x
}
