// Products of small matrices, by a loop of our own: oneDNN takes a third of a microsecond to be called.

import CKernels

enum SmallProduct {
  /// Beyond so much arithmetic oneDNN is as fast or faster.
  private static let most = 600_000

  /// Whether a product [batches, rows, inner] @ [batches, inner, columns] is small.
  static func suits(_ piece: Cutting.Piece) -> Bool {
    let work = [piece.batches, piece.rows, piece.columns, piece.inner].reduce(2.0) { $0 * Double($1.count) }
    return work <= Double(most) && piece.inner.count <= DK_SMALL_INNER
  }
}

extension PlanBuilder {
  /// to = a b + bias, one matrix each, or as many. [rectifies]: what is below 0 becomes 0.
  func smallProduct(_ a: Place, _ b: Place, bias: Place?, rectifies: Bool, to: Place) {
    let last = to.view.shape.count - 1
    var sizes = dk_small_product()
    (sizes.rows, sizes.inner, sizes.columns) = (Int64(to.view.shape[last - 1]), Int64(a.view.shape[last]), Int64(to.view.shape[last]))
    (sizes.a_row, sizes.a_column) = (Int64(a.view.strides[last - 1]), Int64(a.view.strides[last]))
    (sizes.b_row, sizes.b_column) = (Int64(b.view.strides[last - 1]), Int64(b.view.strides[last]))
    sizes.to_row = Int64(to.view.strides[last - 1])
    sizes.rectifies = rectifies
    let batches = last == 2 ? to.view.shape[0] : 1
    let steps = [a, b, to].map { last == 2 ? $0.view.strides[0] : 0 }
    let product = sizes
    add("matmul", reads: [a.buffer, b.buffer] + (bias.map { [$0.buffer] } ?? []), writes: [to.buffer]) { slots in
      withUnsafePointer(to: product) { product in
        for batch in 0..<batches {
          dk_multiply_small(
            product, a.address(slots, Float.self) + batch * steps[0], b.address(slots, Float.self) + batch * steps[1],
            bias?.address(slots, Float.self), to.address(slots, Float.self) + batch * steps[2])
        }
      }
    }
  }
}
