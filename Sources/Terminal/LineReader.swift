// Where the prompt's lines come from.

@preconcurrency import Glibc

/// What came of asking for a line.
public enum Reading: Equatable {
  case line(String)
  /// Ctrl-C: the line is given up.
  case interrupted
  /// Ctrl-D, or the end of a file.
  case end
}

/// Asks for one line after the other.
public protocol LineReader: AnyObject {
  func read(prompt: String) -> Reading
  /// A whole submission, for the history.
  func remember(_ submission: String)
}

extension LineReader {
  public func remember(_ submission: String) {}
}

/// Reads plain lines: no editing beyond what the terminal has by itself.
public final class PlainReader: LineReader {
  /// Answers Ctrl-C: whether there was one.
  private let takeInterrupt: () -> Bool

  public init(takeInterrupt: @escaping () -> Bool) { self.takeInterrupt = takeInterrupt }

  public func read(prompt: String) -> Reading {
    print(prompt, terminator: "")
    fflush(stdout)
    if let line = nextLine() { return .line(line) }
    clearerr(stdin)
    guard takeInterrupt() else { return .end }
    print()
    return .interrupted
  }

  /// Swift's own `readLine` goes on reading over Ctrl-C; this one gives up.
  private func nextLine() -> String? {
    var bytes: UnsafeMutablePointer<CChar>?
    var room = 0
    defer { free(bytes) }
    guard getline(&bytes, &room, stdin) >= 0, let bytes else { return nil }
    let line = String(cString: bytes)
    return line.last?.isNewline == true ? String(line.dropLast()) : line
  }
}
