// Angles and distances with their units.

import Catalog

/// `10 deg`.
struct Angle: Argument {
  let degrees: Double

  static var wanted: String { "an angle such as 10 deg" }
  static func from(_ value: Value, _ context: Context) throws -> Angle? {
    guard case .quantity(let angle) = value, angle.unit == .deg, angle.amount.isFinite else { return nil }
    return Angle(degrees: angle.amount)
  }
  var value: Value { .quantity(Quantity(degrees, .deg)) }
}

/// `2 px`, or a share of the image's side: `10%`.
enum Distance: Argument {
  case pixels(Double)
  case share(Double)

  static var wanted: String { "a distance such as 1 px or 10%" }
  static func from(_ value: Value, _ context: Context) throws -> Distance? {
    if case .quantity(let distance) = value {
      return distance.unit == .px && (0...1e6).contains(distance.amount) ? .pixels(distance.amount) : nil
    }
    guard let share = try value.asNumber(), (0..<1).contains(share) else { return nil }
    return .share(share)
  }
  var value: Value {
    switch self {
    case .pixels(let pixels): .quantity(Quantity(pixels, .px))
    case .share(let share): .number(share)
    }
  }
}

/// The height and width of a square or a rectangle: `2`, `2x3`. Throws when there are more sizes, or one is not positive.
func heightAndWidth(_ sizes: [Int], of name: String) throws -> (height: Int, width: Int) {
  guard let height = sizes.first, let width = sizes.last, sizes.count <= 2, height > 0, width > 0 else {
    throw Complaint(
      .argument, "`\(name)` wants a height and a width, such as 2x2, not \(sizeText(sizes))", [.init(.argument("size"), sizeText(sizes))])
  }
  return (height, width)
}
