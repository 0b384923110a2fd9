// Softmax, its logarithm and their gradients against float64, at ordinary and at extreme values.
import CKernels
import Glibc
import Testing

private typealias RowFunction = (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int64, Int64) -> Void
private typealias GradientFunction = (UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int64, Int64) -> Void

private func rows(_ function: RowFunction, _ from: [Float], _ width: Int) -> [Float] {
  var results = [Float](repeating: 7, count: from.count)
  function(from, &results, Int64(from.count / width), Int64(width))
  return results
}

private func softmax(_ row: ArraySlice<Float>) -> [Double] {
  let largest = Double(row.max() ?? 0)
  let e = row.map { exp(Double($0) - largest) }
  let sum = e.reduce(0, +)
  return e.map { $0 / sum }
}

private func slices(_ all: [Float], _ width: Int) -> [ArraySlice<Float>] {
  stride(from: 0, to: all.count, by: width).map { all[$0..<$0 + width] }
}

struct RowsTests {
  @Test(arguments: [(1, 1), (5000, 3), (301, 10), (40, 100), (3, 2048), (3, 2049), (2, 9000)]) func matchFloat64(count: Int, width: Int) {
    let from = numbers(count * width, from: -20, to: 20)
    let g = numbers(count * width, seed: 2)
    let y = rows(dk_softmax, from, width)
    let l = rows(dk_log_softmax, from, width)
    var slopes = [Float](repeating: 7, count: from.count)
    var logSlopes = slopes
    dk_softmax_gradient(y, g, &slopes, Int64(count), Int64(width))
    dk_log_softmax_gradient(l, g, &logSlopes, Int64(count), Int64(width))
    var worst: [Double] = [0, 0, 0, 0]
    for (r, row) in slices(from, width).enumerated() {
      let truth = softmax(row)
      let at = r * width
      var dot = 0.0
      var sum = 0.0
      for j in 0..<width {
        dot += truth[j] * Double(g[at + j])
        sum += Double(g[at + j])
      }
      for j in 0..<width {
        let slope = Double(g[at + j])
        worst[0] = max(worst[0], abs(Double(y[at + j]) - truth[j]) / truth[j])
        worst[1] = max(worst[1], abs(Double(l[at + j]) - log(truth[j])))
        worst[2] = max(worst[2], abs(Double(slopes[at + j]) - truth[j] * (slope - dot)) / truth[j])
        worst[3] = max(worst[3], abs(Double(logSlopes[at + j]) - (slope - truth[j] * sum)) / (1 + abs(truth[j] * sum)))
      }
    }
    #expect(zip(worst, [3e-6, 6e-6, 6e-6, 1e-6]).allSatisfy { $0 < $1 }, "\(worst)")
  }

  @Test(arguments: [4, 70, 3000]) func extremeRows(width: Int) {
    var huge = [Float](repeating: -3e38, count: width)
    huge[1] = 3e38
    #expect(rows(dk_softmax, huge, width) == (0..<width).map { $0 == 1 ? 1 : 0 })
    #expect(rows(dk_log_softmax, huge, width)[1] == 0)
    var masked = [Float](repeating: 0, count: width)
    masked[0] = -.infinity
    let logarithms = rows(dk_log_softmax, masked, width)
    #expect(logarithms[0] == -.infinity)
    #expect(abs(Double(logarithms[1]) + log(Double(width - 1))) < 1e-6)
    #expect(rows(dk_softmax, masked, width)[0] == 0)
    let nothing = [Float](repeating: -.infinity, count: width)
    #expect(rows(dk_softmax, nothing, width).allSatisfy(\.isNaN) && rows(dk_log_softmax, nothing, width).allSatisfy(\.isNaN))
    masked[2] = .nan
    #expect(rows(dk_softmax, masked, width).allSatisfy(\.isNaN) && rows(dk_log_softmax, masked, width).allSatisfy(\.isNaN))
  }

  @Test func inPlaceAndThreads() {
    let from = numbers(100_000)
    for function in [dk_softmax, dk_log_softmax] as [RowFunction] {
      let expected = rows(function, from, 10)
      for threads: Int32 in [1, 2, 3] {
        let memory = Memory(from)
        withThreads(threads) { function(memory.pointer, memory.pointer, 10_000, 10) }
        #expect(memory.array == expected)
      }
    }
    for function in [dk_softmax_gradient, dk_log_softmax_gradient] as [GradientFunction] {
      let memory = Memory(from)
      let g = numbers(from.count, seed: 2)
      var expected = from
      function(from, g, &expected, 10_000, 10)
      withThreads(2) { function(memory.pointer, g, memory.pointer, 10_000, 10) }
      #expect(memory.array == expected)
    }
  }
}
