// The marks of axes, by table and by their properties.

import Testing

@testable import Graphics

struct TicksTests {
  @Test(arguments: [
    (0.0, 1.0, 5, false, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0.0, 2.3, 5, false, ["0.0", "0.5", "1.0", "1.5", "2.0"]),
    (-1.0, 1.0, 4, false, ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
    (0.0, 0.00005, 5, false, ["0", "1e-5", "2e-5", "3e-5", "4e-5", "5e-5"]),
    (0.0, 50_000.0, 5, false, ["0", "10000", "20000", "30000", "40000", "50000"]),
    (0.0, 4e6, 4, false, ["0", "1e6", "2e6", "3e6", "4e6"]),
    (1.0, 3.0, 10, true, ["1", "2", "3"]),
    (0.7, 20.3, 5, true, ["5", "10", "15", "20"]),
  ])
  func `steps evenly`(low: Double, high: Double, count: Int, whole: Bool, labels: [String]) {
    #expect(Ticks.linear(in: low...high, count: count, whole: whole).labels == labels)
  }

  @Test(arguments: [
    (1e-6, 10.0, 8, ["1e-6", "1e-5", "0.0001", "0.001", "0.01", "0.1", "1", "10"]),
    (1e-6, 10.0, 4, ["1e-6", "0.0001", "0.01", "1"]),
    (0.03, 0.6, 8, ["0.05", "0.1", "0.2", "0.5"]),
    (0.3, 0.9, 4, ["0.4", "0.6", "0.8"]),
    (1e-300, 1e300, 4, ["1e-200", "1", "1e200"]),
  ])
  func `steps by powers of ten`(low: Double, high: Double, count: Int, labels: [String]) {
    #expect(Ticks.logarithmic(in: low...high, count: count).labels == labels)
  }

  @Test func `marks lie in the range, rise, and differ in their labels`() {
    var numbers = Numbers(seed: 3)
    for _ in 0..<3000 {
      let power = Double.random(in: -12...12, using: &numbers)
      let low = Double.random(in: -3...3, using: &numbers) * powerOfTen(power)
      let span = Double.random(in: 0.001...5, using: &numbers) * powerOfTen(power)
      let count = Int.random(in: 1...12, using: &numbers)
      expectSound(Ticks.linear(in: low...low + span, count: count), in: low...low + span)
      let start = powerOfTen(power)
      let end = start * (1 + powerOfTen(Double.random(in: -3...12, using: &numbers)))
      expectSound(Ticks.logarithmic(in: start...end, count: count), in: start...end)
    }
  }

  private func expectSound(_ ticks: Ticks, in range: ClosedRange<Double>) {
    let slack = 1e-8 * (range.upperBound - range.lowerBound) + 1e-8 * abs(range.lowerBound)
    #expect(ticks.values.allSatisfy { range.lowerBound - slack <= $0 && $0 <= range.upperBound + slack })
    #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Set(ticks.labels).count == ticks.values.count, "\(ticks.labels)")
    #expect(Set(ticks.minor).isDisjoint(with: ticks.values))
  }

  private func powerOfTen(_ power: Double) -> Double {
    (0..<Int(abs(power))).reduce(1) { product, _ in power < 0 ? product / 10 : product * 10 }
  }

  @Test func `a range without extent has no marks`() {
    #expect(Ticks.linear(in: 1...1, count: 5) == Ticks())
    #expect(Ticks.linear(in: 0...Double.infinity, count: 5) == Ticks())
  }
}
