// Figures in terminals: as a picture of the size that fits, or as characters.

import Catalog
import Graphics

extension FigureThing: Depicted {
  /// Pixels a point of the figure takes on a terminal, at most.
  private static let mostScale = 2.0

  public func drawing(for terminal: PictureTerminal) throws -> String {
    switch terminal.way {
    case .kitty: try picture(.kitty, terminal)
    case .iterm: try picture(.iterm(inParts: terminal.takesParts), terminal)
    case .sixel: try picture(.sixel, terminal)
    case .blocks: figure.text(style(terminal, terminal.hasFullColours ? .full : .palette))
    case .braille: figure.text(style(terminal, .none))
    case .none: ""
    }
  }

  private func style(_ terminal: PictureTerminal, _ colours: TextColours) -> TextStyle {
    // Charts wider than 100 columns are no clearer; the prompt and the path have room below.
    TextStyle(
      columns: min(terminal.columns - 1, 100), rows: min(max(terminal.rows - 4, 12), 24), colours: colours, isPlain: terminal.isPlain)
  }

  /// As large as the figure is at two pixels a point, but no wider than the terminal and no taller than it is.
  private func picture(_ way: PictureProtocol, _ terminal: PictureTerminal) throws -> String {
    let room = (
      width: Double(terminal.columns - 1) * Double(terminal.cellWidth), height: Double(terminal.rows - 3) * Double(terminal.cellHeight)
    )
    // Cells of a terminal for dense screens are large: so are its pictures.
    let natural = min(FigureThing.mostScale, max(1, Double(terminal.cellHeight) / 16))
    let scale = max(min(natural, room.width / figure.width, room.height / figure.height), 0.1)
    let columns = max(1, min(terminal.columns - 1, Int((figure.width * scale / Double(terminal.cellWidth)).rounded(.up))))
    do {
      let bytes = try way.bytes(of: try figure.picture(scale: scale), columns: columns)
      return String(decoding: bytes.dropLast(), as: UTF8.self)
    } catch {
      throw error.complaint
    }
  }
}
