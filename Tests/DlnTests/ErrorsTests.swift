// One tiny program for each mistake, and beside it what is said about it, word for word.
// DLN_REWRITE=1 writes the texts anew: look at the difference before it is committed.

import Catalog
import Foundation
import Interpreter
import Language
import Notebook
import Testing

@testable import dln

@Suite struct ErrorsTests {
  private static let folder = Binary.tests.appending(path: "Programs/errors")
  private static let rewrites = ProcessInfo.processInfo.environment["DLN_REWRITE"] != nil

  static let kinds = names(in: folder)

  private static func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  private static func programs(of kind: String) -> [String] { names(in: folder.appending(path: kind)).filter { $0.hasSuffix(".dln") } }

  @Test func everyKindHasItsPrograms() {
    let kinds = Complaint.Kind.allCases.filter { ![.interrupted, .internal].contains($0) }.map(\.rawValue)
    #expect(Self.kinds == kinds.sorted())
    for kind in kinds { #expect(Self.programs(of: kind).count >= 4, "\(kind)") }
  }

  @Test(arguments: kinds)
  func isToldInTheseWords(_ kind: String) throws {
    for (name, failure) in try failures(of: kind) {
      let failure = try #require(failure, "\(kind)/\(name) runs")
      let text = failure.render() + "\n"
      #expect(failure.kind.rawValue == kind, "\(name)")
      #expect(text.split(separator: "\n").count <= 15, "\(name)")
      let file = Self.folder.appending(path: "\(kind)/\(name.dropLast(4)).txt")
      if Self.rewrites { try Data(text.utf8).write(to: file) }
      #expect(masked(text, kind) == masked((try? Binary.text(of: file)) ?? "", kind), "\(kind)/\(name)")
    }
  }

  /// Every `try:`, applied: the program is well from there on.
  @Test func everyTryWorks() throws {
    var count = 0
    for kind in Self.kinds {
      for (name, failure) in try failures(of: kind) {
        guard let fix = failure?.fix else { continue }
        count += 1
        try inFolder(of: kind) { stackSize in
          let report = Check(Document(fix.source), try session(fix.source.name, stackSize)).report()
          #expect(report.failures.isEmpty, "\(kind)/\(name): \(fix.text)\n\(report.failures.first?.render() ?? "")")
        }
      }
    }
    #expect(count >= 60)
  }

  // MARK: - Running

  private func failures(of kind: String) throws -> [(String, Failure?)] {
    var result: [(String, Failure?)] = []
    try inFolder(of: kind) { stackSize in
      for name in Self.programs(of: kind) {
        let document = Document(Source(name: name, text: try Binary.text(of: Self.folder.appending(path: "\(kind)/\(name)"))))
        var first: Failure?
        _ = try TestRunner(document, try session(name, stackSize)) { first = first ?? $0 }.run()
        result.append((name, first))
      }
    }
    return result
  }

  private func session(_ name: String, _ stackSize: Int) throws -> Session {
    let session = Session(Context(catalog: .complete()), stackSize: stackSize)
    session.mendingSeconds = 30
    Place(notebook: name).apply(to: session)
    return session
  }

  /// Messages name folders as they are seen from the program's own, and deep calls need a deep stack.
  private func inFolder(of kind: String, _ action: @escaping (Int) throws -> Void) throws {
    let before = FileManager.default.currentDirectoryPath
    defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
    #expect(FileManager.default.changeCurrentDirectoryPath(Self.folder.appending(path: kind).path))
    nonisolated(unsafe) var error: (any Error)?
    _ = WorkThread.run { stackSize in
      do { try action(stackSize) } catch let thrown { error = thrown }
      return 0
    }
    if let error { throw error }
  }

  /// What depends on the machine's memory is left out.
  private func masked(_ text: String, _ kind: String) -> String {
    guard kind == "memory" else { return text }
    let free = text.replacing(#/, and [0-9.]+ [A-Z]*B are free/#, with: "")
    return free.replacing(#/  try: .*/#, with: "  try:").replacing(#/; parts of [0-9]+ along .*/#, with: "")
  }
}

/// What no program can reach.
@Suite struct InternalErrorsTests {
  @Test(arguments: [
    ("broken()", "this word gave no value"), ("x = broken()\nx + 1", "this word gave no value"),
    ("fn f() = broken()\nf()", "this word gave no value"), ("map([1, 2], x -> broken())", "this word gave no value"),
    ("strange()", "Unforeseen()"),
  ])
  func areToldAsOurs(text: String, message: String) throws {
    let catalog = Catalog.complete()
    catalog.add(.language, "broken", "Breaks.") { () -> Nothing in
      throw Complaint(.internal, "this word gave no value", [.init(.callee, "here")])
    }
    catalog.add(.language, "strange", "Breaks.") { () -> Nothing in throw Unforeseen() }
    let session = Session(Context(catalog: catalog), stackSize: 1 << 19)
    do {
      try session.run(Source(name: "test.dln", text: text))
      Issue.record("it runs")
    } catch let failure as Failure {
      #expect(failure.render().hasPrefix("error[internal]: \(message)\n  at test.dln:"), "\(failure.render())")
      #expect(failure.fix == nil)
    }
  }

  private struct Unforeseen: Error {}
}
