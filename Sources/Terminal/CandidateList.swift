// Candidates as the prompt shows them: in columns aligned by display width, with their side notes where there is room.

import Language
import Notebook

enum CandidateList {
  /// The list as lines, none wider than the terminal and together no higher than it.
  static func lines(_ candidates: [Candidate], columns: Int, rows: Int) -> [String] {
    let most = max(3, rows - 2)
    let hasNotes = candidates.contains { !$0.note.isEmpty }
    if hasNotes, candidates.count <= most, columns >= 30 { return noted(candidates, columns) }
    return columned(candidates.map(\.shown), columns, most)
  }

  /// A candidate a line, its note beside it.
  private static func noted(_ candidates: [Candidate], _ columns: Int) -> [String] {
    let rows = candidates.map { [Columns.cut($0.shown, to: columns / 2), $0.note] }
    return Columns.lines(rows).map { Columns.cut($0, to: columns - 1) }
  }

  /// Names alone, from top to bottom and then to the right.
  private static func columned(_ names: [String], _ columns: Int, _ most: Int) -> [String] {
    let names = names.map { Columns.cut($0, to: columns - 1) }
    let width = (names.map { DisplayWidth.of($0) }.max() ?? 0) + 2
    let across = max(1, (columns + 1) / width)
    let needed = (names.count + across - 1) / across
    let shownRows = needed <= most ? needed : most - 1
    let shown = min(names.count, shownRows * across)
    let lines = (0..<shownRows).map { row in
      let cells = stride(from: row, to: shown, by: shownRows).map { names[$0] }
      return (cells.dropLast().map { Columns.pad($0, to: width) } + cells.suffix(1)).joined()
    }
    return shown == names.count ? lines : lines + [Columns.cut("... and \(names.count - shown) more", to: columns - 1)]
  }
}
