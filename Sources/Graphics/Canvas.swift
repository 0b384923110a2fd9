// A Cairo surface to draw on: lines, shapes and pictures. Texts are in Canvas+Text.swift.

import CPango

/// Draws in points; y grows downwards. Remembers every text that it writes.
final class Canvas {
  /// Device pixels per point; 1 for vector formats.
  let scale: Double
  let cairo: OpaquePointer
  /// Pango's settings, made with the first text.
  var textContext: OpaquePointer?
  /// Every text so far, in the order of writing.
  var boxes: [TextBox] = []

  /// The canvas keeps `surface` alive as long as itself.
  init(_ surface: OpaquePointer, scale: Double) {
    self.scale = scale
    cairo = cairo_create(surface)
    cairo_scale(cairo, scale, scale)
  }

  deinit {
    if let textContext { g_object_unref(UnsafeMutableRawPointer(textContext)) }
    cairo_destroy(cairo)
  }

  /// Why drawing failed, if it did.
  var failure: String? {
    let status = cairo_status(cairo)
    return status == CAIRO_STATUS_SUCCESS ? nil : String(cString: cairo_status_to_string(status))
  }

  func fill(_ rectangle: Rectangle, _ colour: Colour, opacity: Double = 1) {
    use(colour, opacity)
    cairo_rectangle(cairo, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    cairo_fill(cairo)
  }

  /// A line of about one point across the whole `width`, on whole device pixels so that it stays sharp.
  func horizontalHairline(y: Double, from x: Double, width: Double, _ colour: Colour) {
    fill(Rectangle(x: snapped(x), y: snapped(y - 0.5), width: snapped(x + width) - snapped(x), height: hairline), colour)
  }

  /// As `horizontalHairline`, upright.
  func verticalHairline(x: Double, from y: Double, height: Double, _ colour: Colour) {
    fill(Rectangle(x: snapped(x - 0.5), y: snapped(y), width: hairline, height: snapped(y + height) - snapped(y)), colour)
  }

  /// One line through all points.
  func polyline(_ points: [Point], _ colour: Colour, width: Double, dash: [Double] = []) {
    guard let first = points.first, points.count > 1 else { return }
    use(colour)
    cairo_set_line_width(cairo, width)
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
    cairo_set_line_cap(cairo, dash.isEmpty ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    cairo_set_dash(cairo, dash, Int32(dash.count), 0)
    cairo_move_to(cairo, first.x, first.y)
    for point in points.dropFirst() { cairo_line_to(cairo, point.x, point.y) }
    cairo_stroke(cairo)
    cairo_set_dash(cairo, nil, 0, 0)
  }

  /// A filled shape with a thin white rim, which keeps crowded ones apart.
  func polygon(_ points: [Point], _ colour: Colour, opacity: Double = 1) {
    cairo_new_path(cairo)
    for point in points { cairo_line_to(cairo, point.x, point.y) }
    cairo_close_path(cairo)
    fillWithRim(colour, opacity)
  }

  /// As `polygon`, round.
  func disc(_ centre: Point, radius: Double, _ colour: Colour, opacity: Double = 1) {
    cairo_new_path(cairo)
    cairo_arc(cairo, centre.x, centre.y, radius, 0, 2 * Double.pi)
    fillWithRim(colour, opacity)
  }

  /// Runs `body` with everything outside `rectangle` left untouched.
  func clipped(to rectangle: Rectangle, _ body: () -> Void) {
    cairo_save(cairo)
    cairo_rectangle(cairo, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    cairo_clip(cairo)
    body()
    cairo_restore(cairo)
  }

  /// Fits `picture` into `rectangle`: pixels stay sharp squares when it grows and are averaged when it shrinks.
  func paint(_ picture: Picture, in rectangle: Rectangle) {
    // Enlarged before Cairo sees it, since readers of SVG files blur small pictures.
    let larger = min(rectangle.width / Double(picture.width), rectangle.height / Double(picture.height))
    let repeats = larger > 1 ? max(1, Int((larger * scale).rounded())) : 1
    guard let surface = PixelSurface.make(of: picture, repeats: repeats) else { return }
    cairo_save(cairo)
    cairo_translate(cairo, rectangle.x, rectangle.y)
    cairo_scale(cairo, rectangle.width / Double(picture.width * repeats), rectangle.height / Double(picture.height * repeats))
    cairo_set_source_surface(cairo, surface, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(cairo), larger > 1 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD)
    cairo_paint(cairo)
    cairo_restore(cairo)
    cairo_surface_destroy(surface)
  }

  /// The nearest place on the grid of device pixels.
  func snapped(_ place: Double) -> Double { (place * scale).rounded() / scale }

  private var hairline: Double { max(1, scale.rounded()) / scale }

  func use(_ colour: Colour, _ opacity: Double = 1) {
    cairo_set_source_rgba(cairo, colour.red, colour.green, colour.blue, opacity)
  }

  private func fillWithRim(_ colour: Colour, _ opacity: Double) {
    use(colour, opacity)
    cairo_fill_preserve(cairo)
    use(.white, opacity)
    cairo_set_line_width(cairo, 0.5)
    cairo_stroke(cairo)
  }
}
