// What a terminal can show of a picture: asked for by those who show things, answered by things that can be drawn.

/// How pictures are shown, in the order in which it is tried.
public enum PictureWay: String, Sendable, CaseIterable {
  case kitty, iterm, sixel
  /// Half-blocks in colour, and curves of braille in colour.
  case blocks
  /// Braille and shades without colour.
  case braille
  case none
}

/// A terminal as far as pictures care.
public struct PictureTerminal: Sendable, Equatable {
  public var way: PictureWay
  /// Its size in cells, and that of a cell in pixels.
  public var columns: Int
  public var rows: Int
  public var cellWidth: Int
  public var cellHeight: Int
  /// Colours of 24 bits, not only a palette of 256.
  public var hasFullColours: Bool
  /// No letters beyond ASCII.
  public var isPlain: Bool
  /// Takes files in parts (iTerm2 from 3.5 on).
  public var takesParts: Bool

  public init(
    way: PictureWay, columns: Int = 80, rows: Int = 24, cellWidth: Int = 8, cellHeight: Int = 16, hasFullColours: Bool = false,
    isPlain: Bool = false, takesParts: Bool = false
  ) {
    self.way = way
    self.columns = columns
    self.rows = rows
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
    self.hasFullColours = hasFullColours
    self.isPlain = isPlain
    self.takesParts = takesParts
  }
}

/// A thing that is a picture, also in a terminal.
public protocol Depicted: Savable {
  /// What draws it there: characters, or a sequence that the terminal turns into a picture. Without a newline at the end.
  func drawing(for terminal: PictureTerminal) throws -> String
}

extension Value {
  /// The picture that this is, if it is one.
  public var depicted: (any Depicted)? { if case .thing(let thing as any Depicted) = self { thing } else { nil } }
}
