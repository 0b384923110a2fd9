// Lines as GNU readline edits them: emacs and vi keys, the user's inputrc, a history, searches.

@preconcurrency import CReadline
@preconcurrency import Glibc
import Interpreter
import Language
import Notebook

/// Reads lines with readline. There is one: readline keeps its line in globals.
public final class ReadlineReader: LineReader {
  private let history: HistoryFile?
  let isInterrupted: () -> Bool
  private let takeInterrupt: () -> Bool
  let complete: (_ text: String, _ cursor: Int) -> Completion
  let highlight: Highlight?
  /// The lines that this one goes on with.
  private(set) var above = ""
  private var lastSubmission: String?
  /// The parts of what was last pasted that wait to be run, and all of them: they are remembered already.
  private var waiting: [String] = []
  private var wholes: Set<String> = []
  private(set) var promptWidth = 0
  /// There are colours in the line that is shown.
  var isPainted = false
  /// What Ctrl-C does while readline is not at work.
  private(set) var interruptAction: sigaction?

  /// Whom readline's callbacks speak to.
  nonisolated(unsafe) private(set) static weak var current: ReadlineReader?

  /// Completes and colours by what a session knows. [isInterrupted] tells whether Ctrl-C waits to be answered, [takeInterrupt] answers it.
  public init(
    _ session: Session, history: HistoryFile?, isInterrupted: @escaping () -> Bool, takeInterrupt: @escaping () -> Bool
  ) {
    self.history = history
    let commands = Command.all.map { Completer.Command($0.name, note: $0.summary, takesFile: $0.usage.contains("FILE")) }
    complete = { Completer(session, commands: commands).completion(of: $0, at: $1) }
    highlight = Console.allowsColor ? Highlight(session) : nil
    self.isInterrupted = isInterrupted
    self.takeInterrupt = takeInterrupt
    ReadlineReader.current = self
    ReadlineReader.readAsUTF8()
    ReadlineReader.setUp()
    for submission in history?.submissions() ?? [] { add(submission) }
  }

  /// Whether readline can work here: at a terminal that can move its cursor.
  public static var isPossible: Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return false }
    return !ScreenTraits.isDumb(getenv("TERM").map { String(cString: $0) })
  }

  /// The version that runs: "8.2".
  public static var libraryVersion: String { String(cString: rl_library_version) }

  public func read(prompt: String, above: String) -> Reading {
    if !waiting.isEmpty { return .line(waiting.removeFirst()) }
    wholes = []
    self.above = above.isEmpty ? "" : above + "\n"
    interruptAction = readline_interrupt_action()
    promptWidth = DisplayWidth.of(prompt)
    isPainted = false
    readline_set_redisplay(highlight == nil || readline_shows_marks() != 0 ? rl_redisplay : ReadlineReader.drawInColours)
    rl_reset_screen_size()
    for byte in TypedAhead.take() { rl_stuff_char(Int32(byte)) }
    let line = readline(prompt)
    defer { free(line) }
    if takeInterrupt() { return .interrupted }
    return line.map { .line(firstPart(of: String(cString: $0))) } ?? .end
  }

  /// Of a paste with commands in it, the first part; the others wait for the next question. For the history it is one entry.
  private func firstPart(of text: String) -> String {
    let parts = above.isEmpty && text.contains("\n") ? Paste.parts(of: text) : [text]
    guard parts.count > 1 else { return text }
    remember(text)
    wholes = Set(parts)
    waiting = Array(parts.dropFirst())
    return parts[0]
  }

  public func remember(_ submission: String) {
    guard !wholes.contains(submission), submission != lastSubmission, submission.contains(where: { !$0.isWhitespace }) else { return }
    add(submission)
    history?.append(submission)
  }

  private func add(_ submission: String) {
    guard submission != lastSubmission else { return }
    add_history(submission)
    lastSubmission = submission
  }

  /// Where the locale knows no UTF-8, only the kind of characters is set to one that does; numbers stay as they are written here.
  private static func readAsUTF8() {
    setlocale(LC_CTYPE, "")
    guard readline_locale_is_utf8() == 0 else { return }
    unsetenv("LC_ALL")
    setenv("LC_CTYPE", "C.UTF-8", 1)
    setlocale(LC_CTYPE, "")
  }
}

extension ReadlineReader {
  /// Ctrl-C: the line is left as it stands, nobody will read it, and what readline still shows of it on its way out is not wanted.
  static let watchForInterrupt: @convention(c) () -> Int32 = {
    guard ReadlineReader.current?.isInterrupted() == true else { return 0 }
    readline_leave_line("^C")
    readline_set_redisplay({})
    readline_finish()
    return 0
  }

  /// Readline has just taken all signals.
  static let keepInterrupts: @convention(c) () -> Int32 = {
    if let action = ReadlineReader.current?.interruptAction { readline_set_interrupt_action(action) }
    return 0
  }
}
