// Where the pieces of a cell's code stand: on which line, how far indented, notes behind code in one column.

/// Prints pieces. Lines stay broken where they were; a block that holds more than one line has its braces on lines of their own.
struct CodePrinter {
  /// How far a line is indented in a bracket, and one that goes on with the line above.
  static let indentation = 4
  /// Where a comment behind code stands; behind longer code it is the next column that divides by eight.
  static let noteColumn = 38

  /// A bracket that is open, or the cell itself.
  private struct Frame {
    let opener: Mark?
    /// Where a line stands that begins with its closer, and one that begins in it.
    let outer: Int
    let inner: Int
    /// The indentation of the line on which the statement or item at hand began.
    var item = 0
    /// Those of the lines with words whose block is still to come.
    var owners: [Int] = []

    var isBlock: Bool { opener == nil || opener == .openBrace }
  }

  private let pieces: [Piece]
  private let brokenBlocks: Set<Int>
  private var frames = [Frame(opener: nil, outer: 0, inner: 0)]
  private var lines: [String] = []
  private var line = ""
  private var lineIndentation = 0
  /// The last piece that was no comment, and whether it was a sign before a value.
  private var last: Piece?
  private var lastIsSign = false
  /// Where the comment behind the code above stood in the source, and where it stands now: lines of comment go on below it.
  private var note: (source: Int, printed: Int, isPromise: Bool)?

  init(_ pieces: [Piece]) {
    self.pieces = pieces
    brokenBlocks = CodePrinter.brokenBlocks(of: pieces)
  }

  mutating func print() -> String {
    for index in pieces.indices {
      if pieces[index].isComment { printComment(index) } else { printToken(index) }
    }
    return (lines + [line]).joined(separator: "\n")
  }

  /// The openers and closers of blocks that hold a line end.
  private static func brokenBlocks(of pieces: [Piece]) -> Set<Int> {
    var broken: Set<Int> = []
    var open: [(index: Int, breaks: Int)] = []
    var breaks = 0
    for (index, piece) in pieces.enumerated() {
      breaks += piece.breaks
      if piece.kind?.isOpener == true { open.append((index, breaks)) }
      guard piece.kind?.isCloser == true, let opener = open.popLast() else { continue }
      if piece.kind == .mark(.closeBrace), breaks > opener.breaks { broken.formUnion([opener.index, index]) }
    }
    return broken
  }
}

// MARK: - Tokens

extension CodePrinter {
  private var frame: Frame {
    get { frames[frames.count - 1] }
    set { frames[frames.count - 1] = newValue }
  }

  private mutating func printToken(_ index: Int) {
    let piece = pieces[index]
    let breaks = breaks(before: index)
    let beginsItem = beginsItem(index)
    let isSign = piece.kind == .mark(.minus) && (beginsItem || last?.endsValue != true)
    let indentation = indentation(of: index)
    if piece.kind?.isCloser == true, frames.count > 1 { frames.removeLast() }
    if breaks > 0 {
      begin(indentation, after: breaks)
    } else if let last, index > 0,
      CodePrinter.isBlank(between: last, and: piece, inIndex: frame.opener == .openBracket, behindSign: lastIsSign)
    {
      line += " "
    }
    line += piece.text
    if beginsItem { (frame.item, frame.owners) = (lineIndentation, []) }
    if ownsBlock(index) { frame.owners.append(lineIndentation) }
    if piece.kind?.isOpener == true { open(piece) }
    (last, lastIsSign) = (piece, isSign)
  }

  private mutating func open(_ piece: Piece) {
    guard case .mark(let mark)? = piece.kind else { return }
    let isBody = mark == .openBrace && last?.kind != .mark(.arrow)
    let outer = isBody ? frame.owners.popLast() ?? lineIndentation : lineIndentation
    frames.append(Frame(opener: mark, outer: outer, inner: outer + CodePrinter.indentation))
  }

