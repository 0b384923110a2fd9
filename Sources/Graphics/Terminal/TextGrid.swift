// Many pictures side by side, in characters.

/// The measures of a grid that is drawn with characters.
struct TextGrid {
  private let grid: PictureGrid
  private let style: TextStyle
  /// Pictures in a row: as many as asked for, or as fit.
  private let perRow: Int
  /// The pixels each picture becomes, and the cells these take.
  private let pixels: (width: Int, height: Int)
  private let cell: (width: Int, height: Int)

  /// Below this many pixels across nothing can be told apart.
  private static let leastWidth = 8
  private static let mostEnlarged = 4
  private static let mostRows = 200

  init(_ grid: PictureGrid, _ style: TextStyle) {
    self.grid = grid
    self.style = style
    let size = (width: grid.pictures.map(\.width).max() ?? 1, height: grid.pictures.map(\.height).max() ?? 1)
    let cellsPerPixel = style.colours == .none ? 2 : 1
    let least = min(size.width, TextGrid.leastWidth) * cellsPerPixel + 1
    perRow = max(1, min(grid.columns, (style.columns + 1) / least))
    let room = max(1, ((style.columns + 1) / perRow - 1) / cellsPerPixel)
    let tallest = max(TextGrid.leastWidth, style.colours == .none ? style.rows : 2 * style.rows)
    let factor = min(
      Double(room) / Double(size.width), Double(tallest) / Double(size.height), Double(TextGrid.mostEnlarged))
    // Whole numbers of cells for each pixel where pictures grow.
    let scale = factor >= 1 ? factor.rounded(.down) : factor
    pixels = (max(1, Int(Double(size.width) * scale)), max(1, Int(Double(size.height) * scale)))
    cell = (pixels.width * cellsPerPixel, style.colours == .none ? pixels.height : (pixels.height + 1) / 2)
  }

  func draw() -> TextCanvas {
    let hasCaptions = grid.captions.contains { !$0.isEmpty }
    let lines = (grid.pictures.count + perRow - 1) / perRow
    let step = cell.height + (hasCaptions ? 1 : 0) + 1
    let shown = min(lines, max(1, TextGrid.mostRows / step))
    let head = grid.title.isEmpty ? 0 : 1
    var canvas = TextCanvas(columns: style.columns, rows: max(head + shown * step - 1, 1) + (shown < lines ? 1 : 0))
    canvas.write(TextCanvas.shortened(grid.title, to: style.columns, isPlain: style.isPlain), row: 0, column: 0)
    for (index, picture) in grid.pictures.prefix(shown * perRow).enumerated() {
      let (row, column) = (head + index / perRow * step, index % perRow * (cell.width + 1))
      canvas.paint(picture.resized(width: pixels.width, height: pixels.height), row: row, column: column, style)
      guard index < grid.captions.count else { continue }
      let caption = TextCanvas.shortened(grid.captions[index], to: cell.width, isPlain: style.isPlain)
      canvas.write(caption, row: row + cell.height, column: column)
    }
    if shown < lines { canvas.write("and \(grid.pictures.count - shown * perRow) more", row: canvas.rows - 1, column: 0) }
    if grid.pictures.isEmpty { canvas.write("nothing to show", row: head, column: 0) }
    return canvas
  }
}
