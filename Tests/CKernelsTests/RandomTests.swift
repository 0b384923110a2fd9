// Philox against its authors' known answers; moments, independence of threads and of how much is drawn.
import CKernels
import Glibc
import Testing

private func philox(_ counter: [UInt32], _ key: [UInt32]) -> [UInt32] {
  var words = [UInt32](repeating: 0, count: 4)
  dk_philox(counter, key, &words)
  return words
}

private func normal(_ count: Int, seed: UInt64, stream: UInt32 = 0) -> [Float] {
  var results = [Float](repeating: 0, count: count)
  dk_normal(dk_random_key(key: seed, counter: 3), stream, 0, 1, &results, Int64(count))
  return results
}

private func moment(_ values: [Float], _ power: Double) -> Double {
  values.reduce(0) { $0 + pow(Double($1), power) } / Double(values.count)
}

struct RandomTests {
  @Test func knownAnswers() {
    let ones = UInt32.max
    #expect(philox([0, 0, 0, 0], [0, 0]) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    #expect(philox([ones, ones, ones, ones], [ones, ones]) == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    let digits: [UInt32] = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344]
    #expect(philox(digits, [0xa409_3822, 0x299f_31d0]) == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test func drawsUseCounterAndStream() {
    let key = dk_random_key(key: 0x1234_5678_9abc_def0, counter: 0x0fed_cba9_8765_4321)
    var draws = [Float](repeating: 0, count: 4103)
    dk_uniform(key, 9, 0, 1, &draws, 4103)
    for i in [0, 1, 2, 3, 4, 1023, 1024, 4102] {
      let words = philox([UInt32(i / 4), 9, 0x8765_4321, 0x0fed_cba9], [0x9abc_def0, 0x1234_5678])
      #expect(draws[i] == Float(words[i % 4] >> 8) / 16_777_216)
    }
    let words = philox([3, .max, 0x8765_4321, 0x0fed_cba9], [0x9abc_def0, 0x1234_5678])
    #expect(dk_word(key, 6) == UInt64(words[0]) | UInt64(words[1]) << 32)
    #expect(dk_word(key, 7) == UInt64(words[2]) | UInt64(words[3]) << 32)
  }

  @Test func uniformMoments() {
    let values = numbers(1_000_000, from: -1, to: 3)
    #expect(values.allSatisfy { $0 >= -1 && $0 < 3 })
    #expect(abs(moment(values, 1) - 1) < 0.005)
    #expect(abs(moment(values.map { $0 - 1 }, 2) - 4.0 / 3) < 0.005)
  }

  @Test func theUpperEndIsNotDrawn() {
    #expect(numbers(100_000, from: 1, to: 1 + 2 * Float(1).ulp).allSatisfy { $0 >= 1 && $0 < 1 + 2 * Float(1).ulp })
    #expect(numbers(10, from: 2, to: 2) == [Float](repeating: 2, count: 10))
  }

  @Test func normalMoments() {
    let values = normal(1_000_000, seed: 1)
    #expect(abs(moment(values, 1)) < 0.005)
    #expect(abs(moment(values, 2) - 1) < 0.01)
    #expect(abs(moment(values, 3)) < 0.02)
    #expect(abs(moment(values, 4) - 3) < 0.05)
    let beyond = values.filter { abs($0) > 3 }.count
    #expect(abs(Double(beyond) / 1e6 - 0.0027) < 0.0004)
    let neighbours = zip(values, values.dropFirst()).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / 1e6
    #expect(abs(neighbours) < 0.005)
    let others = zip(values, normal(1_000_000, seed: 1, stream: 1)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / 1e6
    #expect(abs(others) < 0.005)
  }

  @Test func threadsAndLengthDoNotMatter() {
    let all = normal(100_000, seed: 5)
    for threads: Int32 in [2, 3] { #expect(withThreads(threads) { normal(100_000, seed: 5) } == all) }
    #expect(normal(1001, seed: 5) == Array(all.prefix(1001)))
    #expect(normal(100, seed: 6) != Array(all.prefix(100)))
  }
}
