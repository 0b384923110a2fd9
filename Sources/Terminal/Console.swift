// What the program says: values to the standard output, everything else to the standard error.

@preconcurrency import Glibc

public enum Console {
  /// A line for the standard output.
  public static func say(_ line: String) { print(line) }

  /// A line for the standard error: progress, a warning, an error.
  public static func note(_ line: String) {
    fputs(line + "\n", stderr)
  }

  /// Lines leave at once, so that nothing is lost when the program dies in a pipe.
  public static func bufferLines() { setvbuf(stdout, nil, _IOLBF, 0) }

  public static var readsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Errors are coloured on a terminal, unless NO_COLOR is set.
  public static var colorsErrors: Bool {
    isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
  }
}
