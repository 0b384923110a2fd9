// A few numbers as a line of bars: how a loss went down.

/// Numbers in the order in which they came. Of many, neighbours are averaged, so that the whole way stays in view.
struct Sparkline {
  private var values: [Double] = []
  /// How many numbers one value stands for.
  private var each = 1
  private var sum = 0.0
  private var count = 0

  private static let bars = Array("▁▂▃▄▅▆▇█")
  private static let plainBars = Array("_.:-=+*#")

  mutating func append(_ number: Double, width: Int) {
    guard number.isFinite else { return }
    sum += number
    count += 1
    if count < each { return }
    values.append(sum / Double(count))
    (sum, count) = (0, 0)
    guard values.count > width else { return }
    values = stride(from: 0, to: values.count - 1, by: 2).map { (values[$0] + values[$0 + 1]) / 2 }
    each *= 2
  }

  /// From the lowest to the highest bar; nothing for fewer than two values.
  func text(isPlain: Bool) -> String {
    guard let low = values.min(), let high = values.max(), values.count > 1 else { return "" }
    let bars = isPlain ? Sparkline.plainBars : Sparkline.bars
    return String(
      values.map { value in
        let share = high > low ? (value - low) / (high - low) : 0
        return bars[min(Int(share * Double(bars.count)), bars.count - 1)]
      })
  }
}
