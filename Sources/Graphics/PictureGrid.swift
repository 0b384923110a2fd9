// Pictures in rows and columns, small ones enlarged, with a caption below each.

/// Many pictures side by side.
public struct PictureGrid: Sendable, Equatable {
  public var title: String
  public var pictures: [Picture]
  /// Below each picture; fewer captions than pictures leave the last ones without.
  public var captions: [String]
  /// Over each picture; fewer than pictures leave the last ones without.
  public var frames: [[PictureFrame]]
  /// Pictures in a row, at least 1.
  public let columns: Int

  public init(
    _ pictures: [Picture], columns: Int = 8, captions: [String] = [], frames: [[PictureFrame]] = [], title: String = ""
  ) {
    self.title = title
    self.pictures = pictures
    self.captions = captions
    self.frames = frames
    self.columns = min(max(columns, 1), max(pictures.count, 1))
  }
}

extension PictureGrid {
  private static let gap = 6.0
  /// A picture that is smaller is enlarged to about this many points.
  private static let cellSize = 96
  /// The same for pictures with labels on them.
  private static let labelledCellSize = 200

  /// Points per pixel: a whole number for small pictures; large ones shrink to share about 960 points.
  private var factor: Double {
    let largest = pictures.map { max($0.width, $0.height) }.max() ?? 1
    let hasLabels = frames.contains { $0.contains { !$0.label.isEmpty } }
    let room = max(64, min(480, 960 / columns))
    if largest > room { return Double(room) / Double(largest) }
    return Double(max(1, min(hasLabels ? PictureGrid.labelledCellSize : PictureGrid.cellSize, room) / largest))
  }

  private var cell: Extent {
    let width = Double(pictures.map(\.width).max() ?? 0) * factor
    let height = Double(pictures.map(\.height).max() ?? 0) * factor
    // Captions need some room even below the narrowest picture.
    return Extent(width: max(width.rounded(.up), captions.isEmpty ? 8 : 40), height: height.rounded(.up))
  }

  private var captionHeight: Double { captions.contains { !$0.isEmpty } ? Look.lineHeight : 0 }

  private var rows: Int { (pictures.count + columns - 1) / columns }

  var naturalWidth: Double {
    max(pictures.isEmpty ? 0 : Double(columns) * (cell.width + PictureGrid.gap) - PictureGrid.gap, 120)
  }

  func naturalHeight(width: Double) -> Double {
    let cells = Double(max(rows, 1)) * (cell.height + captionHeight + PictureGrid.gap) - PictureGrid.gap
    return Look.titleHeight(title, width: width) + max(cells, Look.lineHeight)
  }

  func draw(in frame: Rectangle, on canvas: Canvas) {
    canvas.writeTitle(title, x: frame.x, y: frame.y, width: frame.width)
    let top = frame.y + Look.titleHeight(title, width: frame.width)
    if pictures.isEmpty {
      canvas.write(Text(string: "nothing to show", colour: .mutedInk), x: frame.x, y: top, anchor: .topLeft)
    }
    let (cell, factor, captionHeight) = (cell, factor, captionHeight)
    for (index, picture) in pictures.enumerated() {
      let x = frame.x + Double(index % columns) * (cell.width + PictureGrid.gap)
      let y = top + Double(index / columns) * (cell.height + captionHeight + PictureGrid.gap)
      let size = Extent(width: Double(picture.width) * factor, height: Double(picture.height) * factor)
      let left = canvas.snapped(x + (cell.width - size.width) / 2)
      let area = Rectangle(x: left, y: canvas.snapped(y), width: size.width, height: size.height)
      canvas.paint(picture, in: area)
      if index < frames.count { for frame in frames[index] { frame.draw(over: area, factor: factor, on: canvas) } }
      guard index < captions.count else { continue }
      let caption = Text(string: captions[index], colour: .mutedInk, limit: cell.width)
      canvas.write(caption, x: x + cell.width / 2, y: y + cell.height + 1, anchor: .top)
    }
  }
}
