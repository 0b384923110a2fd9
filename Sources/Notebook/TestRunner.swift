// `dln test`: runs a notebook and counts which of its `expect` and `#=>` hold.

import Catalog
import Interpreter
import Language

/// What came of testing.
public struct TestCount: Sendable, Equatable {
  public var passed = 0
  public var failed = 0
  /// A program ended in an error that no `expect` foresaw.
  public var hasErrors = false

  public init() {}

  public static func += (total: inout TestCount, other: TestCount) {
    total.passed += other.passed
    total.failed += other.failed
    total.hasErrors = total.hasErrors || other.hasErrors
  }

  public var text: String { "\(passed) passed, \(failed) failed" }
}

/// Tests one notebook. A case that fails is told and the run goes on; an error counts as failed and ends it.
public final class TestRunner {
  private let document: Document
  private let session: Session
  private let seed: UInt64
  private let complain: (Failure) -> Void
  private var count = TestCount()
  /// What the running statement printed: `print` lines can be promised, too.
  private var printed: [String] = []

  public init(_ document: Document, _ session: Session, seed: UInt64 = 0, complain: @escaping (Failure) -> Void) {
    self.document = document
    self.session = session
    self.seed = seed
    self.complain = complain
  }

  /// Runs all cells. Throws only when it is interrupted.
  public func run() throws -> TestCount {
    session.context.print = { [unowned self] in printed.append($0) }
    do {
      for (cell, statements) in try document.parsed(for: session) {
        session.begin(cell, seed: seed)
        if cell.fails {
          try runToItsError(cell)
          continue
        }
        for statement in statements { try run(statement) }
      }
    } catch let failure as Failure where !failure.isInterruption {
      fail(failure)
      count.hasErrors = true
    }
    return count
  }

  private func runToItsError(_ cell: Cell) throws {
    do {
      _ = try session.failure(of: cell, in: document.source)
      count.passed += 1
    } catch let failure as Failure where failure.kind == .expect {
      fail(failure)
    }
  }

  private func run(_ statement: Statement) throws {
    printed = []
    do {
      let value = try session.execute(statement, in: document.source)
      try keep(statement.promise, value, statement)
      count.passed += statement.expectations
    } catch let failure as Failure where failure.kind == .expect {
      fail(failure)
    }
    if session.context.isInterrupted() { throw session.interruption(after: statement, in: document.source) }
  }

  /// Holds a value to what was promised of it.
  private func keep(_ promise: Promise?, _ value: Value, _ statement: Statement) throws {
    for unseen in statement.unseenPromises {
      throw failure(
        Complaint(
          .expect, "a promise inside a block is not looked at", [.init(.callee, "nobody sees this value")],
          why: "inside a block `expect` does it: expect x == 3"),
        at: unseen.span, in: document.source)
    }
    guard let promise else { return }
    let texts = try texts(of: value, statement)
    if promise.isKept(by: texts) { return }
    let found = texts[0]
    let shown = found.count <= 60 && !found.contains("\n") ? found : "another value"
    throw failure(
      Complaint(
        .expect, "this is \(shown), not \(promise.shown)", [.init(.callee, shown), .init(.position(0), "promised")],
        why: shown == found ? nil : "it prints \(found.prefix(200))"),
      at: statement.span, and: promise.span, in: document.source)
  }

  /// The value as it may be promised: as `print` shows it, in quotes, or the first of several; of a line without a value, what it printed.
  private func texts(of value: Value, _ statement: Statement) throws -> [String] {
    if case .none = value.first, !printed.isEmpty { return [printed.joined(separator: "\n")] }
    return try session.placing(statement, in: document.source) { [try value.text(), try value.quoted(), try value.first.text()] }
  }

  private func fail(_ failure: Failure) {
    count.failed += 1
    complain(failure)
  }
}

extension Statement {
  /// How many cases it holds when all goes well: itself, its promise, and those in its blocks.
  fileprivate var expectations: Int {
    let own =
      switch kind {
      case .expect, .expectFails: 1
      default: promise == nil ? 0 : 1
      }
    return own + blocks.flatMap(\.statements).map(\.expectations).reduce(0, +)
  }

  /// Promises within its blocks.
  fileprivate var unseenPromises: [Promise] {
    blocks.flatMap(\.statements).flatMap { [$0.promise].compactMap { $0 } + $0.unseenPromises }
  }

  /// The blocks that run where it stands.
  private var blocks: [Block] {
    switch kind {
    case .conditional(let branches, let otherwise): branches.map(\.block) + (otherwise.map { [$0] } ?? [])
    case .forEach(_, _, let block), .whileTrue(_, let block), .expectFails(let block): [block]
    default: []
    }
  }
}
