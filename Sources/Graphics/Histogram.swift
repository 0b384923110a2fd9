// Counting values into equal intervals.

import Glibc

/// How many values lie in each of several equal intervals between the smallest and the largest.
struct Histogram: Equatable {
  /// The middle of each interval, and the number of values in it.
  var points: [Point] = []
  var binWidth = 1.0

  /// NaN, infinities and numbers too large for any axis are not counted.
  init(_ values: [Double], bins: Int?) {
    let values = values.filter { abs($0) < AxisScale.limit }
    guard let low = values.min(), let high = values.max() else { return }
    let rice = (2 * pow(Double(values.count), 1.0 / 3)).rounded(.up)
    let bins = low == high ? 1 : min(max(bins ?? min(Int(rice), 60), 1), 10_000)
    let start = low == high ? low - 0.5 : low
    binWidth = low == high ? 1 : (high - low) / Double(bins)
    guard binWidth > 0 else { return }
    var counts = [Int](repeating: 0, count: bins)
    for value in values { counts[min(Int((value - start) / binWidth), bins - 1)] += 1 }
    points = counts.enumerated().map { Point(start + (Double($0.offset) + 0.5) * binWidth, Double($0.element)) }
  }
}
