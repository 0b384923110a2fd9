// Text in columns, aligned by the columns of the terminal that it takes.

public enum Columns {
  public enum Side: Sendable { case left, right }

  /// A text in a field of [width] columns, on its left or right side; a wider one stays as it is.
  public static func pad(_ text: String, to width: Int, on side: Side = .left) -> String {
    let gap = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    return side == .left ? text + gap : gap + text
  }

  /// Rows as lines. Columns without a side of their own stand left; no line ends in blanks.
  public static func lines(_ rows: [[String]], sides: [Side] = [], gap: Int = 2) -> [String] {
    let widths = widths(of: rows)
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        pad(cell, to: widths[column], on: column < sides.count ? sides[column] : .left)
      }
      let line = cells.joined(separator: String(repeating: " ", count: gap))
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The first row as heads, a rule, and the others under it; [total] stands below a second rule.
  public static func table(_ rows: [[String]], sides: [Side], total: String? = nil) -> String {
    let lines = lines(rows, sides: sides)
    let widths = widths(of: rows)
    let rule = String(repeating: "-", count: widths.reduce(0, +) + 2 * max(widths.count - 1, 0))
    return (lines.prefix(1) + [rule] + lines.dropFirst() + (total.map { [rule, $0] } ?? [])).joined(separator: "\n")
  }

  /// A text cut to [width] columns; what was cut off is three dots.
  public static func cut(_ text: String, to width: Int) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    var left = width - 3
    return text.prefix { character in
      left -= DisplayWidth.of(character)
      return left >= 0
    } + "..."
  }

  private static func widths(of rows: [[String]]) -> [Int] {
    let count = rows.map(\.count).max() ?? 0
    return (0..<count).map { column in rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0 }
  }
}