  /// A word whose block follows on its line or a later one.
  private func ownsBlock(_ index: Int) -> Bool {
    guard case .word(let word)? = pieces[index].kind, !pieces[index].isField else { return false }
    if index + 1 < pieces.count, pieces[index + 1].kind == .mark(.colon) { return false }
    return ["fn", "if", "else", "for", "while", "expect", "update"].contains(word) || Words.blocks.contains(word)
  }

  /// A statement, or an item between brackets, begins with the piece.
  private func beginsItem(_ index: Int) -> Bool {
    let piece = pieces[index]
    guard let last, last.kind != frame.opener.map({ .mark($0) }) else { return piece.kind?.isCloser != true }
    if piece.kind?.isCloser == true { return false }
    guard frame.isBlock else { return last.kind == .mark(.comma) }
    return last.kind == .mark(.semicolon) || (breaks(before: index) > 0 && !last.goesOn && piece.kind != .mark(.pipe))
  }

  /// How far a line is indented that begins with the piece.
  private func indentation(of index: Int) -> Int {
    if pieces[index].kind?.isCloser == true { return frame.outer }
    return beginsItem(index) ? frame.inner : frame.item + CodePrinter.indentation
  }
}

// MARK: - Lines and comments

extension CodePrinter {
  /// The line ends before a piece: none before the first, two with a blank line, which stands neither behind an opener nor before a closer.
  private func breaks(before index: Int) -> Int {
    guard index > 0 else { return 0 }
    let (before, piece) = (pieces[index - 1], pieces[index])
    let isEdge = before.kind?.isOpener == true || piece.kind?.isCloser == true
    let breaks = min(piece.breaks, isEdge ? 1 : 2)
    let isBroken = piece.kind == .mark(.closeBrace) ? brokenBlocks.contains(index) : brokenBlocks.contains(index - 1) && !piece.isComment
    return isBroken && (before.kind == .mark(.openBrace) || piece.kind == .mark(.closeBrace)) ? max(breaks, 1) : breaks
  }

  private mutating func begin(_ indentation: Int, after breaks: Int) {
    lines.append(line)
    if breaks > 1 { lines.append("") }
    line = String(repeating: " ", count: indentation)
    lineIndentation = indentation
    note = nil
  }

  private mutating func printComment(_ index: Int) {
    let comment = pieces[index]
    let breaks = breaks(before: index)
    if index > 0, breaks == 0 { return printNote(comment) }
    let note = note
    let isBelowNote = breaks == 1 && note.map { $0.source == comment.column || ($0.isPromise && comment.isPromise) } == true
    let indentation = isBelowNote ? note?.printed ?? 0 : indentation(ofCommentAt: index)
    if index > 0 { begin(indentation, after: breaks) } else { line = String(repeating: " ", count: indentation) }
    if isBelowNote { self.note = note }
    line += comment.text
  }

  /// A comment behind code.
  private mutating func printNote(_ comment: Piece) {
    let width = DisplayWidth.of(String(line[(line.lastIndex(of: "\n").map(line.index(after:)) ?? line.startIndex)...]))
    let column = width + 2 <= CodePrinter.noteColumn ? CodePrinter.noteColumn : (width + 2 + 7) / 8 * 8
    line += String(repeating: " ", count: column - width) + comment.text
    note = (comment.column, column, comment.isPromise)
  }

  /// A comment stands as what it speaks of, the piece that follows. One that looks like a cell's heading must not become one.
  private func indentation(ofCommentAt index: Int) -> Int {
    let next = pieces[index...].firstIndex { !$0.isComment }
    let isInner = next.map { pieces[$0].kind?.isCloser == true } ?? true
    let indentation = isInner ? frame.inner : next.map(indentation(of:)) ?? 0
    return indentation == 0 && pieces[index].text.hasPrefix(CellHeading.mark) ? CodePrinter.indentation : indentation
  }
}
