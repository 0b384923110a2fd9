// `:time EXPRESSION`: how long it takes.

import Catalog
import Interpreter
import Language
import Notebook

extension Command {
  static let time = Command(":time EXPRESSION", "runs it for about a second: median and least time") { sitting, words in
    let source = Source(name: "the prompt", text: words)
    let parsed = parse(source)
    if let diagnostic = parsed.diagnostics.first { throw Failure(diagnostic, in: source) }
    guard let statement = parsed.program.statements.first, parsed.program.statements.count == 1, case .expression = statement.kind
    else { throw WrongUse("`:time` wants one expression") }
    sitting.time(statement, in: source)
    return .done
  }
}

extension Sitting {
  private static let seconds = 1.0
  private static let mostRuns = 10_000

  /// Leaves names, answers and random numbers as they were.
  fileprivate func time(_ statement: Statement, in source: Source) {
    let before = session.moment
    let hadEffect = session.context.hadEffect
    defer {
      session.moment = before
      session.context.hadEffect = hadEffect
    }
    do {
      session.context.hadEffect = false
      let first = try seconds(of: statement, in: source, from: before)
      if session.context.hadEffect || first > Sitting.seconds / 2 {
        return voice.show("\(timeText(first))  (run once\(session.context.hadEffect ? ", as it has an effect" : ""))")
      }
      var times: [Double] = []
      var total = 0.0
      while total < Sitting.seconds, times.count < Sitting.mostRuns {
        times.append(try seconds(of: statement, in: source, from: before))
        total += times[times.count - 1]
      }
      times.sort()
      voice.show("median \(timeText(times[times.count / 2]))  least \(timeText(times[0]))  (\(times.count) runs)")
    } catch {
      tell(error)
    }
  }

  private func seconds(of statement: Statement, in source: Source, from before: Moment) throws -> Double {
    session.moment = before
    let clock = ContinuousClock()
    let start = clock.now
    let value = try session.execute(statement, in: source)
    try session.placing(statement, in: source) { try session.context.catalog.settle([value.first]) }
    let end = clock.now
    if voice.takeInterrupt() { throw session.interruption(after: statement, in: source) }
    return start.duration(to: end) / .seconds(1)
  }
}

/// `3.21 ms`: three digits and the unit in which they read best.
func timeText(_ seconds: Double) -> String {
  for (unit, size) in [("s", 1.0), ("ms", 1e-3), ("us", 1e-6)] where seconds >= size {
    return "\(rounded(seconds / size, digits: 3)) \(unit)"
  }
  return "\(rounded(seconds * 1e9, digits: 3)) ns"
}
