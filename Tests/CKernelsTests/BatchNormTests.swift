// Batch norm over every way channels can lie, against float64, and the same on any number of threads.
import CKernels
import Testing

private struct Case: CustomTestStringConvertible {
  let lies: dk_channels
  var testDescription: String { "[\(lies.outer), \(lies.blocks), \(lies.inner), \(lies.lane)]" }
  var count: Int { Int(lies.outer * lies.blocks * lies.inner * lies.lane) }
  var channels: Int { Int(lies.blocks * lies.lane) }

  /// The places of a channel's items.
  func items(of channel: Int) -> [Int] {
    let (inner, lane, blocks) = (Int(lies.inner), Int(lies.lane), Int(lies.blocks))
    return (0..<Int(lies.outer)).flatMap { o in
      (0..<inner).map { ((o * blocks + channel / lane) * inner + $0) * lane + channel % lane }
    }
  }
}

private struct Outcome: Equatable {
  var to, mean, variance, back, toScale, toShift: [Float]
}

private let epsilon: Float = 1e-5

private func outcome(_ one: Case, _ from: [Float], _ g: [Float], _ scale: [Float], _ shift: [Float]) -> Outcome {
  let channels = [Float](repeating: 7, count: one.channels)
  let items = [Float](repeating: 7, count: one.count)
  var found = Outcome(to: items, mean: channels, variance: channels, back: items, toScale: channels, toShift: channels)
  let (x, s, t) = (Memory(from), Memory(scale), Memory(shift))
  let (mean, variance) = (Memory(channels), Memory(channels))
  let room = Memory(repeating: Float.nan, count: Int(dk_batch_norm_scratch(one.lies)))
  var norm = dk_batch_norm(
    lies: one.lies, from: x.pointer, scale: s.pointer, shift: t.pointer, epsilon: epsilon, mean: mean.pointer, variance: variance.pointer,
    scratch: room.pointer)
  dk_batch_norm_forward(&norm, &found.to)
  dk_batch_norm_backward(&norm, g, &found.back, &found.toScale, &found.toShift)
  (found.mean, found.variance) = (mean.array, variance.array)
  return found
}

struct BatchNormTests {
  fileprivate static let cases = [
    (1, 1, 9, 5), (3, 4, 1, 1), (3, 4, 7, 1), (2, 3, 70, 1), (4, 2, 6, 16), (2, 1, 13, 8), (3, 1, 5, 37), (40, 2, 300, 16), (1, 1, 1, 3),
  ].map { Case(lies: dk_channels(outer: $0.0, blocks: $0.1, inner: $0.2, lane: $0.3)) }

  @Test(arguments: cases) fileprivate func matchesFloat64(_ one: Case) {
    let from = numbers(one.count, from: -2, to: 3)
    let g = numbers(one.count, seed: 2)
    let (scale, shift) = (numbers(one.channels, seed: 3), numbers(one.channels, seed: 4))
    let found = outcome(one, from, g, scale, shift)
    for c in 0..<one.channels {
      let items = one.items(of: c)
      let x = items.map { Double(from[$0]) }
      let arrived = items.map { Double(g[$0]) }
      let count = Double(items.count)
      let mean = x.reduce(0, +) / count
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      let inverse = 1 / (variance + Double(epsilon)).squareRoot()
      let normal = x.map { ($0 - mean) * inverse }
      let (level, along) = (arrived.reduce(0, +), zip(arrived, normal).reduce(0) { $0 + $1.0 * $1.1 })
      #expect(abs(Double(found.mean[c]) - mean) < 1e-6)
      #expect(abs(Double(found.variance[c]) - variance) < 2e-6)
      #expect(abs(Double(found.toShift[c]) - level) < 1e-4)
      #expect(abs(Double(found.toScale[c]) - along) < 1e-4)
      // Where all items are one, the variance is what rounding leaves, and 1 over its root magnifies.
      let near = 1e-5 * inverse
      for (place, i) in items.enumerated() {
        #expect(abs(Double(found.to[i]) - (normal[place] * Double(scale[c]) + Double(shift[c]))) < near)
        let back = Double(scale[c]) * inverse * (arrived[place] - level / count - normal[place] * along / count)
        #expect(abs(Double(found.back[i]) - back) < near)
      }
    }
  }

  /// Far from zero float32 has few digits left, but none is lost on the way.
  @Test(arguments: [1, 16]) func largeNumbersKeepTheirSpread(lane: Int64) {
    let one = Case(lies: dk_channels(outer: 4, blocks: 1, inner: 64, lane: lane))
    let from = (0..<one.count).map { Float(10000 + ($0 / Int(lane)) % 2) }
    let channels = [Float](repeating: 1, count: one.channels)
    let found = outcome(one, from, from, channels, channels)
    #expect(found.mean.allSatisfy { $0 == 10000.5 } && found.variance.allSatisfy { $0 == 0.25 })
  }

  @Test func threadsChangeNothing() {
    let one = BatchNormTests.cases[7]
    let (from, g) = (numbers(one.count, from: -2, to: 3), numbers(one.count, seed: 2))
    let channels = numbers(one.channels, seed: 3)
    let alone = withThreads(1) { outcome(one, from, g, channels, channels) }
    #expect(withThreads(2) { outcome(one, from, g, channels, channels) } == alone)
    #expect(withThreads(3) { outcome(one, from, g, channels, channels) } == alone)
  }

  @Test func nothingHasNoSums() {
    let one = Case(lies: dk_channels(outer: 0, blocks: 2, inner: 3, lane: 1))
    let found = outcome(one, [], [], [1, 1], [0, 0])
    #expect(found.mean == [0, 0] && found.variance == [0, 0] && found.toScale == [0, 0] && found.toShift == [0, 0])
  }
}
