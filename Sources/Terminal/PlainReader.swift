// Lines as the terminal itself edits them: where there is no terminal that readline could work with.

@preconcurrency import Glibc

/// Reads plain lines: no editing beyond what the terminal has by itself.
public final class PlainReader: LineReader {
  /// Answers Ctrl-C: whether there was one.
  private let takeInterrupt: () -> Bool

  public init(takeInterrupt: @escaping () -> Bool) { self.takeInterrupt = takeInterrupt }

  public func read(prompt: String, above: String) -> Reading {
    print(prompt, terminator: "")
    fflush(stdout)
    while !hasInput(within: 50) {
      guard takeInterrupt() else { continue }
      print()
      return .interrupted
    }
    if let line = nextLine() { return .line(Paste.cleaned(line)) }
    clearerr(stdin)
    guard takeInterrupt() else { return .end }
    print()
    return .interrupted
  }

  /// Waits for a line in short turns, since Ctrl-C may come just before the waiting begins.
  private func hasInput(within milliseconds: Int32) -> Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, milliseconds) > 0
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
