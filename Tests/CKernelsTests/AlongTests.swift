// Items along an axis by number, and weighted sums of them, against plain loops.
import CKernels
import Testing

struct AlongTests {
  private let outer = 3
  private let size = 5
  private let inner = 4
  private let count = 7

  private func places() -> [Int32] { (0..<(outer * count * inner)).map { Int32(($0 * 7 + $0 / 5) % (2 * size) - size) } }

  /// Calls with the flat places of an item of the result, of its source, and its number along the axis.
  private func each(_ index: [Int32], _ visit: (_ to: Int, _ from: Int, _ number: Int) -> Void) {
    for o in 0..<outer {
      for i in 0..<count {
        for k in 0..<inner {
          let to = (o * count + i) * inner + k
          let at = Int(index[to]) < 0 ? Int(index[to]) + size : Int(index[to])
          visit(to, (o * size + at) * inner + k, i)
        }
      }
    }
  }

  @Test func gathering() {
    let (from, index) = (numbers(outer * size * inner), places())
    var (found, expected) = ([Float](repeating: 0, count: index.count), [Float](repeating: 0, count: index.count))
    each(index) { to, at, _ in expected[to] = from[at] }
    #expect(dk_gather_along(DK_FLOAT32, from, 3, 5, 4, index, 7, &found) == -1)
    #expect(found == expected)
  }

  @Test func scatteringAddsAndRemembersTheLast() {
    let (from, index) = (numbers(outer * count * inner), places())
    var (sums, last) = ([Float](repeating: 5, count: outer * size * inner), [Int32](repeating: 5, count: outer * size * inner))
    var (expected, order) = ([Float](repeating: 0, count: sums.count), [Int32](repeating: -1, count: sums.count))
    each(index) { to, at, number in
      expected[at] += from[to]
      order[at] = Int32(number)
    }
    #expect(dk_scatter_along(DK_FLOAT32, from, 3, 7, 4, index, 5, &sums) == -1)
    #expect(dk_last_along(index, 3, 7, 4, 5, &last) == -1)
    #expect(sums == expected)
    #expect(last == order)
  }

  @Test func aWrongPlaceIsNamedAndNothingIsWritten() {
    var found: [Float] = [8, 8]
    #expect(dk_gather_along(DK_FLOAT32, [1, 2] as [Float], 1, 2, 1, [1, 2], 2, &found) == 1)
    #expect(dk_scatter_along(DK_FLOAT32, [1, 2] as [Float], 1, 2, 1, [-3, 0], 2, &found) == 0)
    #expect(found == [8, 8])
  }

  @Test(arguments: [1, 4]) func blendsAndTheirTranspose(inner: Int) {
    let (index, weight): ([Int32], [Float]) = ([0, 2, 4, 1, 3, 0], [0.5, 0.5, 2, 0, 1, -1])
    let (from, g) = (numbers(2 * 5 * inner), numbers(2 * 3 * inner))
    var (to, back) = ([Float](repeating: 0, count: 2 * 3 * inner), [Float](repeating: 0, count: from.count))
    dk_blend(DK_FLOAT32, from, 2, 5, Int64(inner), index, weight, 3, 2, &to)
    dk_blend_back(DK_FLOAT32, g, 2, 5, Int64(inner), index, weight, 3, 2, &back)
    for o in 0..<2 {
      for k in 0..<inner {
        #expect(abs(to[(o * 3) * inner + k] - 0.5 * (from[(o * 5) * inner + k] + from[(o * 5 + 2) * inner + k])) < 1e-6)
      }
    }
    // <blend x, g> = <x, blend' g>
    let (left, right) = (zip(to, g).reduce(0) { $0 + $1.0 * $1.1 }, zip(from, back).reduce(0) { $0 + $1.0 * $1.1 })
    #expect(abs(left - right) < 1e-4)
  }

  @Test func aWeightOfZeroReadsNothing() {
    var to: [Float] = [0]
    dk_blend(DK_FLOAT32, [.nan, 3] as [Float], 1, 2, 1, [0, 1], [0, 1] as [Float], 1, 2, &to)
    #expect(to == [3])
  }
}
