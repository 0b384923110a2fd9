// Ranges of numbers: `1..10`, `0..<n`, `1..0 by -0.1`, `-1..1`.

/// Evenly spaced numbers. As an interval only its ends count.
public struct Progression: Equatable, Sendable {
  public let start: Double
  public let end: Double
  public let step: Double
  public let includesEnd: Bool

  public init(_ start: Double, _ end: Double, step: Double = 1, includesEnd: Bool = true) {
    self.start = start
    self.end = end
    self.step = step
    self.includesEnd = includesEnd
  }

  /// How many numbers it has. A step that points away from the end gives none.
  public var count: Int {
    guard step != 0, start.isFinite, end.isFinite else { return 0 }
    // A tenth of a billionth of a step forgives the rounding of steps such as 0.1.
    let steps = (end - start) / step + (includesEnd ? 1e-10 : -1e-10)
    guard steps >= 0 else { return 0 }
    let whole = includesEnd ? steps.rounded(.down) + 1 : steps.rounded(.up)
    return whole > 9e15 ? Int.max : Int(whole)
  }

  /// The number at a place from 0.
  public subscript(_ place: Int) -> Double { start + Double(place) * step }

  public var text: String {
    let ends = numberText(start) + (includesEnd ? ".." : "..<") + numberText(end)
    return step == 1 ? ends : ends + " by \(numberText(step))"
  }
}
