// The words that the grammar itself knows.

public enum Words {
  /// Words that no variable can be called.
  public static let reserved: Set<String> = [
    "fn", "if", "else", "for", "in", "while", "break", "continue", "return",
    "and", "or", "not", "mod", "by", "true", "false", "none",
    "param", "expect", "use", "layers", "residual", "branches", "augment", "search", "update",
  ]

  /// Reserved words that take a block and build a value from it.
  public static let blocks: Set<String> = ["layers", "residual", "branches", "augment", "search"]

  /// Reserved words that begin a statement and are no value.
  static let statements: Set<String> = [
    "fn", "if", "else", "for", "while", "break", "continue", "return", "param", "expect", "use",
  ]

  /// Reserved words that stand between two values; a line may end behind them.
  static let operators: Set<String> = ["and", "or", "not", "mod", "in", "by"]

  /// Words that may stand behind a number: `3 epochs`, `10 deg`, `200 KB`.
  public static let units: Set<String> = [
    "step", "steps", "epoch", "epochs", "deg", "px", "ms", "s", "min", "h", "KB", "MB", "GB",
  ]

  /// `epoches`, `stps`: what begins as a unit, or leaves one letter of it out.
  private static func misspelt(_ word: String) -> String? {
    ["epochs", "steps"].first { unit in
      word.hasPrefix(unit.dropLast()) || unit.indices.contains { String(unit[..<$0] + unit[unit.index(after: $0)...]) == word }
    }
  }

  /// The unit that is meant by another spelling of it: `seconds` → `s`.
  static func unit(meantBy word: String) -> String? {
    switch word.lowercased() {
    case "iteration", "iterations", "update", "updates": "steps"
    case "degree", "degrees", "degs": "deg"
    case "pixel", "pixels", "pxs": "px"
    case "millisecond", "milliseconds", "msec": "ms"
    case "second", "seconds", "sec", "secs": "s"
    case "minute", "minutes", "mins": "min"
    case "hour", "hours", "hr", "hrs": "h"
    case "kb", "kib": "KB"
    case "mb", "mib": "MB"
    case "gb", "gib": "GB"
    default: units.contains(word.lowercased()) ? word.lowercased() : misspelt(word.lowercased())
    }
  }
}
