// One person at the prompt: the program at a terminal of its own, with a home folder of its own.

import Foundation
import PseudoTerminal

/// A home folder that is removed when nobody sits in it any more; several sittings may share it.
final class Home {
  let path: String

  init(_ files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "dln-home-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file of this folder, and the folders it lies in.
  func write(_ text: String, to name: String) throws {
    let file = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The text of a file of this folder; nil: there is none.
  func text(of name: String) -> String? { try? Binary.text(of: URL(filePath: path).appending(path: name)) }
}

/// A sitting at the prompt, once the first prompt is seen. The screen is clear, unless the greeting is to stay.
final class Sitting {
  let terminal: PseudoTerminal
  let home: Home
  /// How many prompts a look at the screen must show before the next line is typed.
  static let prompt = "dln> "

  init(
    _ home: Home? = nil, _ arguments: [String] = [], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:],
    greeted: Bool = false
  ) throws {
    self.home = try home ?? Home()
    // Beside other work, threads that wait spinning only take time from it.
    let settings = [
      "HOME": self.home.path, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "OMP_WAIT_POLICY": "passive",
    ].merging(environment) { $1 }
    terminal = try PseudoTerminal(
      [Binary.program.path] + arguments, environment: settings, folder: self.home.path, columns: columns, rows: rows)
    try terminal.wait(forLine: "dln>")
    guard !greeted, !["dumb", ""].contains(settings["TERM"]) else { return }
    try terminal.press(.control("l"))
    try terminal.wait("a clear screen") { $0.lines == ["dln>"] }
  }

  var screen: Screen { terminal.screen }

  /// Types a line, presses Enter, and waits for the prompt behind its answer.
  func enter(_ line: String) throws {
    let rows = screen.allLines.count
    try terminal.type(line, .enter)
    try terminal.wait("an answer to \(line.debugDescription)") { $0.allLines.count > rows && $0.currentLine == "dln>" }
  }

  /// Leaves with Ctrl-D and gives the exit status.
  func leave() throws -> Int32 {
    try terminal.press(.control("d"))
    return try terminal.waitForEnd()
  }
}
