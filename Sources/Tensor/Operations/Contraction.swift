// The matrix product, by oneDNN.

import CKernels
import COneDNN
import Catalog

extension Primitive {
  /// Inputs: a [.., m, k], b [.., k, n] with the same leading axes, and a bias [n] perhaps. Of bfloat16 sides it makes float32 sums.
  static let matmul: Primitive = Primitive(
    "matmul", .kernel { node, builder in try builder.matrixProduct(node) }, types: [.float32, .float64, .bfloat16],
    gradient: { node, upstream in
      guard let g = upstream[0] else { return node.inputs.map { _ in nil } }
      let a = Tensor(node.inputs[0])
      let b = Tensor(node.inputs[1])
      let factor = g.converted(to: a.type)
      let toA = try product(factor, b.transposed(), g.type)
      let toB = try product(a.transposed(), factor, g.type)
      let toBias = node.inputs.count > 2 ? try g.sum(axes: Array(0..<(g.rank - 1))) : nil
      return node.inputs.count > 2 ? [toA, toB, toBias] : [toA, toB]
    },
    // A bias is one more addition for each item.
    multiplyAdds: { node in node.shape.itemCount * ((node.inputs[0].shape.last ?? 0) + (node.inputs.count > 2 ? 1 : 0)) })

  private static func product(_ a: Tensor, _ b: Tensor, _ type: ElementType) throws -> Tensor {
    let shape = Array(a.shape.dropLast()) + [b.shape[b.rank - 1]]
    return Tensor(Node(.matmul, [a.node, b.node], shape: shape, type: type))
  }
}

/// The matrix product as in NumPy: the last two axes multiply, leading ones broadcast, rank 1 is a row on the left and a column on the right.
public func matmul(_ a: Tensor, _ b: Tensor, bias: Tensor? = nil) throws -> Tensor {
  guard a.rank > 0, b.rank > 0 else {
    throw Complaint(.shape, "a matrix product needs axes on both sides", [.init(.operator, "use * for one number")])
  }
  let left = try a.rank == 1 ? a.expanded(at: 0) : a
  let right = try b.rank == 1 ? b.expanded(at: 1) : b
  let inner = (left.shape[left.rank - 1], right.shape[right.rank - 2])
  let lead = broadcast(Shape(left.shape.dropLast(2)), Shape(right.shape.dropLast(2)))
  guard inner.0 == inner.1, let lead else {
    throw Complaint(
      .shape, "these two cannot be matrix-multiplied: \(a.shape.shapeText) @ \(b.shape.shapeText)",
      [
        .init(
          .operator,
          lead == nil
            ? "the leading sizes do not fit"
            : "needs: last size on the left (\(inner.0)) = \(b.rank == 1 ? "" : "first ")size on the right (\(inner.1))"),
        .init(.left, a.shape.shapeText), .init(.right, b.shape.shapeText),
      ], edits: a.rank == 2 && b.rank == 2 ? productEdits(a.shape, b.shape) : [])
  }
  let type = (bias.map { common(a, b).meeting($0.type) } ?? common(a, b)).floating
  let outcome = lead + [left.shape[left.rank - 2], right.shape[right.rank - 1]]
  try checkMemory(
    of: outcome, type.computing, [.init(.operator, outcome.shapeText), .init(.left, sizeNote(a)), .init(.right, sizeNote(b))],
    rows: a.rank == 2)
  let sides = (left.converted(to: type.computing), right.converted(to: type.computing))
  let product = try batched(sides.0, sides.1, lead, bias?.converted(to: type.computing)).converted(to: type)
  var shape = product.shape
  if b.rank == 1 { shape.removeLast() }
  if a.rank == 1 { shape.remove(at: shape.count - (b.rank == 1 ? 1 : 2)) }
  return try product.reshaped(shape)
}

/// What makes two matrices fit: one of them the other way round, or made with another size.
private func productEdits(_ a: Shape, _ b: Shape) -> [Complaint.Edit] {
  var edits: [Complaint.Edit] = []
  if a[1] == b[1] { edits.append(.replace(.right, "\(operand: .right).T", result: [a[0], b[0]])) }
  if a[0] == b[0] { edits.append(.replace(.left, "\(operand: .left).T", result: [a[1], b[1]])) }
  var columns: [Int] = []
  for count in [b[1], b[0], 1] where !columns.contains(count) { columns.append(count) }
  edits += columns.map { .replace(.size(b, in: .right), "[\(a[1]), \($0)]", result: [a[0], $0]) }
  return edits + [.replace(.size(a, in: .left), "[\(a[0]), \(b[0])]", result: [a[0], b[1]])]
}

