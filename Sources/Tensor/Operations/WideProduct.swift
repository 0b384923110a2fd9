// The matrix product in float64, by BLAS: oneDNN has none.

import CLAPACK
import Catalog

extension PlanBuilder {
  /// to += a b, or, of the [first] pieces along the inner side, to = a b + bias. One matrix each, or as many.
  func wideProduct(_ a: Place, _ b: Place, bias: Place?, isFirst: Bool, to: Place) {
    let last = to.view.shape.count - 1
    let (rows, inner, columns) = (Int32(to.view.shape[last - 1]), Int32(a.view.shape[last]), Int32(to.view.shape[last]))
    let batches = last == 2 ? to.view.shape[0] : 1
    add("matmul", reads: [a.buffer, b.buffer] + (bias.map { [$0.buffer] } ?? []) + (isFirst ? [] : [to.buffer]), writes: [to.buffer]) {
      slots in
      for batch in 0..<batches {
        let (left, right, target) = (a.matrix(batch, slots), b.matrix(batch, slots), to.matrix(batch, slots))
        if isFirst { target.begin(Int(rows), Int(columns), bias?.address(slots, Double.self)) }
        let status = dla_product(
          rows, inner, columns, left.items, left.row, left.column, right.items, right.row, right.column, target.items, target.row)
        if status == DLA_MISSING {
          throw Complaint(
            .file, "a product in float64 needs BLAS, which is not installed: liblapacke.so.3", why: "on Debian: apt-get install liblapacke")
        }
      }
    }
  }
}

/// A matrix in memory: its first item, and the steps to the next row and column.
private struct WideMatrix {
  let items: UnsafeMutablePointer<Double>
  let row, column: Int64

  /// A bias in each row, or zeros.
  func begin(_ rows: Int, _ columns: Int, _ bias: UnsafeMutablePointer<Double>?) {
    for place in 0..<rows {
      let start = items + place * Int(row)
      if let bias { start.update(from: bias, count: columns) } else { start.update(repeating: 0, count: columns) }
    }
  }
}

extension Place {
  fileprivate func matrix(_ batch: Int, _ slots: Slots) -> WideMatrix {
    let steps = view.strides
    let start = address(slots, Double.self) + (steps.count == 3 ? batch * steps[0] : 0)
    return WideMatrix(items: start, row: Int64(steps[steps.count - 2]), column: Int64(steps[steps.count - 1]))
  }
}
