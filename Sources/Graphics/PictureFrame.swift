// Frames around parts of a picture, with what stands there.

/// A frame over a picture, in the picture's pixels.
public struct PictureFrame: Sendable, Equatable {
  public var rectangle: Rectangle
  /// At its upper edge; empty: nothing.
  public var label: String
  /// Frames of the same number have the same colour.
  public var group: Int

  public init(_ rectangle: Rectangle, label: String = "", group: Int = 0) {
    self.rectangle = rectangle
    self.label = label
    self.group = group
  }

  private static let labelSize = 10.0

  /// Draws it over a picture that is enlarged by [factor] and fills [area]; nothing leaves the area.
  func draw(over area: Rectangle, factor: Double, on canvas: Canvas) {
    let (left, top) = (area.x + rectangle.x * factor, area.y + rectangle.y * factor)
    let (right, bottom) = (left + rectangle.width * factor, top + rectangle.height * factor)
    // What is no number, or lies beside the picture, is not drawn.
    guard left <= area.right, top <= area.bottom, right >= area.x, bottom >= area.y else { return }
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)].map { Point($0.0, $0.1) }
    let colour = Colour.series[(group % Colour.series.count + Colour.series.count) % Colour.series.count]
    canvas.clipped(to: area) {
      // A white rim shows on dark pictures, the colour on light ones.
      canvas.polyline(corners, .white, width: 3.6)
      canvas.polyline(corners, colour, width: 2)
      if !label.isEmpty { write(in: area, left: left, top: top, bottom: bottom, colour, on: canvas) }
    }
  }

  /// Above the frame where there is room, else below it, else inside; moved sideways to stay on the picture.
  private func write(in area: Rectangle, left: Double, top: Double, bottom: Double, _ colour: Colour, on canvas: Canvas) {
    let text = Text(string: label, size: PictureFrame.labelSize, colour: colour.contrastingInk, limit: area.width - 4)
    let extent = canvas.extent(of: text)
    let (width, height) = (extent.width + 4, extent.height)
    let x = max(area.x, min(left - 1, area.right - width))
    let y = top - height >= area.y ? top - height : bottom + height <= area.bottom ? bottom : min(max(top, area.y), area.bottom - height)
    canvas.fill(Rectangle(x: x, y: y, width: width, height: height), colour)
    canvas.write(text, x: x + 2, y: y, anchor: .topLeft)
  }
}
