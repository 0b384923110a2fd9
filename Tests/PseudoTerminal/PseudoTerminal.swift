// A person at a terminal, for tests: starts a program there, presses keys, waits for what the screen shows.

import Glibc

/// A program at a terminal of its own.
///
///     let terminal = try PseudoTerminal([dln], folder: scratch)
///     try terminal.wait(for: "dln> ")
///     try terminal.type("1 + 1", .enter)
///     try terminal.wait(for: "2")
public final class PseudoTerminal {
  /// A busy machine is given this long.
  public static let patience = 20.0

  public private(set) var screen: Screen
  /// What the terminal answers when the program writes a question: `["\u{1B}[c": "\u{1B}[?62;4c"]`.
  public var answers: [String: String] = [:]
  private var answeredBytes = 0
  private let child: ChildProcess
  private var exitStatus: Int32?
  private var isClosed = false

  /// Starts a program (its path, then its arguments) in a folder, with this environment alone.
  public init(_ arguments: [String], environment: [String: String] = [:], folder: String, columns: Int = 80, rows: Int = 24) throws {
    screen = Screen(columns: columns, rows: rows)
    child = try ChildProcess(arguments, environment: environment, folder: folder, columns: columns, rows: rows)
  }

  deinit {
    if exitStatus == nil {
      kill(child.id, SIGKILL)
      var status: Int32 = 0
      waitpid(child.id, &status, 0)
    }
    close(child.terminal)
  }

  // MARK: - Keys

  /// Types a text, then presses keys.
  public func type(_ text: String, _ keys: Key...) throws {
    try child.write(text + keys.map(\.bytes).joined())
  }

  public func press(_ keys: Key...) throws {
    try child.write(keys.map(\.bytes).joined())
  }

  /// Pastes a text as a terminal with bracketed paste does it: line ends are sent as the Enter key sends them.
  public func paste(_ text: String) throws {
    try child.write("\u{1B}[200~" + String(text.map { $0 == "\n" ? "\r" : $0 }) + "\u{1B}[201~")
  }

  /// Gives the window another size; the program is told by SIGWINCH.
  public func resize(columns: Int, rows: Int) {
    pump(0)
    screen.resize(columns: columns, rows: rows)
    child.setSize(columns: columns, rows: rows)
  }

  // MARK: - Waiting

  /// Waits until the screen, or what scrolled off it, shows a text.
  public func wait(for text: String, seconds: Double = patience) throws {
    try wait("\(text.debugDescription)", seconds: seconds) { $0.allText.contains(text) }
  }

  /// Waits until the row of the cursor is this one.
  public func wait(forLine line: String, seconds: Double = patience) throws {
    try wait("the line \(line.debugDescription)", seconds: seconds) { $0.currentLine == line }
  }

  /// Waits until the screen is as it should be; [wanted] says what that is.
  public func wait(_ wanted: String, seconds: Double = patience, until isReached: (Screen) -> Bool) throws {
    let end = PseudoTerminal.now + seconds
    while !isReached(screen) {
      pump(20)
      if isReached(screen) { return }
      let state = isClosed ? "The program has ended" : "It did not come within \(seconds) s"
      guard PseudoTerminal.now < end, !isClosed else { throw trouble("waiting for \(wanted). \(state)") }
    }
  }

  /// Takes what is written until there is quiet for some milliseconds.
  public func settle(milliseconds: Int32 = 100) {
    while pump(milliseconds) {}
  }

  /// Waits for the program's end and gives its exit status.
  public func waitForEnd(seconds: Double = patience) throws -> Int32 {
    let end = PseudoTerminal.now + seconds
    while true {
      pump(20)
      if exitStatus == nil { exitStatus = child.status() }
      if let exitStatus { return exitStatus }
      guard PseudoTerminal.now < end else { throw trouble("waiting for the end of the program") }
    }
  }

  /// Whether the terminal's settings are those of a shell: signals, line-wise input, echo.
  public var hasOrdinarySettings: Bool { child.hasOrdinarySettings }

  public var processID: Int32 { child.id }

  /// Seconds on a clock that only goes forward.
  public static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Takes what the program writes within some milliseconds: whether there was anything.
  @discardableResult private func pump(_ milliseconds: Int32) -> Bool {
    guard !isClosed, let bytes = child.read(within: milliseconds) else {
      if !isClosed { isClosed = true } else { usleep(2000) }
      return false
    }
    screen.feed(bytes)
    answerQuestions()
    return !bytes.isEmpty
  }

  private func answerQuestions() {
    guard !answers.isEmpty else { return }
    let new = String(decoding: screen.bytes[answeredBytes...], as: UTF8.self)
    // In the order in which they were asked.
    let asked = answers.compactMap { question, answer in new.range(of: question).map { ($0, answer) } }.sorted { $0.0 < $1.0 }
    guard !asked.isEmpty else { return }
    answeredBytes = screen.bytes.count
    for (_, answer) in asked { try? child.write(answer) }
  }

  private func trouble(_ what: String) -> TerminalTrouble {
    let rule = String(repeating: "-", count: screen.columns)
    let place = "cursor in row \(screen.cursor.row), column \(screen.cursor.column)"
    return TerminalTrouble(description: "\(what). The screen (\(place)):\n\(rule)\n\(screen.text)\n\(rule)")
  }
}

extension String {
  /// Where a text begins in this one, in bytes.
  fileprivate func range(of text: String) -> Int? {
    let (bytes, wanted) = (Array(utf8), Array(text.utf8))
    guard !wanted.isEmpty, bytes.count >= wanted.count else { return nil }
    return (0...bytes.count - wanted.count).first { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }
}
