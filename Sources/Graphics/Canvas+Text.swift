// Texts on a canvas: how much room they need, and writing them.

import CPango

/// A text and how it is to look.
struct Text {
  var string: String
  var size = Look.tickSize
  var bold = false
  var colour = Colour.ink
  /// The room across in points. What does not fit goes to the next line, and at the last ends with an ellipsis.
  var limit = Double.infinity
  var lines = 1
}

/// Width and height in points.
struct Extent: Equatable {
  var width: Double
  var height: Double
}

/// A text that a figure shows, and where.
public struct TextBox: Sendable, Equatable {
  public let text: String
  /// The room that its lines take up, in points of the figure.
  public let rectangle: Rectangle
  /// How many of its characters no font has: boxes stand in their place.
  public let missingGlyphs: Int
}

/// The point of a text's rectangle that is put at a given place: 0 is left or top, 1 right or bottom.
struct Anchor {
  let x: Double
  let y: Double

  static let topLeft = Anchor(x: 0, y: 0)
  static let top = Anchor(x: 0.5, y: 0)
  static let left = Anchor(x: 0, y: 0.5)
  static let right = Anchor(x: 1, y: 0.5)
  static let centre = Anchor(x: 0.5, y: 0.5)
}

extension Canvas {
  /// The room that a text takes up when written from left to right.
  func extent(of text: Text) -> Extent {
    guard !text.string.isEmpty else { return Extent(width: 0, height: 0) }
    return withLayout(text) { extent(of: $0) }
  }

  /// Writes a text with the `anchor` of its rectangle at (`x`, `y`), from bottom to top when `upward`.
  func write(_ text: Text, x: Double, y: Double, anchor: Anchor, upward: Bool = false) {
    guard !text.string.isEmpty else { return }
    withLayout(text) { layout in
      let flat = extent(of: layout)
      let box = upward ? Extent(width: flat.height, height: flat.width) : flat
      let (left, top) = (x - anchor.x * box.width, y - anchor.y * box.height)
      cairo_save(cairo)
      cairo_translate(cairo, left, upward ? top + box.height : top)
      if upward { cairo_rotate(cairo, -Double.pi / 2) }
      cairo_move_to(cairo, 0, 0)
      use(text.colour)
      pango_cairo_update_layout(cairo, layout)
      pango_cairo_show_layout(cairo, layout)
      cairo_restore(cairo)
      let rectangle = Rectangle(x: left, y: top, width: box.width, height: box.height)
      boxes.append(TextBox(text: text.string, rectangle: rectangle, missingGlyphs: Int(pango_layout_get_unknown_glyphs_count(layout))))
    }
  }

  /// The text a little smaller, if it has to be cut otherwise.
  func fitted(_ text: Text, smallest: Double = 10) -> Text {
    var text = text
    while text.size > smallest, withLayout(text, { pango_layout_is_ellipsized($0) != 0 }) { text.size -= 1 }
    return text
  }

  private func extent(of layout: OpaquePointer) -> Extent {
    var logical = PangoRectangle()
    pango_layout_get_extents(layout, nil, &logical)
    return Extent(width: Double(logical.width) / Double(PANGO_SCALE), height: Double(logical.height) / Double(PANGO_SCALE))
  }

  private func withLayout<Result>(_ text: Text, _ body: (OpaquePointer) -> Result) -> Result {
    let layout: OpaquePointer = pango_layout_new(preparedTextContext())
    defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
    let font = pango_font_description_new()
    defer { pango_font_description_free(font) }
    pango_font_description_set_family_static(font, Look.family)
    pango_font_description_set_weight(font, text.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_font_description_set_absolute_size(font, text.size * Double(PANGO_SCALE))
    pango_layout_set_font_description(layout, font)
    let shown = Canvas.printable(text.string)
    pango_layout_set_text(layout, shown, Int32(shown.utf8.count))
    if text.limit < 1e5 {
      pango_layout_set_width(layout, Int32(max(text.limit, 1) * Double(PANGO_SCALE)))
      pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
      pango_layout_set_height(layout, Int32(-text.lines))
    }
    return body(layout)
  }

  /// Without hinting, so that a text is equally wide at every scale and in every format.
  private func preparedTextContext() -> OpaquePointer {
    if let textContext { return textContext }
    let context: OpaquePointer = pango_cairo_create_context(cairo)
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
    pango_context_set_round_glyph_positions(context, 0)
    cairo_font_options_destroy(options)
    textContext = context
    return context
  }

  /// One paragraph of bounded length: line ends and control characters become spaces.
  private static func printable(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(400) {
      let isControl = scalar.value < 32 || scalar.value == 127 || scalar.value == 0x2028 || scalar.value == 0x2029
      shown.append(isControl ? " " : scalar)
    }
    return String(shown)
  }
}
