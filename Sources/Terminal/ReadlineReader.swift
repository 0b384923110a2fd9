// Lines as GNU readline edits them: emacs and vi keys, the user's inputrc, a history, searches.

@preconcurrency import CReadline
@preconcurrency import Glibc

/// Reads lines with readline. There is one: readline keeps its line in globals.
public final class ReadlineReader: LineReader {
  private let history: HistoryFile?
  private let isInterrupted: () -> Bool
  private let takeInterrupt: () -> Bool
  private var lastSubmission: String?
  /// What Ctrl-C does while readline is not at work.
  private var interruptAction: sigaction?

  /// [isInterrupted] tells whether Ctrl-C waits to be answered, [takeInterrupt] answers it.
  public init(history: HistoryFile?, isInterrupted: @escaping () -> Bool, takeInterrupt: @escaping () -> Bool) {
    self.history = history
    self.isInterrupted = isInterrupted
    self.takeInterrupt = takeInterrupt
    ReadlineReader.current = self
    ReadlineReader.readAsUTF8()
    ReadlineReader.setUp()
    for submission in history?.submissions() ?? [] { add(submission) }
  }

  /// Whether readline can work here: at a terminal that can move its cursor.
  public static var isPossible: Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, let terminal = getenv("TERM") else { return false }
    return !["", "dumb", "unknown"].contains(String(cString: terminal))
  }

  public func read(prompt: String, above: String) -> Reading {
    interruptAction = readline_interrupt_action()
    readline_set_redisplay(rl_redisplay)
    rl_reset_screen_size()
    let line = readline(prompt)
    defer { free(line) }
    if takeInterrupt() { return .interrupted }
    return line.map { .line(String(cString: $0)) } ?? .end
  }

  public func remember(_ submission: String) {
    guard submission != lastSubmission, submission.contains(where: { !$0.isWhitespace }) else { return }
    add(submission)
    history?.append(submission)
  }

  private func add(_ submission: String) {
    guard submission != lastSubmission else { return }
    add_history(submission)
    lastSubmission = submission
  }

  // MARK: - Setting up

  /// Whom readline's callbacks speak to.
  nonisolated(unsafe) private static weak var current: ReadlineReader?

  /// Where the locale knows no UTF-8, only the kind of characters is set to one that does; numbers stay as they are written here.
  private static func readAsUTF8() {
    setlocale(LC_CTYPE, "")
    guard readline_locale_is_utf8() == 0 else { return }
    unsetenv("LC_ALL")
    setenv("LC_CTYPE", "C.UTF-8", 1)
    setlocale(LC_CTYPE, "")
  }

  /// What is set before readline reads the user's inputrc can be set otherwise there.
  private static func setUp() {
    readline_set_name("dln")
    readline_keep_environment()
    rl_set_keyboard_input_timeout(50_000)
    readline_set_event_hook(watchForInterrupt)
    readline_set_startup_hook(keepInterrupts)
    rl_variable_bind("show-all-if-ambiguous", "on")
    rl_variable_bind("enable-bracketed-paste", "on")
    rl_variable_bind("blink-matching-paren", "off")
    for map in [rl_get_keymap_by_name("emacs"), rl_get_keymap_by_name("vi-insert"), rl_get_keymap_by_name("vi-command")] {
      for (keys, find) in searches { rl_bind_keyseq_in_map(keys, find, map) }
    }
    rl_initialize()
  }

  /// Up and Down look for lines that begin as this one does before the cursor.
  private static let searches: [(String, @convention(c) (Int32, Int32) -> Int32)] = [
    ("\\e[A", rl_history_search_backward), ("\\eOA", rl_history_search_backward),
    ("\\e[B", rl_history_search_forward), ("\\eOB", rl_history_search_forward),
  ]

  /// Ctrl-C: the line is left as it stands, nobody will read it, and what readline still shows of it on its way out is not wanted.
  private static let watchForInterrupt: @convention(c) () -> Int32 = {
    guard ReadlineReader.current?.isInterrupted() == true else { return 0 }
    readline_leave_line("^C")
    readline_set_redisplay({})
    readline_finish()
    return 0
  }

  private static let keepInterrupts: @convention(c) () -> Int32 = {
    if let action = ReadlineReader.current?.interruptAction { readline_set_interrupt_action(action) }
    return 0
  }
}
