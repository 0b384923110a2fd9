// The matrix product in float64, by BLAS: oneDNN has none.

import CKernels
import CLAPACK
import Catalog

extension PlanBuilder {
  /// to += a b, or, of the first piece along the inner side, to = a b + bias. One matrix each, or as many.
  func wideProduct(_ a: Place, _ b: Place, bias: Place?, isFirst: Bool, to: Place) {
    let last = to.view.shape.count - 1
    let (rows, inner, columns) = (to.view.shape[last - 1], a.view.shape[last], to.view.shape[last])
    // Between blocks of rows it can be given up.
    let block = max(1, 100_000_000 / max(1, inner * columns))
    let reads = [a.buffer, b.buffer] + (bias.map { [$0.buffer] } ?? []) + (isFirst ? [] : [to.buffer])
    add("matmul", reads: reads, writes: [to.buffer]) { slots in
      for batch in 0..<(last == 2 ? to.view.shape[0] : 1) {
        let (left, right, target) = (a.matrix(batch, slots), b.matrix(batch, slots), to.matrix(batch, slots))
        if isFirst { target.begin(rows, columns, bias?.address(slots, Double.self)) }
        for start in stride(from: 0, to: rows, by: block) where !dk_stopped() {
          try target.below(start).add(left.below(start), right, (min(block, rows - start), inner, columns))
        }
      }
    }
  }
}

/// A matrix in memory: its first item, and the steps to the next row and column.
private struct WideMatrix {
  let items: UnsafeMutablePointer<Double>
  let row, column: Int64

  /// The matrix without its first rows.
  func below(_ start: Int) -> WideMatrix { WideMatrix(items: items + start * Int(row), row: row, column: column) }

  /// self += a b, of which the sizes are rows, inner side and columns.
  func add(_ a: WideMatrix, _ b: WideMatrix, _ sizes: (Int, Int, Int)) throws {
    let status = dla_product(
      Int32(sizes.0), Int32(sizes.1), Int32(sizes.2), a.items, a.row, a.column, b.items, b.row, b.column, items, row)
    guard status == DLA_MISSING else { return }
    throw Complaint(
      .file, "a product in float64 needs BLAS, which is not installed: liblapacke.so.3", why: "on Debian: apt-get install liblapacke")
  }

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
