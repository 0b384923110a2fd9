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

  @Test func placesOfRunningExtremes() {
    var places = [Int32](repeating: 9, count: 6)
    dk_running_places(DK_FLOAT32, true, [1, 3, 2, 3, .nan, 9] as [Float], &places, 1, 6, 1)
    #expect(places == [0, 1, 1, 3, 4, 4])
    dk_running_places(DK_FLOAT32, false, [3, 1, 4, 1, 0, 5] as [Float], &places, 1, 3, 2)
    #expect(places == [0, 0, 0, 1, 2, 1])
  }
}
