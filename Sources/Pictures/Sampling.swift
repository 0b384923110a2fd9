// Functions as curves: where they are asked, and what they answer.

import Catalog
import Glibc
import Graphics

enum Sampling {
  /// Where a function is drawn when nothing else is said.
  static let usualRange = Progression(-5, 5)
  private static let pointCount = 201

  /// The places in a range: its own numbers where it says `by`, else evenly many between its ends
  /// (even on a logarithmic axis, if it has one).
  static func places(in range: Progression, isLogarithmic: Bool) throws -> [Double] {
    guard range.start.isFinite, range.end.isFinite, range.start < range.end else {
      throw Complaint(.argument, "`over` wants a range that goes up, not \(range.text)", [.init(.argument("over"), "nothing lies in it")])
    }
    if range.step != 1, range.count <= Drawable.rowLimit { return (0..<range.count).map { range[$0] } }
    let ratio = range.end / range.start
    return (0..<pointCount).map { point in
      let share = Double(point) / Double(pointCount - 1)
      let isGeometric = isLogarithmic && range.start > 0
      return isGeometric ? range.start * pow(ratio, share) : range.start + share * (range.end - range.start)
    }
  }

  /// The function's value at each place; what it leaves to be computed is computed together.
  static func points(of function: Callable, at places: [Double], _ context: Context, _ role: Complaint.Role) throws -> [Point] {
    let results = try places.map { try function(.number($0)).first }
    try context.catalog.settle(results)
    return try zip(places, results).map { place, result in
      guard let number = try result.asNumber() else {
        throw Complaint(
          .type, "`plot` draws functions from number to number, and at \(rounded(place)) this one gave \(result.kind)",
          [.init(role, "gives \(result.kind)")])
      }
      return Point(place, number)
    }
  }
}
