// Small products: every rest of a tile, every order of the sides, bias and rectifying, against sums in float64.
import CKernels
import Testing

struct SmallProductTests {
  /// A matrix with room around it, by rows or by columns.
  private struct Matrix {
    let items: Memory<Float>
    let row, column: Int64

    init(_ rows: Int, _ columns: Int, isTurned: Bool, seed: Int) {
      let step = (isTurned ? rows : columns) + 3
      (row, column) = isTurned ? (1, Int64(step)) : (Int64(step), 1)
      items = Memory((0..<(step * max(rows, columns))).map { Float(($0 * 7919 + seed * 104729) % 211 - 105) / 64 })
    }

    subscript(_ i: Int, _ j: Int) -> Double { Double(items.array[i * Int(row) + j * Int(column)]) }
  }

  @Test(arguments: [(1, 1, 1), (4, 3, 16), (5, 16, 17), (7, 2, 32), (9, 33, 31), (3, 64, 48), (8, 256, 2), (33, 17, 70), (6, 1, 100)])
  func sums(rows: Int, inner: Int, columns: Int) {
    for kind in 0..<8 {
      let a = Matrix(rows, inner, isTurned: kind & 1 != 0, seed: kind)
      let b = Matrix(inner, columns, isTurned: kind & 2 != 0, seed: kind + 1)
      let bias = kind & 4 != 0 ? Memory((0..<columns).map { Float($0 % 5) - 2 }) : nil
      let step = columns + 5
      let to = Memory<Float>(repeating: -1000, count: rows * step)
      var sizes = dk_small_product(
        rows: Int64(rows), inner: Int64(inner), columns: Int64(columns), a_row: a.row, a_column: a.column, b_row: b.row,
        b_column: b.column, to_row: Int64(step), rectifies: kind & 4 != 0)
      dk_multiply_small(&sizes, a.items.pointer, b.items.pointer, bias?.pointer, to.pointer)
      for i in 0..<rows {
        for j in 0..<step {
          let found = Double(to.array[i * step + j])
          guard j < columns else {
            #expect(found == -1000)
            continue
          }
          let sum = (0..<inner).reduce(Double(bias?.array[j] ?? 0)) { $0 + a[i, $1] * b[$1, j] }
          let wanted = kind & 4 != 0 ? max(0, sum) : sum
          #expect(abs(found - wanted) < 1e-6 * Double(inner + 4) * 3)
        }
      }
    }
  }

  @Test func undefinedNumbersStay() {
    let (a, b, to) = (Memory<Float>([.nan, -1]), Memory<Float>([1]), Memory<Float>([0, 0]))
    var sizes = dk_small_product(
      rows: 2, inner: 1, columns: 1, a_row: 1, a_column: 1, b_row: 1, b_column: 1, to_row: 1, rectifies: true)
    dk_multiply_small(&sizes, a.pointer, b.pointer, nil, to.pointer)
    #expect(to.array[0].isNaN)
    #expect(to.array[1] == 0)
  }
}
