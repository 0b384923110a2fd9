// A plane of small dots inside cells of characters: eight a cell in braille, one in ASCII.

/// Dots that are on, each with the number of the series it belongs to.
struct DotGrid {
  /// Dots of one cell.
  let across: Int
  let down: Int
  let columns: Int
  let rows: Int
  private var dots: [Bool]
  /// By cell: the series that was drawn there last.
  private var owners: [Int?]

  init(columns: Int, rows: Int, isPlain: Bool) {
    (across, down) = isPlain ? (1, 1) : (2, 4)
    self.columns = columns
    self.rows = rows
    dots = Array(repeating: false, count: columns * across * rows * down)
    owners = Array(repeating: nil, count: columns * rows)
  }

  var width: Int { columns * across }
  var height: Int { rows * down }

  mutating func set(_ x: Int, _ y: Int, _ series: Int) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    dots[y * width + x] = true
    owners[y / down * columns + x / across] = series
  }

  /// A straight line; of its dots those that [isOn] says, counted along the whole curve.
  mutating func line(from: (x: Int, y: Int), to: (x: Int, y: Int), _ series: Int, count: inout Int, isOn: (Int) -> Bool) {
    let steps = max(abs(to.x - from.x), abs(to.y - from.y), 1)
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let (x, y) = (Double(from.x) + share * Double(to.x - from.x), Double(from.y) + share * Double(to.y - from.y))
      if isOn(count) { set(Int(x.rounded()), Int(y.rounded()), series) }
      if step > 0 { count += 1 }
    }
  }

  /// The character of a cell and the series it belongs to; nil where no dot is on.
  func cell(row: Int, column: Int) -> (character: Character, series: Int)? {
    guard let series = owners[row * columns + column] else { return nil }
    if across == 1 { return (DotGrid.plainMarks[series % DotGrid.plainMarks.count], series) }
    var pattern: UInt32 = 0
    for y in 0..<down {
      for x in 0..<across where dots[(row * down + y) * width + column * across + x] { pattern |= DotGrid.bits[y][x] }
    }
    return Unicode.Scalar(0x2800 + pattern).map { (Character($0), series) }
  }

  static let plainMarks: [Character] = ["*", "+", "o", "x", "#", "@", "%"]

  /// Where the dots of a braille cell stand in its number.
  private static let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
