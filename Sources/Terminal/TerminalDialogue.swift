// Asking a terminal: the question goes out, and for a tenth of a second its answers are waited for.

import Catalog
@preconcurrency import Glibc

/// Bytes that a person typed while a terminal was asked: whoever reads lines takes them first.
enum TypedAhead {
  nonisolated(unsafe) private static var bytes: [UInt8] = []

  static func add(_ new: [UInt8]) { bytes += new }

  static func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

enum TerminalDialogue {
  /// Longer than this nobody waits for a picture.
  private static let patience = 0.1

  /// Asks the terminal of this program; nil: there is none, or this program may not read from it now.
  static func ask() -> TerminalAnswers? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    // In the background, reading would stop the program.
    guard tcgetpgrp(terminal) == getpgrp() else { return nil }
    return ask(terminal)
  }

  static func ask(_ terminal: Int32) -> TerminalAnswers? {
    var settings = termios()
    guard tcgetattr(terminal, &settings) == 0 else { return nil }
    var silent = settings
    silent.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(terminal, TCSANOW, &silent) == 0 else { return nil }
    defer { tcsetattr(terminal, TCSANOW, &settings) }
    let question = Array(TerminalAnswers.questions.utf8)
    guard write(terminal, question, question.count) == question.count else { return nil }
    let answers = TerminalAnswers(listen(terminal))
    TypedAhead.add(answers.typed)
    return answers
  }

  /// What comes until the last question is answered, or time is up.
  private static func listen(_ terminal: Int32) -> [UInt8] {
    let end = monotonicSeconds() + patience
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1024)
    while TerminalAnswers(bytes).attributes == nil {
      let left = Int32(((end - monotonicSeconds()) * 1000).rounded(.up))
      var wanted = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&wanted, 1, left) > 0 else { break }
      let count = read(terminal, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