/// `[100000, 64], 25.6 MB`.
private func sizeNote(_ x: Tensor) -> String { "\(x.shape.shapeText), \(memoryText(x.itemCount * x.type.bytes))" }

/// Brings both sides to rank 2, or to rank 3 with the same number of matrices.
private func batched(_ a: Tensor, _ b: Tensor, _ lead: Shape, _ bias: Tensor?) throws -> Tensor {
  let (m, k, n) = (a.shape[a.rank - 2], a.shape[a.rank - 1], b.shape[b.rank - 1])
  if b.rank == 2 {
    // Rows that are looked up much oftener than there are rows are multiplied before they are looked up.
    if let (table, places) = a.lookUp, table.shape[0] <= places.itemCount / 4 {
      return try batched(table, b, [], bias).rows(places).reshaped(Array(a.shape.dropLast()) + [n])
    }
    let rows = a.rank == 2 ? a : try a.reshaped([a.shape.dropLast().reduce(1, *), k])
    let inputs = [rows.factor.node, b.factor.node] + (bias.map { [$0.node] } ?? [])
    let product = Tensor(Node(.matmul, inputs, shape: [rows.shape[0], n], type: a.type))
    return try product.reshaped(Array(a.shape.dropLast()) + [n])
  }
  let count = lead.itemCount
  let left = try a.broadcasted(to: lead + [m, k]).reshaped([count, m, k])
  let right = try b.broadcasted(to: lead + [k, n]).reshaped([count, k, n])
  let matrices = Node(.matmul, [left.factor.node, right.factor.node], shape: [count, m, n], type: a.type)
  let product = try Tensor(matrices).reshaped(lead + [m, n])
  return try bias.map { try product + $0 } ?? product
}

extension PlanBuilder {
  func matrixProduct(_ node: Node) throws {
    let place = graph.standIn[node.place]
    let target = graph.nodes[fusion.activation[place] ?? place]
    guard node.shape.itemCount > 0, node.inputs[0].shape.last != 0 else { return try emptyProduct(node, target) }
    let a = try matrix(node, 0)
    let b = try matrix(node, 1)
    let bias = node.inputs.count > 2 ? try contiguousInput(node, 2) : nil
    let to = result(target)
    let last = node.shape.count - 1
    let inner = node.inputs[0].shape[last]
    let pieces = Cutting.product(
      batches: last == 2 ? node.shape[0] : 1, rows: node.shape[last - 1], columns: node.shape[last], inner: inner)
    for piece in pieces {
      func part(_ place: Place, _ rows: Range<Int>, _ columns: Range<Int>, of batches: Range<Int>) -> Place {
        let matrices = last == 2 ? place.part(batches, axis: 0) : place
        return matrices.part(rows, axis: last - 1).part(columns, axis: last)
      }
      // Further pieces along the inner side are added to the first, which has the bias; the last ends with the activation.
      let isFirst = piece.inner.lowerBound == 0
      let posts = (isFirst ? [] : [DNX_POST_SUM]) + (piece.inner.upperBound == inner ? activations(target) : [])
      if node.type == .float64 {
        wideProduct(
          part(a, piece.rows, piece.inner, of: piece.batches), part(b, piece.inner, piece.columns, of: piece.batches),
          bias: isFirst ? bias?.part(piece.columns, axis: 0) : nil, isFirst: isFirst,
          to: part(to, piece.rows, piece.columns, of: piece.batches))
        continue
      }
      if node.inputs[0].type == .float32, pieces.count == 1, SmallProduct.suits(piece) {
        smallProduct(a, b, bias: bias, rectifies: !activations(target).isEmpty, to: to)
        continue
      }
      try add(
        Sharing.shares(of: piece, threads: Int(dk_threads())).map { share in
          try product(
            node.inputs[0].type, part(a, share.rows, share.inner, of: share.batches),
            part(b, share.inner, share.columns, of: share.batches),
            bias: isFirst ? bias?.part(share.columns, axis: 0) : nil, posts,
            to: part(to, share.rows, share.columns, of: share.batches))
        }, "matmul")
    }
    if target !== node { settle(node, at: to) }
  }

