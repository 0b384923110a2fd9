// The door to the interpreter: a session holds the names of a running notebook and runs statements one by one.

import Catalog
import Language

/// A running program: names, words, and what was shown. Run it on one thread, with a stack of [stackSize] bytes.
///
///     let session = Session(context)
///     try session.run(Source(name: "fit.dln", text: text)) { statement, value in … }
public final class Session {
  public let context: Context
  /// Reads the file that `use` names. The default finds none.
  public var readFile: (String) throws -> String
  private let stackSize: Int
  /// How many calls may be inside one another.
  public static let deepestCall = 2000

  /// `ans` and `out`, which user names may shadow.
  let root: Scope
  let global: Scope
  let history = OutputHistory()

  /// The cell that runs: its title and the sizes its promises bound.
  var cellTitle: String?
  var cellSizes = Sizes()
  /// Every size that got a name so far, for messages.
  var knownSizes: [String: Int] = [:]

  /// The calls that are running, outermost first, and the call that is about to begin.
  var trail: [TrailEntry] = []
  var callSite: CallSite?
  var stackRoom: StackRoom
  /// Scopes older than this lie outside the body that is being traced.
  var tracedSince = Int.min
  /// How many blocks are running whose values must stay lazy: they are being traced or built.
  var quietDepth = 0

  /// When the statement that runs began.
  var startTime = 0.0
  /// Set while statements are looked through and not run.
  var inspection: Inspection?
  /// What went wrong in a call whose value is bound all the same; thrown when its line is done.
  var regret: Failure?
  /// How long edits that a failure proposes may be tried.
  public var mendingSeconds = 0.15
  /// Names whose values running `update`s have in their hands.
  var slotsInUpdate: [Slot] = []

  /// The files that are being used, outermost first.
  var usedFiles: [String] = []
  /// What the command line gave for `param`, and what was declared.
  var overrides: [String: String] = [:]
  public internal(set) var parameters: [DeclaredParameter] = []

  /// [stackSize] is what the thread has that runs the session: 1 GB takes 2,000 calls of whatever shape.
  public init(_ context: Context, stackSize: Int = 1 << 30, readFile: ((String) throws -> String)? = nil) {
    self.context = context
    self.stackSize = stackSize
    stackRoom = StackRoom(size: stackSize)
    self.readFile = readFile ?? { throw Complaint(.file, "there is no \($0)") }
    root = Scope(inside: nil)
    global = Scope(inside: root)
    root.own("out").stored = .thing(history)
    context.call = { [weak self] callee, given in
      guard let self else { throw Complaint(.internal, "the session of this function is over") }
      return try self.callBack(callee, given)
    }
    context.evaluate = { [unowned context] text in try Session.value(of: text, context) }
  }

  /// The value of a program's last statement, run with the words alone: it sees none of this session's names.
  private static func value(of text: String, _ context: Context) throws -> Value {
    let (call, evaluate) = (context.call, context.evaluate)
    defer { (context.call, context.evaluate) = (call, evaluate) }
    let session = Session(context)
    var last = Value.none
    try session.run(Source(name: "a stored text", text: text)) { _, value in last = value }
    // What it made may call back into functions of that text for as long as it lives.
    context.memories[ObjectIdentifier(session)] = session
    return last
  }

  // MARK: - Running

  /// Runs one statement and gives its value, which `ans` and `out` know from then on: `.none` for assignments, loops and definitions.
  public func execute(_ statement: Statement, in source: Source) throws -> Value {
    let value = try valueOf(statement, in: source)
    if case .none = value.first { return value }
    remember(value.first)
    return value
  }

  private func valueOf(_ statement: Statement, in source: Source) throws -> Value {
    callSite = nil
    context.unfinished = nil
    (context.regret, regret) = (nil, nil)
    startTime = monotonicSeconds()
    usedFiles = [source.name]
    stackRoom = StackRoom(size: stackSize)
    let frame = Frame(global, source, cellSizes)
    do {
      if case .value(let value) = try executeOrInspect(statement, frame) { return value }
      return .none
    } catch let over as Inspection.Over {
      throw over
    } catch {
      throw mended(reported(failure(of: error, statement, frame)), by: statement, in: source)
    }
  }

  private func failure(of error: any Error, _ statement: Statement, _ frame: Frame) -> Failure {
    switch error {
    case let failure as Failure: failure
    case let complaint as Complaint: place(complaint, whole: statement.span, frame)
    default: place(Complaint(.internal, "\(error)"), whole: statement.span, frame)
    }
  }

  /// Reads a whole text and runs it statement by statement. Stops at the first error; a text that cannot be read is not run at all.
  public func run(_ source: Source, each: (Statement, Value) throws -> Void = { _, _ in }) throws {
    let parsed = parse(source)
    if let diagnostic = parsed.diagnostics.first { throw mended(unread: Failure(diagnostic, in: source, cell: cellTitle)) }
    for statement in parsed.program.statements {
      try each(statement, try execute(statement, in: source))
    }
  }

  /// Begins a cell: named sizes are free again. [title] serves messages where the source itself has no `# %%` lines.
  public func beginCell(title: String? = nil) {
    cellTitle = title
    cellSizes = Sizes()
  }

  // MARK: - Names

  /// The names bound by the program, sorted.
  public var names: [String] { global.names }

  /// What a name of the program stands for, `ans` and `out` included.
  public func value(of name: String) -> Value? { global.find(name)?.stored }

  public func bind(_ name: String, _ value: Value) { global.own(name).bind(value) }

  /// Binds `ans`, and `out(n)` for the n-th value remembered.
  func remember(_ value: Value) {
    history.values.append(value)
    root.own("ans").bind(value)
  }

  /// The text that bound a name of the program and where it stands; nil where no single statement did.
  public func binding(of name: String) -> (text: String, source: Source, line: Int)? {
    guard let origin = global.bound(name)?.origin else { return nil }
    let span = origin.statement.span
    return (origin.source.text(in: span), origin.source, origin.source.line(at: span.start))
  }
}

/// `out(3)`: the third value that was shown.
final class OutputHistory: Thing {
  var values: [Value] = []

  var kind: String { "the word `out`" }
  func text() throws -> String { "out" }
  var isCallable: Bool { true }

  func call(_ given: Given, _ context: Context) throws -> Value {
    guard given.named.isEmpty, given.positional.count == 1, let number = try given.positional[0].asWhole() else {
      throw Complaint(.argument, "`out` takes one whole number", [.init(.callee, "out(1) is the first value")])
    }
    guard number >= 1, number <= values.count else {
      let known = values.isEmpty ? "nothing was shown so far" : "known are out(1) to out(\(values.count))"
      throw Complaint(.argument, "there is no out(\(number))", [.init(.position(0), known)])
    }
    return values[number - 1]
  }
}
