// A notebook as a workload: what stands before its last cell runs once, that cell is the step, run as often as it is measured.

import Catalog
import Interpreter
import Language
import Notebook

/// A notebook whose last cell is run again and again, as the body of a loop.
final class Workload {
  /// What a sample lasts at least, so that a clock can tell it.
  private static let sampleSeconds = 0.008
  private static let warmUpSeconds = 0.5

  private let document: Document
  private let session: Session
  private let cells: [(cell: Cell, statements: [Statement])]
  /// How long the first step took: its plan was made.
  private(set) var firstSeconds = 0.0
  /// Steps in one sample, known when it is warm.
  private(set) var stepsPerSample = 1
  private var loop: (count: Int, statement: Statement, source: Source)?

  /// Runs the whole notebook once.
  init(_ document: Document, _ session: Session, seed: UInt64) throws {
    self.document = document
    self.session = session
    cells = try document.parsed(for: session)
    for (cell, statements) in cells {
      let start = monotonicSeconds()
      session.begin(cell, seed: seed)
      for statement in statements { try compute(statement) }
      firstSeconds = monotonicSeconds() - start
    }
  }

  /// The number that the notebook calls `batch`: samples a step.
  var batch: Int? { session.value(of: "batch").flatMap { try? $0.asWhole() } }

  /// `goal="0.5"` in the heading of the step: what part of the best peer's time it may take.
  var goal: Double? { cells.last?.cell.options.first { $0.key == "goal" }.flatMap { Double($0.value) } }

  private func compute(_ statement: Statement) throws {
    let value = try session.execute(statement, in: document.source)
    let bound = statement.boundNames.sorted().compactMap { session.value(of: $0) }
    try session.placing(statement, in: document.source) { try session.context.catalog.settle([value] + bound) }
    if session.context.isInterrupted() { throw session.interruption(after: statement, in: document.source) }
  }

  /// Steps until plans are made and caches are warm.
  func warmUp() throws {
    let start = monotonicSeconds()
    var least = Double.infinity
    var count = 0
    while count < 5 || monotonicSeconds() - start < Workload.warmUpSeconds {
      least = min(least, try seconds(of: 1))
      count += 1
    }
    stepsPerSample = max(1, Int(Workload.sampleSeconds / least))
  }

  /// Milliseconds a step, one number for each sample of [steps], or of as many as a clock can tell.
  func samples(during seconds: Double, of steps: Int? = nil) throws -> [Double] {
    let steps = max(1, steps ?? stepsPerSample)
    let start = monotonicSeconds()
    var samples: [Double] = []
    while samples.isEmpty || monotonicSeconds() - start < seconds {
      samples.append(try self.seconds(of: steps) / Double(steps) * 1000)
    }
    return samples
  }

  /// How long so many steps take, as a loop written in the language.
  func seconds(of steps: Int) throws -> Double {
    let loop = loop.flatMap { $0.count == steps ? $0 : nil } ?? self.loop(of: steps)
    self.loop = loop
    let start = monotonicSeconds()
    if let loop { _ = try session.execute(loop.statement, in: loop.source) }
    return monotonicSeconds() - start
  }

  private func loop(of steps: Int) -> (count: Int, statement: Statement, source: Source)? {
    guard let cell = cells.last?.cell else { return nil }
    let source = Source(name: document.source.name, text: "for step in 1..\(steps) {\n\(document.text(of: cell))\n}")
    return parse(source).program.statements.first.map { (steps, $0, source) }
  }
}
