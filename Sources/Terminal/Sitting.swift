// A sitting at the prompt: a notebook that grows with every submission, and the way back.
// It is always so that running the page from its start gives what the session holds; commands and `:save` rely on it.

import Catalog
import Interpreter
import Language
import Notebook

/// What was said so far as a notebook, and where it stands.
struct Page {
  var text = ""
  /// How each cell of the text began, by its number.
  var starts: [Int: Start] = [:]
  var above = Above.nothing("nothing stands above it")
  /// The last cell is prose: code that follows begins a cell of its own.
  var isProse = false
  /// Names that a line left which failed or was stopped: the text does not bind them so.
  var strays: Set<String> = []

  struct Start {
    var moment: Moment
    /// Where a loaded notebook reads and writes; nil: where the prompt does.
    let place: Place?
  }
}

/// What happens at one prompt, from its first line to its last.
public final class Sitting {
  /// What the source of a submission is called, before its number.
  static let inputName = "the prompt, input "
  /// How far back `:undo` goes.
  static let mostSteps = 100
  /// Work that took longer says how long.
  private static let secondsToTell = 0.5

  public let session: Session
  let seed: UInt64
  let voice: Voice
  var page = Page()
  var past: [Step] = []
  var future: [Step] = []
  /// How many submissions there were.
  var inputs = 0
  /// The last text that was handed in, and what went wrong with it.
  var lastSubmission: String?
  var lastFailure: Failure?
  /// The file that ran before the first line, and the names that it bound.
  var initFile: (path: String, names: [String])?

  /// A state to come back to: that before a submission, or behind it.
  struct Step {
    /// The submission, and its number.
    let label: String
    let input: Int
    let page: Page
    let moment: Moment
  }

  /// Where the sitting speaks.
  public struct Voice {
    let show: (String) -> Void
    let complain: (String) -> Void
    let colors: Bool
    /// Answers Ctrl-C: whether there was one.
    let takeInterrupt: () -> Bool
    /// Whether what was written outlasts another Ctrl-C.
    let keepOutput: (Bool) -> Void
    /// Where figures are seen; nil: they are told as text.
    let pictures: PictureScreen?

    /// Values go to [show], errors to [complain], in colours or not.
    public init(
      show: @escaping (String) -> Void, complain: @escaping (String) -> Void, colors: Bool = false, takeInterrupt: @escaping () -> Bool,
      keepOutput: @escaping (Bool) -> Void = { _ in }, pictures: PictureScreen? = nil
    ) {
      self.show = show
      self.complain = complain
      self.colors = colors
      self.takeInterrupt = takeInterrupt
      self.keepOutput = keepOutput
      self.pictures = pictures
    }
  }

  /// The session as the sitting found it.
  let start: Moment

  public init(_ session: Session, seed: UInt64 = 0, _ voice: Voice) {
    self.session = session
    self.seed = seed
    self.voice = voice
    start = session.moment
    session.context.random = RandomStream(seed: seed, cell: "cell 1")
  }

  // MARK: - Steps

  /// Does something that `:undo` takes back. What changed nothing is no step, and what only looked at values leaves the way forth open.
  func step(_ label: String, _ work: () throws -> Void) rethrows {
    let before = Step(label: label, input: inputs, page: page, moment: session.moment)
    defer {
      let bindsNames = !session.moment.changes(since: before.moment).isEmpty
      if bindsNames || page.text != before.page.text { past = Array((past + [before]).suffix(Sitting.mostSteps)) }
      if bindsNames { future = [] }
    }
    try work()
  }

  /// The session and its page as they were.
  func restore(_ step: Step) {
    session.moment = step.moment
    page = step.page
  }

  // MARK: - Speaking

  func tell(_ error: any Error) {
    _ = voice.takeInterrupt()
    switch error {
    case let failure as Failure:
      if failure.isInterruption { voice.keepOutput(true) }
      lastFailure = failure
      voice.complain(failure.render(color: voice.colors, showsTimes: true))
    case let complaint as Complaint:
      voice.complain("error[\(complaint.kind.rawValue)]: \(complaint.message)" + (complaint.why.map { "\n  why: \($0)" } ?? ""))
    default: voice.complain("error[internal]: \(error)")
    }
  }

  /// Does some work and says how long it took, if that was long.
  func timed(_ work: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let start = clock.now
    defer {
      let seconds = start.duration(to: clock.now) / .seconds(1)
      if seconds > Sitting.secondsToTell { voice.complain("\(fixed(seconds, 2)) s") }
    }
    try work()
  }
}
