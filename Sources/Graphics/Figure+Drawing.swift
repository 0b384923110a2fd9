// From the description of a figure to a drawing, and from that to PNG, SVG or the places of its texts.

import CPango

extension Figure {
  /// The figure as a PNG file of `width * scale` by `height * scale` pixels on white. The same figure gives the same bytes.
  ///
  /// - Throws: `PictureError` when the picture would be too large.
  public func png(scale: Double = 2) throws(PictureError) -> [UInt8] {
    try picture(scale: scale).encoded()
  }

  /// The figure as pixels on white, with 3 channels.
  ///
  /// - Throws: `PictureError` when `scale` is not between 0.1 and 16, or the picture would be too large.
  public func picture(scale: Double = 2) throws(PictureError) -> Picture {
    guard (0.1...16).contains(scale) else { throw PictureError("a scale lies between 0.1 and 16, not at \(scale)") }
    let (columns, rows) = (Int((width * scale).rounded()), Int((height * scale).rounded()))
    guard columns <= Figure.sideLimit, rows <= Figure.sideLimit, columns * rows <= Picture.pixelLimit else {
      throw PictureError("the figure would have \(columns)x\(rows) pixels, which is too large: show fewer things in it")
    }
    let surface: OpaquePointer = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows))
    defer { cairo_surface_destroy(surface) }
    try draw(on: Canvas(surface, scale: scale))
    return try PixelSurface.picture(of: surface)
  }

  /// The figure as an SVG file, its texts as outlines that need no font. The same figure gives the same bytes.
  ///
  /// - Throws: `PictureError` when Cairo fails.
  public func svg() throws(PictureError) -> [UInt8] {
    let sink = ByteSink()
    let surface: OpaquePointer = cairo_svg_surface_create_for_stream(
      ByteSink.receive, Unmanaged.passUnretained(sink).toOpaque(), width, height)
    defer { cairo_surface_destroy(surface) }
    try draw(on: Canvas(surface, scale: 1))
    cairo_surface_finish(surface)
    return StableNames.renamed(sink.bytes)
  }

  /// Every text of the figure with the rectangle it takes up, in the order of drawing.
  ///
  /// - Throws: `PictureError` when Cairo fails.
  public func textBoxes() throws(PictureError) -> [TextBox] {
    let surface: OpaquePointer = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1)
    defer { cairo_surface_destroy(surface) }
    let canvas = Canvas(surface, scale: 1)
    try draw(on: canvas)
    return canvas.boxes
  }

  /// Cairo's limit for the sides of an image.
  private static let sideLimit = 32_767

  private func draw(on canvas: Canvas) throws(PictureError) {
    canvas.fill(Rectangle(x: 0, y: 0, width: width, height: height), .white)
    let inner = width - 2 * Look.padding
    var top = Look.padding
    canvas.writeTitle(title, x: Look.padding, y: top, width: inner, size: Look.headingSize)
    top += Look.titleHeight(title, width: inner, size: Look.headingSize)
    let frames = panels.map { panel in
      let frame = Rectangle(
        x: Look.padding, y: top, width: inner, height: panel.naturalHeight(width: inner, crowded: panels.count > 1))
      top += frame.height + Look.panelGap
      return frame
    }
    drawPanels(in: frames, on: canvas)
    if let failure = canvas.failure { throw PictureError("the figure could not be drawn: \(failure)") }
  }

  /// Charts agree on the room left of their plots, so that these stand exactly below one another.
  private func drawPanels(in frames: [Rectangle], on canvas: Canvas) {
    let gutters = zip(panels, frames).map { panel, frame in
      if case .chart(let chart) = panel { ChartLayout(chart, in: frame, on: canvas, gutter: 0).gutter } else { 0.0 }
    }
    for (panel, frame) in zip(panels, frames) {
      switch panel {
      case .chart(let chart): ChartLayout(chart, in: frame, on: canvas, gutter: gutters.max() ?? 0).draw()
      case .matrix(let matrix): MatrixLayout(matrix, in: frame, on: canvas).draw()
      case .pictures(let grid): grid.draw(in: frame, on: canvas)
      }
    }
  }
}

extension Canvas {
  /// A heading in the lines that `Look` keeps free for it; a long one becomes a little smaller first.
  func writeTitle(_ title: String, x: Double, y: Double, width: Double, size: Double = Look.titleSize) {
    guard !title.isEmpty else { return }
    let lines = Look.titleLines(title, width: width, size: size)
    write(fitted(Text(string: title, size: size, bold: true, limit: width, lines: lines)), x: x, y: y, anchor: .topLeft)
  }
}

/// Collects what Cairo writes.
private final class ByteSink {
  var bytes: [UInt8] = []

  static let receive: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> cairo_status_t = { sink, data, count in
    guard let sink else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue().bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}
