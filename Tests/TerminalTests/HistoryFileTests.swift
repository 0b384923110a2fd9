import Foundation
import Testing

@testable import Terminal

@Suite struct HistoryFileTests {
  /// A path in a new folder, which is removed afterwards.
  private func inFolder(_ action: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "dln-history-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try action(folder + "/state/dln/history")
  }

  private func mode(_ path: String) throws -> Int {
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    return try #require(mode)
  }

  @Test func whereItLies() {
    func path(_ environment: [String: String]) -> String? { HistoryFile.standard { environment[$0] }?.path }
    #expect(path(["HOME": "/home/ada"]) == "/home/ada/.local/state/dln/history")
    #expect(path(["HOME": "/home/ada", "XDG_STATE_HOME": "/state"]) == "/state/dln/history")
    #expect(path(["HOME": "/home/ada", "XDG_STATE_HOME": "state"]) == "/home/ada/.local/state/dln/history")
    #expect(path(["HOME": "/home/ada", "DLN_HISTORY": "/tmp/lines"]) == "/tmp/lines")
    #expect(path(["HOME": "/home/ada", "DLN_HISTORY": ""]) == nil)
    #expect(path([:]) == nil)
  }

  @Test func submissionsComeBackWhole() throws {
    try inFolder { path in
      let submissions = ["1 + 1", "fn f(x) {\n  x + 1\n\n}", "损失 = \"🙂\"", "# %% Title\n#=> 3"]
      for submission in submissions { HistoryFile(path).append(submission) }
      #expect(HistoryFile(path).submissions() == submissions)
      let modes = (try mode(path), try mode((path as NSString).deletingLastPathComponent))
      #expect(modes == (0o600, 0o700))
    }
  }

  @Test func aCommentThatLooksLikeATimeIsNone() throws {
    try inFolder { path in
      HistoryFile(path).append("x = 3\n#1 of 2\ny = 4")
      #expect(HistoryFile(path).submissions() == ["x = 3\n #1 of 2\ny = 4"])
    }
  }

  @Test func foreignFiles() {
    func submissions(_ text: String) -> [String] { HistoryFile.submissions(in: Array(text.utf8)) }
    #expect(submissions("") == [])
    #expect(submissions("a\nb\n") == ["a", "b"])
    #expect(submissions("a\n#1700000000\nb\nc\n#17\n") == ["a", "b\nc"])
    #expect(submissions("#1\n\n#2\n\0\n#3\na") == ["a"])
    #expect(HistoryFile.submissions(in: [0xFF, 0x0A, 0x23, 0x31, 0x0A, 0x61]) == ["\u{FFFD}", "a"])
  }

  @Test func itStaysSmall() throws {
    try inFolder { path in
      let history = HistoryFile(path)
      history.append("first")
      let line = "x = \"" + String(repeating: "a", count: 9000) + "\""
      for number in 0..<100 { history.append(line + " # \(number)") }
      let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
      #expect(size <= 2 * HistoryFile.mostBytes + 10_000)
      let kept = history.submissions()
      #expect(kept.last == line + " # 99")
      #expect(kept.count < 60 && kept.allSatisfy { $0.hasPrefix("x = ") })
    }
  }

  @Test(arguments: ["/dev/null/history", "/proc/history", "/dev/null", "/"])
  func whatCannotBeWrittenHindersNothing(_ path: String) {
    HistoryFile(path).append("1")
    #expect(HistoryFile(path).submissions() == [])
  }
}
