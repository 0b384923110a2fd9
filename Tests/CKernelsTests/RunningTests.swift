// What runs along an axis, against plain loops.
import CKernels
import Testing

struct RunningTests {
  @Test(arguments: [(1, 5, 1), (3, 1000, 1), (2, 50, 3), (2, 30, 70), (1, 0, 4)]) func recurrence(outer: Int, count: Int, inner: Int) {
    let (a, b) = (numbers(outer * count * inner).map { $0 * 0.9 }, numbers(outer * count * inner + 1))
    var results = [Float](repeating: 7, count: a.count)
    var expected = results
    dk_recurrence(DK_FLOAT32, a, b, &results, Int64(outer), Int64(count), Int64(inner))
    for o in 0..<outer {
      for j in 0..<inner {
        for i in 0..<count {
          let at = (o * count + i) * inner + j
          expected[at] = i == 0 ? b[at] : a[at] * expected[at - inner] + b[at]
        }
      }
    }
    #expect(results == expected)
  }

  @Test func wideItemsRunOn() {
    let large: Int64 = 1 << 60
    var sums = [Int64](repeating: 0, count: 4)
    dk_cumulative_sum(DK_INT64, [large, 1, -3, 7], &sums, 1, 4, 1)
    #expect(sums == [large, large + 1, large - 2, large + 5])
    var state = [0.0, 0, 0]
    dk_recurrence(DK_FLOAT64, [0, 0.1, 0.1] as [Double], [1, 1, 1] as [Double], &state, 1, 3, 1)
    let second = 0.1 * 1 + 1
    #expect(state == [1, second, 0.1 * second + 1])
    var places = [Int32](repeating: 9, count: 3)
    dk_running_places(DK_INT64, true, [large, large + 1, 0], &places, 1, 3, 1)
    #expect(places == [0, 1, 1])
  }

  @Test func placesOfRunningExtremes() {
    var places = [Int32](repeating: 9, count: 6)
    dk_running_places(DK_FLOAT32, true, [1, 3, 2, 3, .nan, 9] as [Float], &places, 1, 6, 1)
    #expect(places == [0, 1, 1, 3, 4, 4])
    dk_running_places(DK_FLOAT32, false, [3, 1, 4, 1, 0, 5] as [Float], &places, 1, 3, 2)
    #expect(places == [0, 0, 0, 1, 2, 1])
  }

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
