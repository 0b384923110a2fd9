// The line as readline holds it, and its display: readline's own, with colours over it.

@preconcurrency import CReadline
import Language

/// Readline's line.
enum ReadlineLine {
  static var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: readline_text(), count: Int(readline_end()))) }

  /// Nil: the bytes are no UTF-8.
  static var text: String? { String(validating: bytes, as: UTF8.self) }

  static func replace(from start: Int32, to end: Int32, with text: String) {
    rl_begin_undo_group()
    rl_delete_text(start, end)
    readline_set_cursor(start)
    rl_insert_text(text)
    rl_end_undo_group()
  }

  static var screenSize: (rows: Int, columns: Int) {
    var (rows, columns): (Int32, Int32) = (0, 0)
    rl_get_screen_size(&rows, &columns)
    return (Int(rows), Int(columns))
  }
}

extension ReadlineReader {
  static let drawInColours: @convention(c) () -> Void = {
    rl_redisplay()
    ReadlineReader.current?.paint()
  }

  private func paint() {
    guard let highlight, readline_shows_line() != 0, let line = ReadlineLine.text else { return }
    let start = above.utf8.count
    let pieces = highlight.pieces(of: above + line).filter { $0.span.end > start }.map {
      Highlight.Piece(span: Span(max(0, $0.span.start - start), $0.span.end - start), look: $0.look)
    }
    guard isPainted || !pieces.isEmpty else { return }
    isPainted = !pieces.isEmpty
    let size = ReadlineLine.screenSize
    let painter = LinePainter(promptWidth: promptWidth, columns: size.columns, rows: size.rows)
    if let painted = painter.painted(line, pieces, cursor: Int(readline_cursor())) { readline_write(painted) }
    readline_flush()
  }
}
