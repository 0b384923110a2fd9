// The lines of earlier sittings, in a file. Whatever is wrong with it, the prompt goes on without.

import Glibc

/// A file of submissions in readline's own format: a line `#` and the time, then the submission's lines.
public struct HistoryFile {
  public let path: String
  /// Where a file grows beyond twice this, its older part goes. No more than this is read.
  static let mostBytes = 1 << 18
  static let mostEntries = 5000

  public init(_ path: String) { self.path = path }

  /// `DLN_HISTORY`, or `dln/history` in the user's state folder; nil: there is none, or the user wants none.
  public static func standard(_ environment: (String) -> String?) -> HistoryFile? {
    if let path = environment("DLN_HISTORY") { return path.isEmpty ? nil : HistoryFile(path) }
    if let folder = environment("XDG_STATE_HOME"), folder.hasPrefix("/") { return HistoryFile(folder + "/dln/history") }
    guard let home = environment("HOME"), !home.isEmpty else { return nil }
    return HistoryFile(home + "/.local/state/dln/history")
  }

  // MARK: - Reading

  /// The youngest submissions, oldest first.
  public func submissions() -> [String] {
    guard let file = open(O_RDONLY) else { return [] }
    defer { close(file) }
    return HistoryFile.submissions(in: tail(of: file))
  }

  /// Files without times, as other programs write them, have a submission a line. Works on bytes: the first prompt waits for it.
  static func submissions(in bytes: [UInt8]) -> [String] {
    var pieces: [Range<Int>] = []
    var start: Int?
    var place = 0
    while place < bytes.count {
      let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
      if isTime(bytes[place..<end]) {
        if let start { pieces.append(start..<place) }
        start = end + 1
      } else if start == nil {
        pieces.append(place..<end)
      }
      place = end + 1
    }
    if let start, start < bytes.count { pieces.append(start..<bytes.count) }
    return pieces.suffix(mostEntries).compactMap { submission(in: bytes[$0]) }
  }

  /// Nil: nothing, or something that is no text.
  private static func submission(in bytes: ArraySlice<UInt8>) -> String? {
    var rest = bytes
    while rest.last == 0x0A || rest.last == 0x0D { rest.removeLast() }
    return rest.isEmpty || rest.contains(0) ? nil : String(decoding: rest, as: UTF8.self)
  }

  private static func isTime(_ line: some Collection<UInt8>) -> Bool {
    line.first == 0x23 && line.dropFirst().first.map { (0x30...0x39).contains($0) } ?? false
  }

  /// The end of the file, from the first time in it.
  private func tail(of file: Int32) -> [UInt8] {
    let size = Int(lseek(file, 0, SEEK_END))
    let start = max(0, size - HistoryFile.mostBytes)
    var bytes = [UInt8](repeating: 0, count: max(0, size - start))
    let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, off_t(start)) }
    bytes.removeLast(bytes.count - max(0, count))
    guard start > 0 else { return bytes }
    var place = bytes.startIndex
    while let end = bytes[place...].firstIndex(of: 0x0A), end + 2 < bytes.count {
      place = end + 1
      if bytes[place] == 0x23, (0x30...0x39).contains(bytes[place + 1]) { break }
    }
    return Array(bytes[place...])
  }

  // MARK: - Writing

  /// Adds a submission at the end, at once, so that sittings side by side lose nothing.
  public func append(_ submission: String) {
    makeFolder()
    guard let file = open(O_RDWR | O_CREAT | O_APPEND) else { return }
    defer { close(file) }
    lock(file)
    shorten(file)
    let lines = submission.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      // A comment that looks like a time gets a blank in front.
      HistoryFile.isTime(line.utf8) ? " " + line : String(line)
    }
    let entry = Array("#\(time(nil))\n\(lines.joined(separator: "\n"))\n".utf8)
    guard entry.count <= HistoryFile.mostBytes / 4 else { return }
    _ = entry.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }

  /// Takes the older part out of a file that has grown too large. It stays the same file, so that others find their end in it.
  private func shorten(_ file: Int32) {
    guard lseek(file, 0, SEEK_END) > 2 * HistoryFile.mostBytes else { return }
    let kept = tail(of: file)
    guard ftruncate(file, 0) == 0 else { return }
    _ = kept.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }

  /// Only plain files: a pipe of that name would wait for a reader.
  private func open(_ flags: Int32) -> Int32? {
    let file = Glibc.open(path, flags | O_NONBLOCK | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    var status = stat()
    if fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return file }
    close(file)
    return nil
  }

  /// Waits a moment for another sitting that writes; a lock that is never given back is no reason to lose the line.
  private func lock(_ file: Int32) {
    for _ in 0..<20 where flock(file, LOCK_EX | LOCK_NB) != 0 { usleep(1000) }
  }

  private func makeFolder() {
    var folder = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      folder += part + "/"
      mkdir(folder, 0o700)
    }
  }
}
