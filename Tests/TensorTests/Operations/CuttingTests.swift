// Products above the limit are done in pieces, and give what a product in one piece gives.

import Catalog
import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct CuttingTests {
    private func draw(_ shape: Shape, _ seed: UInt64) -> Tensor {
      let key = RandomKey(key: seed, counter: 0)
      return Tensor((0..<shape.itemCount).map { Float(key.uniform($0) - 0.5) }, shape: shape)
    }

    /// The greatest distance between two tensors.
    private func distance(_ a: Tensor, _ b: Tensor) throws -> Double { try abs(a - b).max(axes: Array(a.shape.indices)).scalar() }

    @Test(arguments: [(1, 5000, 3000, 1500), (1, 64, 20_000, 9000), (1, 500, 400, 60_000), (40, 700, 700, 700), (2, 40, 300, 2_000_000)])
    func piecesCoverTheProductOnce(_ batches: Int, _ rows: Int, _ columns: Int, _ inner: Int) {
      let pieces = Cutting.product(batches: batches, rows: rows, columns: columns, inner: inner)
      let work = pieces.map { Double($0.batches.count) * Double($0.rows.count) * Double($0.columns.count) * Double($0.inner.count) }
      #expect(work.reduce(0, +) == Double(batches) * Double(rows) * Double(columns) * Double(inner))
      #expect(pieces.count > 1)
      #expect(work.allSatisfy { 2 * $0 < 9e9 })
      // A piece that adds to another comes behind it.
      for (before, piece) in zip(pieces, pieces.dropFirst()) where piece.inner.lowerBound > 0 {
        #expect(before.rows == piece.rows && before.columns == piece.columns && before.inner.upperBound == piece.inner.lowerBound)
      }
    }

    @Test(arguments: [(1, 64, 256, 784), (1, 784, 250, 64), (12, 64, 64, 32), (1, 1000, 3, 900), (3, 300, 300, 300)], [1, 2, 3, 8])
    func threadsShareAProductByItsResult(_ sizes: (Int, Int, Int, Int), _ threads: Int) {
      let whole = Cutting.Piece(batches: 0..<sizes.0, rows: 0..<sizes.1, columns: 0..<sizes.2, inner: 0..<sizes.3)
      let shares = Sharing.shares(of: whole, threads: threads)
      let items = shares.map { $0.batches.count * $0.rows.count * $0.columns.count }
      #expect(items.reduce(0, +) == sizes.0 * sizes.1 * sizes.2)
      #expect((1...threads).contains(shares.count))
      #expect(shares.allSatisfy { $0.inner == whole.inner } && items.allSatisfy { $0 > 0 })
    }

    @Test func smallProductsAreNotShared() {
      #expect(Sharing.shares(of: Cutting.Piece(batches: 0..<1, rows: 0..<32, columns: 0..<64, inner: 0..<64), threads: 2).count == 1)
    }

    @Test func smallProductsStayWhole() {
      #expect(Cutting.product(batches: 1, rows: 2000, columns: 2000, inner: 2000).count == 1)
      #expect(Cutting.samples(256, work: 1e7) == [0..<256])
      #expect(Cutting.samples(10, work: 3e9).count == 10)
    }

    @Test(arguments: [(2300, 2200, 2100), (90, 12_000, 10_000), (130, 120, 700_000)])
    func aCutProductIsTheProduct(_ m: Int, _ n: Int, _ k: Int) throws {
      let (a, b, bias) = (draw([m, k], 1), draw([k, n], 2), draw([n], 3))
      let whole = relu(try matmul(a, b, bias: bias))
      // Rows at a time, each product below the limit.
      let step = max(1, Int(1e9) / (n * k))
      for start in stride(from: 0, to: m, by: max(step, m / 3)) {
        let count = min(step, m - start)
        let rows = a.slice(axis: 0, from: start, count: count)
        let expected = relu(try matmul(rows, b, bias: bias))
        #expect(try distance(whole.slice(axis: 0, from: start, count: count), expected) < 0.02)
      }
    }

    @Test func manyMatricesAreCutByMatrices() throws {
      let (a, b) = (draw([6, 1300, 1200], 1), draw([6, 1200, 1100], 2))
      let whole = try matmul(a, b)
      for place in [0, 5] {
        let one = try matmul(a.slice(axis: 0, from: place, count: 1), b.slice(axis: 0, from: place, count: 1))
        #expect(try distance(whole.slice(axis: 0, from: place, count: 1), one) < 0.01)
      }
    }

    @Test func convolutionsAreCutBySamples() throws {
      // 14 samples of 2 GFLOP; 40 channels leave a block padded.
      let (x, weight, bias) = (draw([14, 32, 160, 160], 1), draw([135, 32, 3, 3], 2), draw([135], 3))
      let window = Window(stride: [1, 1], low: [1, 1], high: [1, 1], dilation: [1, 1])
      func loss(_ x: Tensor) throws -> Tensor {
        let y = relu(try convolve(x, weight, bias: bias, window))
        return try (y * y).sum(axes: [0, 1, 2, 3]) * 1e-4
      }
      let whole = try gradients(of: loss(x), at: [x, weight, bias])
      try evaluate(whole)
      var sums: [Tensor?] = [nil, nil]
      for start in [0, 7] {
        let part = x.slice(axis: 0, from: start, count: 7)
        let expected = try gradients(of: loss(part), at: [part, weight, bias])
        #expect(try distance(whole[0].slice(axis: 0, from: start, count: 7), expected[0]) < 0.01)
        for place in 0..<2 { sums[place] = try sums[place].map { try $0 + expected[place + 1] } ?? expected[place + 1] }
      }
      for place in 0..<2 {
        guard let sum = sums[place] else { continue }
        let scale = try abs(sum).max(axes: Array(sum.shape.indices)).scalar()
        #expect(try distance(whole[place + 1], sum) < 1e-3 * scale)
      }
    }
  }
}
