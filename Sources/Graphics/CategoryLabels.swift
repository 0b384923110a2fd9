// Names along an axis: side by side where they fit, else upright, else only some of them.

struct CategoryLabels {
  /// The room that the names take up below the axis.
  let height: Double
  private let names: [String]
  private let upright: Bool
  /// Every how many places a name is written.
  private let stride: Int
  private let limit: Double

  /// The longest an upright name may be.
  static let uprightLimit = 110.0
  /// With so much room for each, names that are longer still are cut rather than turned.
  static let ampleSlot = 80.0

  /// - Parameters:
  ///   - width: the room along the axis for all names together.
  ///   - numbers: whether the names are just running numbers, of which any few are as good as all.
  init(_ names: [String], width: Double, numbers: Bool = false, on canvas: Canvas) {
    self.names = names
    let slot = width / Double(max(names.count, 1))
    // Of very many names most are not shown, and the last ones of running numbers are the longest.
    let widest = (names.prefix(200) + names.suffix(20)).map { canvas.extent(of: Text(string: $0)).width }.max() ?? 0
    upright = widest + 6 > slot && slot < CategoryLabels.ampleSlot && !numbers
    stride = CategoryLabels.stride(slot: slot, needed: upright ? Look.lineHeight : numbers ? widest + 6 : slot)
    limit = upright ? min(CategoryLabels.uprightLimit, widest + 1) : slot * Double(stride) - 4
    height = names.isEmpty ? 0 : upright ? limit : Look.lineHeight
  }

  /// Every how many places a name that needs so much room can stand: 1, 2, 5, 10 …
  static func stride(slot: Double, needed: Double) -> Int {
    let raw = needed / max(slot, 1e-6)
    return raw <= 1 ? 1 : Int(Ticks.niceStep(atLeast: raw).rounded(.up))
  }

  /// - Parameter place: the middle of the name with that index.
  func draw(below y: Double, on canvas: Canvas, at place: (Int) -> Double) {
    for index in Swift.stride(from: 0, to: names.count, by: stride) {
      let text = Text(string: names[index], colour: .mutedInk, limit: limit)
      canvas.write(text, x: place(index), y: y, anchor: .top, upward: upright)
    }
  }
}
