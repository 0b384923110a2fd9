// Trainings as they are watched: on a terminal one line that is drawn anew in its place, elsewhere a plain line an epoch.

import Catalog
import Language

/// The line of the training that runs. Whoever writes to the same terminal hides it first.
public final class ProgressLine {
  private let screen: ScreenTraits
  private let write: (String) -> Void
  private let now: () -> Double
  private var bars = Sparkline()
  /// When the training began and how many of its steps were done then.
  private var start = (time: 0.0, done: 0)
  private var last: TrainingProgress?
  private var nextDrawing = 0.0
  /// How many columns the line takes on the screen; 0: it does not stand there.
  private var drawn = 0

  /// Between two drawings, in seconds.
  private static let pause = 0.1
  private static let barWidth = 16

  /// [write] takes what is to stand on the terminal, [now] tells the time in seconds.
  public init(_ screen: ScreenTraits, write: @escaping (String) -> Void, now: @escaping () -> Double = monotonicSeconds) {
    self.screen = screen
    self.write = write
    self.now = now
  }

  public func show(_ progress: TrainingProgress) {
    guard screen.columns() != nil else { return sayEpoch(progress) }
    switch progress.moment {
    case .began: begin(progress)
    case .step: if let loss = progress.loss { bars.append(loss, width: ProgressLine.barWidth) }
    case .measuring, .epoch, .over: break
    }
    if progress.moment == .over { return finish(progress) }
    last = progress
    let time = now()
    if time < nextDrawing { return }
    nextDrawing = time + ProgressLine.pause
    draw(text(progress, time))
  }

  /// Takes the line off the screen, so that something else can be written there; it comes again when there is news.
  public func hide() {
    guard drawn > 0 else { return }
    write(erasing)
    drawn = 0
  }

  private func begin(_ progress: TrainingProgress) {
    bars = Sparkline()
    start = (now(), progress.done)
    nextDrawing = 0
  }

  /// The last state stays on the screen.
  private func finish(_ progress: TrainingProgress) {
    var end = progress
    if let last {
      end.loss = progress.loss ?? last.loss
      end.rate = last.rate
    }
    if last?.loss != nil { draw(text(end, now())) }
    if drawn > 0 { write("\n") }
    (drawn, last) = (0, nil)
  }

  private func text(_ progress: TrainingProgress, _ time: Double) -> String {
    let elapsed = time - start.time
    let isOver = progress.moment == .over
    let done = progress.done - start.done
    // The first moments tell little about the rest.
    let left = done > 0 && elapsed > 0.5 && !isOver ? elapsed / Double(done) * Double(progress.all - progress.done) : nil
    return ProgressText(
      progress, bars: bars.text(isPlain: !screen.isUTF8 || !screen.movesCursor), left: left, total: isOver ? elapsed : nil
    ).text(columns: (screen.columns() ?? 80) - 1, colors: screen.colors)
  }

  private func draw(_ text: String) {
    write(erasing + text)
    drawn = DisplayWidth.of(text.plain)
  }

  /// Back to the start of the line, and what stood there gone. A terminal that became narrower has broken it into several rows.
  private var erasing: String {
    guard screen.movesCursor else { return drawn > 0 ? "\r" + String(repeating: " ", count: drawn) + "\r" : "\r" }
    let rows = (max(drawn, 1) - 1) / max(screen.columns() ?? 80, 1)
    return (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\r\u{1B}[J"
  }

  /// On a pipe nothing is drawn anew.
  private func sayEpoch(_ progress: TrainingProgress) {
    guard progress.moment == .epoch, let loss = progress.loss else { return }
    var parts = ["epoch \(progress.epoch)", "loss \(rounded(loss))"] + progress.measured.map { "\($0.name) \($0.text)" }
    if let rate = progress.rate { parts.append("rate \(rounded(rate))") }
    if let seconds = progress.seconds { parts.append("\(fixed(seconds, 2)) s") }
    write(parts.joined(separator: "  ") + "\n")
  }
}

extension String {
  /// Without colours.
  fileprivate var plain: String {
    var isCode = false
    return filter { character in
      if character == "\u{1B}" { isCode = true }
      defer { if character == "m" { isCode = false } }
      return !isCode
    }
  }
}
