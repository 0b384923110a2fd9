// The look that all figures share: distances, sizes of text, and widths guessed before fonts are loaded.

enum Look {
  /// White around a figure.
  static let padding = 14.0
  /// White between panels.
  static let panelGap = 16.0
  static let lineWidth = 1.6

  /// The heading of a whole figure, and that of a panel.
  static let headingSize = 15.0
  static let titleSize = 13.0
  static let labelSize = 12.0
  static let tickSize = 11.0

  static let lineHeight = 17.0
  /// White below a title.
  static let titleGap = 8.0

  /// The family that is asked for; Pango finds others for scripts that it lacks.
  static let family = "DejaVu Sans"

  /// Lines to keep free for a title in `width` points: at most two.
  static func titleLines(_ title: String, width: Double, size: Double = titleSize) -> Int {
    title.isEmpty ? 0 : guessedWidth(title, size: size) * 1.1 <= width ? 1 : 2
  }

  /// The room for a title and the white below it.
  static func titleHeight(_ title: String, width: Double, size: Double = titleSize) -> Double {
    let lines = titleLines(title, width: width, size: size)
    return lines == 0 ? 0 : Double(lines) * (size + 5) + titleGap
  }

  /// About how wide a text will be, rather too wide than too narrow. Sizes of figures are known before
  /// anything is drawn, so they rest on this guess; what does not fit in the end is shortened.
  static func guessedWidth(_ text: String, size: Double) -> Double {
    text.unicodeScalars.prefix(400).reduce(0) { $0 + share(of: $1) * size }
  }

  /// The width of a letter as a share of the size of the text.
  private static func share(of letter: Unicode.Scalar) -> Double {
    switch letter {
    case "m", "w", "M", "W", "@", "%": 1
    case "A"..."Z": 0.8
    default: letter.value < 0x1100 ? 0.64 : 1.05
    }
  }
}
