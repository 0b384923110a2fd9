// What the program says: values to the standard output, everything else to the standard error.

import Catalog
@preconcurrency import Glibc

public enum Console {
  /// The line of a running training: it makes way for everything else.
  nonisolated(unsafe) private static var progressLine: ProgressLine?

  /// A line for the standard output.
  public static func say(_ line: String) {
    progressLine?.hide()
    whole(STDOUT_FILENO) { print(line) }
  }

  /// A line for the standard error: a warning, an error. What the terminal echoed of Ctrl-C is written over.
  public static func note(_ line: String) {
    progressLine?.hide()
    whole(STDERR_FILENO) { fputs((isatty(STDERR_FILENO) == 1 ? "\r" : "") + line + "\n", stderr) }
  }

  /// Shows trainings on the standard error.
  public static func watchTrainings() -> (TrainingProgress) -> Void {
    let line = ProgressLine(.ofStandardError()) { text in whole(STDERR_FILENO) { fputs(text, stderr) } }
    progressLine = line
    return line.show
  }

  /// Writes to a terminal while Ctrl-C waits: it makes a write give up, and what was to be written is lost. On a pipe that nobody reads
  /// giving up is wanted.
  private static func whole(_ file: Int32, _ write: () -> Void) {
    guard isatty(file) == 1 else { return write() }
    var (interrupt, before) = (sigset_t(), sigset_t())
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    pthread_sigmask(SIG_BLOCK, &interrupt, &before)
    write()
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Lines leave at once, so that nothing is lost when the program dies in a pipe.
  public static func bufferLines() { setvbuf(stdout, nil, _IOLBF, 0) }

  public static var readsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// How wide a line of the standard output may be: the terminal's columns, 100 at most, and 100 where there is none.
  public static var columns: Int { min(ScreenTraits.width(of: STDOUT_FILENO) ?? 100, 100) }

  /// Errors are coloured on a terminal that knows colours, unless NO_COLOR is set.
  public static var colorsErrors: Bool { isatty(STDERR_FILENO) == 1 && allowsColor }

  /// `NO_COLOR` is not set, or empty, and the terminal knows colours.
  static var allowsColor: Bool {
    (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) && !ScreenTraits.isDumb(getenv("TERM").map { String(cString: $0) })
  }
}
