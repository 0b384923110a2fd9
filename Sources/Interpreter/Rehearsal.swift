// A rehearsal: statements are walked through as if they ran, but nothing is computed, nothing acts and nothing stays.

import Catalog
import Language

/// What a rehearsal found.
public struct Rehearsal: Sendable {
  /// What would go wrong, in the order in which it was met.
  public let failures: [Failure]
  /// What is odd, but runs.
  public let warnings: [Failure]
  /// All was looked at. If not, time ran out, or so much is wrong that the rest was not worth it.
  public let isComplete: Bool
  /// The last line of the outermost text that was looked at, from 1.
  public let lastLine: Int
}

/// What is noted while statements are looked through.
final class Inspection {
  private(set) var failures: [Failure] = []
  private(set) var warnings: [Failure] = []
  /// What words have said about calls that are not done yet.
  var remarks: [Complaint] = []
  /// How many conditions were met so far of which nobody knows whether they hold.
  var doubts = 0
  /// Turns of loops that were taken one by one.
  var turns = 0
  /// A file that was to bind names could not be used: from here on any name may be one of those.
  var hasLostNames = false
  /// The functions that run, and the doubts there were when each began.
  var running: [(function: ObjectIdentifier, doubts: Int)] = []
  var isComplete = true
  /// The statement of the outermost text that is looked through, and the line it ends on.
  var statement: (Statement, Source)?
  var lastLine = 0
  /// Whether the edits that failures propose are tried.
  let mends: Bool
  private let deadline: Double
  private let mostFailures: Int
  private var known: Set<String> = []

  /// Thrown where there is no use in going on.
  struct Over: Error {}

  init(seconds: Double, mostFailures: Int, mends: Bool) {
    deadline = monotonicSeconds() + seconds
    self.mostFailures = mostFailures
    self.mends = mends
  }

  /// Looks at the clock. Throws when the time is over, or enough was found.
  func goOn() throws {
    if failures.count < mostFailures, monotonicSeconds() < deadline { return }
    isComplete = false
    throw Over()
  }

  func note(_ failure: Failure) { failures.append(failure) }
  func note(warning: Failure) { warnings.append(warning) }

  /// Whether nothing of the kind was found at the same place before.
  func isNew(_ failure: Failure) -> Bool {
    let start = failure.marks.first?.span.start ?? 0
    return known.insert("\(failure.source.name) \(start) \(failure.kind.rawValue)").inserted
  }
}

extension Session {
  /// What would go wrong if statements ran now, seen without running them: this session is as before afterwards.
  public func rehearse(_ statements: [Statement], in source: Source, within seconds: Double = 0.1) -> Rehearsal {
    rehearse(within: seconds) { session in
      for statement in statements { _ = try session.execute(statement, in: source) }
    }
  }

  /// What would go wrong with the statements that [work] executes on the session it is given. With [mends] the edits that
  /// failures propose are tried as well.
  public func rehearse(
    within seconds: Double, mostFailures: Int = 10, mends: Bool = false, _ work: (Session) throws -> Void
  ) -> Rehearsal {
    let before = Standing(of: self)
    let inspection = Inspection(seconds: seconds, mostFailures: mostFailures, mends: mends)
    prepare(inspection)
    defer { before.restore(self) }
    do {
      try Checking.during { try work(self) }
    } catch let failure as Failure where !failure.isInterruption {
      inspection.note(failure)
    } catch { inspection.isComplete = false }
    return Rehearsal(
      failures: inspection.failures, warnings: inspection.warnings, isComplete: inspection.isComplete, lastLine: inspection.lastLine)
  }

  private func prepare(_ inspection: Inspection) {
    self.inspection = inspection
    context.print = { _ in }
    context.note = { _ in }
    context.progress = nil
    context.warn = { inspection.remarks.append($0) }
    context.watcher = nil
    context.memories = [:]
    trail = []
    tracedSince = .min
    // Nothing is settled.
    quietDepth = 1
    // What an `update` has taken out of its scope is there all the same.
    for slot in slotsInUpdate { slot.stored = slot.stored ?? .unknown }
  }
}

/// All that running statements changes in a session, so that it can be as before.
private struct Standing {
  private let inspection: Inspection?
  private let names: Scope.State
  private let root: Scope.State
  private let history: [Value]
  private let cell: (title: String?, sizes: Sizes, known: [String: Int])
  private let calls: (trail: [TrailEntry], site: CallSite?, room: StackRoom, tracedSince: Int, quietDepth: Int)
  private let usedFiles: [String]
  private let parameters: [DeclaredParameter]
  private let output: (print: (String) -> Void, note: (String) -> Void, warn: (Complaint) -> Void)
  private let surroundings: (random: RandomStream, hadEffect: Bool, memories: [ObjectIdentifier: AnyObject])
  private let watcher: ((_ name: String, _ place: NamePlace) throws -> Value)?
  private let slotsInUpdate: [Slot]
  private let foreseenFiles: [String: Value]
  private let startTime: Double
  private let progress: ((TrainingProgress) -> Void)?
  private let unfinished: Unfinished?

  init(of session: Session) {
    let context = session.context
    inspection = session.inspection
    names = session.global.state
    root = session.root.state
    history = session.history.values
    cell = (session.cellTitle, session.cellSizes, session.knownSizes)
    calls = (session.trail, session.callSite, session.stackRoom, session.tracedSince, session.quietDepth)
    usedFiles = session.usedFiles
    parameters = session.parameters
    output = (context.print, context.note, context.warn)
    surroundings = (context.random, context.hadEffect, context.memories)
    watcher = context.watcher
    slotsInUpdate = session.slotsInUpdate
    foreseenFiles = context.foreseenFiles
    startTime = session.startTime
    progress = context.progress
    unfinished = context.unfinished
    session.cellSizes = session.cellSizes.copy()
  }

  func restore(_ session: Session) {
    let context = session.context
    session.inspection = inspection
    session.global.state = names
    session.root.state = root
    session.history.values = history
    (session.cellTitle, session.cellSizes, session.knownSizes) = cell
    (session.trail, session.callSite, session.stackRoom, session.tracedSince, session.quietDepth) = calls
    session.usedFiles = usedFiles
    session.parameters = parameters
    (context.print, context.note, context.warn) = output
    (context.random, context.hadEffect, context.memories) = surroundings
    context.watcher = watcher
    session.slotsInUpdate = slotsInUpdate
    context.foreseenFiles = foreseenFiles
    session.startTime = startTime
    context.progress = progress
    context.unfinished = unfinished
  }
}
