// A running training in one line, as wide as there is room.

import Catalog
import Interpreter
import Language

/// The parts of the line, and which of them matter more.
struct ProgressText {
  /// A part, and how soon it is left out: the highest goes first.
  private struct Part {
    let text: String
    let rank: Int
    var isBars = false
  }

  private var parts: [Part] = []

  /// [left]: seconds to the end, where that can be said. [total]: how long it took, when it is over.
  init(_ progress: TrainingProgress, bars: String, left: Double?, total: Double?) {
    let isOver = progress.moment == .over
    let epoch = isOver && progress.step == 0 ? max(progress.epoch - 1, 1) : progress.epoch
    add("epoch \(epoch)/\(progress.epochs)", 0)
    switch progress.moment {
    case .began: add("preparing", 1)
    case .measuring: add("measuring", 3)
    case .step: add("step \(progress.step)/\(progress.steps)", 3)
    case .over: if progress.step > 0, progress.step < progress.steps { add("step \(progress.step)/\(progress.steps)", 3) }
    case .epoch: break
    }
    if let loss = progress.loss { add("loss \(rounded(loss))", 1) }
    for measure in progress.measured { add("\(measure.name) \(measure.text)", measure.name == "validation" ? 4 : 2) }
    if let rate = progress.rate { add("rate \(rounded(rate))", 7) }
    if let left { add("\(durationText(left)) left", 5) }
    if let total { add(durationText(total), 5) }
    if !bars.isEmpty { parts.append(Part(text: bars, rank: 6, isBars: true)) }
  }

  private mutating func add(_ text: String, _ rank: Int) { parts.append(Part(text: text, rank: rank)) }

  /// The line in at most so many columns; what has no room is left out whole.
  func text(columns: Int, colors: Bool = false) -> String {
    var shown = parts
    while shown.count > 1, width(shown) > columns, let last = shown.indices.max(by: { shown[$0].rank < shown[$1].rank }) {
      shown.remove(at: last)
    }
    if width(shown) > columns { return cut(shown.map(\.text).joined(separator: "  "), columns) }
    return shown.map { colors && $0.isBars ? "\u{1B}[36m\($0.text)\u{1B}[0m" : $0.text }.joined(separator: "  ")
  }

  private func width(_ parts: [Part]) -> Int { parts.reduce(-2) { $0 + DisplayWidth.of($1.text) + 2 } }

  private func cut(_ text: String, _ columns: Int) -> String {
    var width = 0
    return String(
      text.prefix { character in
        width += DisplayWidth.of(character)
        return width <= columns
      })
  }
}
