// A program that this one starts: lines go to it and come from it.

import Catalog
@preconcurrency import Glibc

final class ChildProgram {
  let id: pid_t
  private let input: UnsafeMutablePointer<FILE>?
  private let output: UnsafeMutablePointer<FILE>?
  private var isOver = false

  /// This program itself.
  static let own = "/proc/self/exe"

  /// Starts a program, looked for where the shell would. Its errors are shown or not.
  init(_ command: [String], showsErrors: Bool) throws {
    guard let toChild = ChildProgram.pipe(), let fromChild = ChildProgram.pipe() else { throw ChildProgram.failed(command) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    if !showsErrors { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var started: pid_t = 0
    let status = posix_spawnp(&started, command.first ?? "", &actions, nil, &words, environ)
    close(toChild[0])
    close(fromChild[1])
    guard status == 0 else {
      close(toChild[1])
      close(fromChild[0])
      throw ChildProgram.failed(command)
    }
    id = started
    input = fdopen(toChild[1], "w")
    output = fdopen(fromChild[0], "r")
  }

  /// Both ends of a pipe, which no other child holds open.
  private static func pipe() -> [Int32]? {
    var ends = [Int32](repeating: -1, count: 2)
    guard Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  private static func failed(_ command: [String]) -> Complaint {
    Complaint(.file, "\(command.first ?? "") could not be started: \(String(cString: strerror(errno)))")
  }

  func say(_ line: String) {
    fputs(line + "\n", input)
    fflush(input)
  }

  /// The next line; nil when the program says no more.
  func line() -> String? {
    var text: UnsafeMutablePointer<CChar>?
    var room = 0
    defer { free(text) }
    guard let output, getline(&text, &room, output) >= 0, let text else { return nil }
    return String(cString: text).filter { $0 != "\n" }
  }

  /// Waits for its end; a program that has nothing more to read is expected to end by itself.
  func finish() {
    guard !isOver else { return }
    isOver = true
    if let input { fclose(input) }
    if let output { fclose(output) }
    var status: Int32 = 0
    waitpid(id, &status, 0)
  }

  func stop() {
    if !isOver { kill(id, SIGKILL) }
    finish()
  }

  deinit { stop() }
}
