// Times of a step, and how quiet the machine was while each was taken.

/// Samples of one workload. The median is taken over those of quiet times.
struct Samples {
  private var all: [(milliseconds: Double, noise: Double)] = []

  /// Up to this share of the cores for others a time counts as quiet.
  static let quiet = 0.06

  var count: Int { all.count }
  var quietCount: Int { all.count { $0.noise < Samples.quiet } }

  mutating func add(_ milliseconds: [Double], noise: Double) { all += milliseconds.map { ($0, noise) } }

  /// Those of quiet times; where there are hardly any, the quietest third.
  private var counted: [Double] {
    let quiet = all.filter { $0.noise < Samples.quiet }
    if quiet.count >= 3 { return quiet.map(\.milliseconds).sorted() }
    return all.sorted { $0.noise < $1.noise }.prefix(max(3, all.count / 3)).map(\.milliseconds).sorted()
  }

  /// Hardly any sample was taken in quiet: the numbers say little.
  var isNoisy: Bool { quietCount < 3 }

  var median: Double? { counted.isEmpty ? nil : counted[counted.count / 2] }
  var best: Double? { all.map(\.milliseconds).min() }
  var worst: Double? { all.map(\.milliseconds).max() }
}
