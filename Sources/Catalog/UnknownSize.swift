// Sizes that nobody knows while programs are looked through: how many rows a long table has, how many items a mask picks.

/// Each stands as a number so large that no program means it: shapes made of it fit one another as the real ones will. A complaint
/// that speaks of such a number may be wrong, and is not made.
public enum UnknownSize {
  private static let first = 100_000_007
  /// A share of an unknown size is unknown as well.
  private static let smallest = 1_000_000
  nonisolated(unsafe) private static var count = 0

  /// Whether shapes may hold such numbers.
  public static var isMet: Bool { count > 0 }

  public static func next() -> Int {
    count += 1
    return first + 2 * count
  }

  /// Whether a number may come from one that stands for an unknown size.
  public static func explains(_ number: Int) -> Bool { isMet && number >= smallest }

  static func forget() { count = 0 }
}

extension Complaint {
  /// It speaks of sizes that nobody knows.
  public var isUncertain: Bool {
    guard UnknownSize.isMet else { return false }
    return kind == .memory || ([message, why ?? ""] + marks.map(\.label)).contains(where: Complaint.namesLargeNumber)
  }

  private static func namesLargeNumber(_ text: String) -> Bool {
    text.split { !$0.isNumber }.contains { UnknownSize.explains(Int($0) ?? 0) }
  }
}
