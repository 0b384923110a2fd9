// A program that is started at a pseudo-terminal of its own, which Ctrl-C, the window's size and the line's settings reach as they do in life.

import CPseudoTerminal
import Glibc

/// What could not be done, or did not come in time; with the screen at that moment.
public struct TerminalTrouble: Error, CustomStringConvertible {
  public let description: String
}

/// The running program and our end of its terminal.
struct ChildProcess {
  let id: pid_t
  let terminal: Int32

  /// Starts [arguments] (a path first) in a folder, with this environment alone.
  init(_ arguments: [String], environment: [String: String], folder: String, columns: Int, rows: Int) throws {
    var path = [CChar](repeating: 0, count: 64)
    terminal = pseudo_terminal_open(Int32(columns), Int32(rows), &path, path.count)
    guard terminal >= 0 else { throw TerminalTrouble(description: "no pseudo-terminal can be opened: errno \(errno)") }
    let words = arguments.map { strdup($0) } + [nil]
    let settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + settings).forEach { free($0) } }
    var id = pid_t()
    let trouble = pseudo_terminal_spawn(path, words, settings, folder, &id)
    guard trouble == 0 else {
      throw TerminalTrouble(description: "\(arguments[0]) cannot be started: \(String(cString: strerror(trouble)))")
    }
    self.id = id
  }

  func setSize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  /// Whether a signal from the keyboard, echo and line-wise input are as a shell wants them.
  var hasOrdinarySettings: Bool {
    var settings = termios()
    let wanted = tcflag_t(ISIG | ICANON | ECHO)
    return tcgetattr(terminal, &settings) == 0 && settings.c_lflag & wanted == wanted
  }

  /// What can be read within some milliseconds; nil: the program has closed its end.
  func read(within milliseconds: Int32) -> [UInt8]? {
    var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return [] }
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    let count = Glibc.read(terminal, &chunk, chunk.count)
    return count > 0 ? Array(chunk[..<count]) : nil
  }

  func write(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(terminal, $0.baseAddress, min($0.count, 1024)) }
      guard count > 0 else { throw TerminalTrouble(description: "the terminal takes no keys: errno \(errno)") }
      rest = rest.dropFirst(count)
    }
  }

  /// The exit status, 128 and the signal's number where one ended it; nil: it runs.
  func status() -> Int32? {
    var status: Int32 = 0
    guard waitpid(id, &status, WNOHANG) == id else { return nil }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
