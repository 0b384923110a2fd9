// Files as words see them: where they are looked for, where they go, and who reads which kind.

import Glibc

/// A thing that can be written to a file; the ending of the path says how.
public protocol Savable: Thing {
  /// The endings it knows, without the dot: "png".
  static var endings: [String] { get }
  /// The file's bytes.
  func bytes(ending: String, _ context: Context) throws -> [UInt8]
}

/// Reads and writes whole files.
public enum Files {
  /// What is read or written between two looks for Ctrl-C.
  private static let pieceLength = 1 << 20

  /// While programs are looked through, no more than this is read of a file.
  public static let headLength = 1 << 16

  /// The bytes of a file. Refuses folders, and files larger than [limit] bytes. What comes slowly, by a pipe, is waited for.
  /// While programs are looked through only short files are read, unless they are programs themselves.
  public static func read(_ path: String, limit: Int = 4 << 30, isProgram: Bool = false) throws -> [UInt8] {
    if Checking.isOn, !isProgram {
      let (bytes, size) = try head(path)
      guard bytes.count == size else { throw UnknownNumbers() }
      return bytes
    }
    // Not blocking: opening a pipe would wait for somebody to write into it, whatever Ctrl-C says.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw Complaint(.file, "\(path) cannot be opened: \(reason())") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw Complaint(.file, "\(path) is a folder, not a file")
    }
    guard status.st_size <= limit else {
      throw Complaint(.limit, "\(path) has \(status.st_size) bytes, more than the \(limit) that are read")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceLength, alignment: 64)
    defer { piece.deallocate() }
    while true {
      try waitForBytes(file)
      let count = Glibc.read(file, piece.baseAddress, piece.count)
      if count == 0 {
        // A pipe that nobody has opened for writing yet says the same as one that is over.
        guard status.st_mode & S_IFMT == S_IFIFO, bytes.isEmpty else { return bytes }
        usleep(20_000)
        continue
      }
      guard count > 0 || errno == EINTR || errno == EAGAIN else { throw Complaint(.file, "\(path) cannot be read: \(reason())") }
      if count > 0 { bytes.append(contentsOf: piece[..<count]) }
      guard bytes.count <= limit else { throw Complaint(.limit, "\(path) has more than \(limit) bytes") }
    }
  }

  /// The first bytes of a file and how many it has in all. What is no plain file is left alone: reading it would take something away.
  public static func head(_ path: String, _ length: Int = headLength) throws -> (bytes: [UInt8], size: Int) {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw Complaint(.file, "\(path) cannot be opened: \(reason())") }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw Complaint(.file, "\(path) is a folder, not a file")
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw UnknownNumbers() }
    let wanted = min(length, Int(status.st_size))
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in count = max(0, Glibc.read(file, buffer.baseAddress, wanted))
    }
    return (bytes, Int(status.st_size))
  }

  /// Returns when there is something to read, or its end. Throws at Ctrl-C.
  private static func waitForBytes(_ file: Int32) throws {
    var wanted = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    repeat { try Interruption.check() } while poll(&wanted, 1, 50) == 0
  }

  /// Writes a file whole: beside its place first, then moved there, so that no half file is ever seen.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    if Checking.isOn { return }
    try makeFolders(of: path)
    let aside = path + ".part"
    guard let file = fopen(aside, "wb") else { throw Complaint(.file, "\(path) cannot be written: \(reason())") }
    var isOpen = true
    defer {
      if isOpen { fclose(file) }
      unlink(aside)
    }
    var written = 0
    while written < bytes.count {
      try Interruption.check()
      let end = min(written + pieceLength, bytes.count)
      let count = bytes[written..<end].withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
      guard count == end - written else { throw Complaint(.file, "\(path) cannot be written: \(reason())") }
      written = end
    }
    isOpen = false
    guard fclose(file) == 0, rename(aside, path) == 0 else { throw Complaint(.file, "\(path) cannot be written: \(reason())") }
  }

  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, sorted; nil when it is none.
  public static func names(in folder: String) -> [String]? {
    guard let directory = opendir(folder) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The part behind the last dot, in small letters: "png".
  public static func ending(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// A path inside a folder, unless it is absolute.
  public static func join(_ folder: String, _ path: String) -> String {
    path.hasPrefix("/") || folder == "." ? path : folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  private static func makeFolders(of path: String) throws {
    var folder = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      if mkdir(folder, 0o777) != 0, errno != EEXIST { throw Complaint(.file, "the folder \(folder) cannot be made: \(reason())") }
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}

extension Context {
  /// The path of a file that is to be read: the first folder that has it.
  public func found(_ path: String) throws -> String {
    for folder in readFolders where Files.exists(Files.join(folder, path)) { return Files.join(folder, path) }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let folders = readFolders.map { Files.join($0, folder) }.map { ($0.isEmpty ? "." : $0) + "/" }
    let beside = readFolders.flatMap { folder -> [String] in
      let parts = path.split(separator: "/")
      let parent = parts.dropLast().joined(separator: "/")
      return (Files.names(in: Files.join(folder, parent.isEmpty ? "." : parent)) ?? []).map { parent.isEmpty ? $0 : parent + "/" + $0 }
    }
    let near = suggestion(for: path, among: beside)
    throw Complaint(
      .file, "there is no \(path)", [.init(.position(0), near.map { "did you mean \(quote($0))?" } ?? "nothing here")],
      why: "looked in: \(folders.joined(separator: " and ")) (paths start there)",
      edits: near.map { [.replace(.position(0), "\(quote($0))", "this file exists")] } ?? [])
  }

  /// The path of a file that is to be written.
  public func target(_ path: String) -> String { Files.join(writeFolder, path) }
}
