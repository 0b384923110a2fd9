// Running sums along an axis.
import CKernels
import Testing

struct CumulativeTests {
  @Test(arguments: [(1, 5, 1), (3, 1000, 1), (2, 50, 3), (2, 30, 700), (1, 0, 4)]) func runningSums(outer: Int, count: Int, inner: Int) {
    let from = numbers(outer * count * inner)
    var results = [Float](repeating: 7, count: from.count)
    var expected = results
    dk_cumulative_sum(DK_FLOAT32, from, &results, Int64(outer), Int64(count), Int64(inner))
    for o in 0..<outer {
      for j in 0..<inner {
        var sum = 0.0
        for i in 0..<count {
          sum += Double(from[(o * count + i) * inner + j])
          expected[(o * count + i) * inner + j] = Float(sum)
        }
      }
    }
    #expect(results == expected)
  }
}
