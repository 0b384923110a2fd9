// Numbers that know their unit.

/// The units that may stand behind a number. Each belongs to one dimension; within it amounts convert.
public enum Unit: String, CaseIterable, Sendable {
  case steps, epochs, deg, px, ms, s, min, h, bytes, KB, MB, GB

  /// The unit for a word of the language, singular or plural.
  public init?(word: String) {
    switch word {
    case "step": self = .steps
    case "epoch": self = .epochs
    case "byte", "B": self = .bytes
    default: self.init(rawValue: word)
    }
  }

  /// What is counted, and how much of it one unit is.
  public var measure: (dimension: String, amount: Double) {
    switch self {
    case .steps: ("steps", 1)
    case .epochs: ("epochs", 1)
    case .deg: ("angle", 1)
    case .px: ("pixels", 1)
    case .ms: ("time", 0.001)
    case .s: ("time", 1)
    case .min: ("time", 60)
    case .h: ("time", 3600)
    case .bytes: ("memory", 1)
    case .KB: ("memory", 1e3)
    case .MB: ("memory", 1e6)
    case .GB: ("memory", 1e9)
    }
  }

  /// The word as it is printed behind [count].
  public func word(for count: Double) -> String {
    switch self {
    case .steps: count == 1 ? "step" : "steps"
    case .epochs: count == 1 ? "epoch" : "epochs"
    default: rawValue
    }
  }
}

/// `3 epochs`, `10 deg`, `200 KB`.
public struct Quantity: Equatable, Comparable, Sendable {
  public var amount: Double
  public var unit: Unit

  public init(_ amount: Double, _ unit: Unit) {
    self.amount = amount
    self.unit = unit
  }

  /// The amount in the smallest unit of its dimension: seconds, bytes, steps.
  public var base: Double { amount * unit.measure.amount }

  /// Whether the two can be added and compared.
  public func isComparable(with other: Quantity) -> Bool { unit.measure.dimension == other.unit.measure.dimension }

  public static func == (a: Quantity, b: Quantity) -> Bool { a.isComparable(with: b) && a.base == b.base }
  public static func < (a: Quantity, b: Quantity) -> Bool { a.base < b.base }

  /// This quantity in another unit of the same dimension.
  public func converted(to other: Unit) -> Quantity { Quantity(base / other.measure.amount, other) }

  public var text: String { "\(numberText(amount)) \(unit.word(for: amount))" }
}
