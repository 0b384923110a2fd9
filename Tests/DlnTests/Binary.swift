// Runs the program that was built beside the tests.

import Foundation

/// What a run of the program gave.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String

  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

enum Binary {
  /// It lies in the folder of the test executable.
  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "dln")

  /// The folder that holds the tests' own files.
  static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// A core that this process may use; nil where programs cannot be kept to one.
  static let core: Int? = {
    guard FileManager.default.fileExists(atPath: "/usr/bin/taskset") else { return nil }
    let status = (try? text(of: URL(filePath: "/proc/self/status"))) ?? ""
    return status.firstMatch(of: #/Cpus_allowed_list:\s*(\d+)/#).flatMap { Int($0.1) }
  }()

  /// Runs `dln` with arguments; [input] comes by pipe, and Ctrl-C after some seconds. [core]: it has only this one.
  static func run(
    _ arguments: [String], input: String? = nil, in folder: URL? = nil, interruptAfter seconds: Double? = nil, core: Int? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = core == nil ? program : URL(filePath: "/usr/bin/taskset")
    process.arguments = (core.map { ["--cpu-list", "\($0)", program.path] } ?? []) + arguments
    if let folder { process.currentDirectoryURL = folder }
    // Beside other work, threads that wait spinning only take time from it.
    process.environment = ProcessInfo.processInfo.environment.merging(["OMP_WAIT_POLICY": "passive"]) { $1 }
    return try inFolder { place in
      let (output, errors) = (place.appending(path: "output"), place.appending(path: "errors"))
      for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      let typed = Pipe()
      process.standardInput = typed
      try process.run()
      try typed.fileHandleForWriting.write(contentsOf: Data((input ?? "").utf8))
      try typed.fileHandleForWriting.close()
      if let seconds {
        Thread.sleep(forTimeInterval: seconds)
        process.interrupt()
      }
      process.waitUntilExit()
      return Outcome(status: process.terminationStatus, output: try text(of: output), errors: try text(of: errors))
    }
  }

  /// The text of a file.
  static func text(of file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

  /// Runs something with a new folder that holds some files, and removes it.
  static func inFolder<Result>(_ files: [String: String] = [:], _ action: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "dln-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return try action(folder)
  }
}