  /// One call of oneDNN on one thread.
  private func product(
    _ type: ElementType, _ a: Place, _ b: Place, bias: Place?, _ posts: [Int], to: Place
  ) throws -> (kernel: Kernel, reads: [(Int, Place)], writes: [(Int, Place)]) {
    let biasShape = to.view.shape.indices.map { $0 == to.view.shape.count - 1 ? to.view.shape[$0] : 1 }
    // Each layout has a name, so that it outlives the call that reads its handle.
    let (left, right) = try (Layout.strided(a.view.shape, a.view.strides, type), Layout.strided(b.view.shape, b.view.strides, type))
    let biasLayout = try bias.map { _ in try Layout.contiguous(biasShape) }
    let destination = try Layout.strided(to.view.shape, to.view.strides)
    let kernel = try Kernel.alone {
      try Kernel(
        withPosts(posts) { posts, count in dnx_matmul(left.handle, right.handle, biasLayout?.handle, destination.handle, posts, count) })
    }
    return (kernel, [(DNX_SOURCE, a), (DNX_WEIGHTS, b)] + (bias.map { [(DNX_BIAS, $0)] } ?? []), [(DNX_DESTINATION, to)])
  }

  /// The activation that ends a product or convolution, if there is one.
  func activations(_ target: Node) -> [Int] { target.primitive === Primitive.rectified ? [DNX_POST_RELU] : [] }

  /// Calls [make] with what is done to each item before it is stored.
  func withPosts<Result>(_ kinds: [Int], _ make: (UnsafePointer<dnx_post>?, Int32) throws -> Result) rethrows -> Result {
    let posts = kinds.map { dnx_post(kind: Int32($0), alpha: $0 == DNX_POST_SUM ? 1 : 0, beta: 0, layout: nil) }
    return try make(posts.isEmpty ? nil : posts, Int32(posts.count))
  }

  /// A side of the product: rows or columns one after the other, or else copied so.
  private func matrix(_ node: Node, _ index: Int) throws -> Place {
    let found = try input(node, index)
    guard found.layout == nil else { return try contiguousInput(node, index) }
    let shape = node.inputs[index].shape
    let strides = found.view.strides
    let last = shape.count - 1
    let byRows = strides[last] == 1 && strides[last - 1] >= shape[last]
    let byColumns = strides[last - 1] == 1 && strides[last] >= shape[last - 1]
    let evenBatches = last == 1 || strides[0] >= shape[last] * shape[last - 1]
    return (byRows || byColumns) && evenBatches ? found : try contiguousInput(node, index)
  }

  /// A product over no items: the bias, or zeros.
  private func emptyProduct(_ node: Node, _ target: Node) throws {
    let to = result(target)
    if target !== node { settle(node, at: to) }
    let bytes = node.shape.itemCount * node.type.bytes
    guard bytes > 0 else { return }
    if node.inputs.count > 2 {
      return try addChain(
        shape: node.shape, reads: [(contiguousInput(node, 2), node.type)], results: [(0, to, node.type)], instructions: [], key: nil)
    }
    add("clear", reads: [], writes: [to.buffer]) { slots in
      to.address(slots, node.type).initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    }
  }
}

extension Catalog {
  /// The products.
  public func addContraction() {
    add(
      .contraction, "matmul", "The matrix product, as `a @ b`.",
      shapes: ["[..., m, k], [..., k, n] -> [..., m, n]", "[m, k], [k] -> [m]", "[k], [k, n] -> [n]"],
      examples: [Example("matmul([[1, 2]], [[3], [4]])", gives: "[[11]]")],
      samples: [
        Sample([3, 4], [4, 2]), Sample([1, 1], [1, 1]), Sample([3, 0], [0, 2]), Sample([0, 4], [4, 2]), Sample([2, 2, 3], [2, 3, 2]),
        Sample([2, 1, 2, 3], [2, 3, 2]), Sample([2, 2, 3], [3, 2]), Sample([3], [3, 2]), Sample([2, 3], [3]), Sample([3], [3]),
      ],
      given("a", "[.., m, k]"), given("b", "[.., k, n]")
    ) { (a: Tensor, b: Tensor) in try matmul(a, b) }
    add(
      .contraction, "dot", "The sum of the products of two vectors.", shapes: ["[n], [n] -> []"],
      examples: [Example("dot([1, 2], [3, 4])", gives: "11")],
      samples: [Sample([3], [3]), Sample([1], [1]), Sample([0], [0])],
      given("a", "[n]"), given("b", "[n]")
    ) { (a: Tensor, b: Tensor) in
      guard a.rank == 1, a.shape == b.shape else {
        throw Complaint(
          .shape, "`dot` wants two vectors of one length: \(a.shape.shapeText) and \(b.shape.shapeText)",
          [.init(.position(1), b.shape.shapeText), .init(.position(0), a.shape.shapeText)])
      }
      return try matmul(a, b)
    }
    addForeign("torch.mm", "torch.bmm", in: "PyTorch", means: "matmul")
  }
}
