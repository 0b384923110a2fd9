// Notebooks with a token missing, or cut off anywhere: each is answered briefly, near the place.

import Foundation
import Interpreter
import Language
import Testing

@testable import dln

@Suite struct MutationTests {
  private static let folder = Binary.tests.deletingLastPathComponent().appending(path: "notebooks")
  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".dln") }
    .sorted()

  private static func text(of name: String) throws -> String { try Binary.text(of: folder.appending(path: name)) }

  @Test(arguments: names)
  func everyTokenLeftOut(_ name: String) throws {
    let source = Source(name: name, text: try Self.text(of: name))
    for token in tokenize(source) where token.span.start < token.span.end {
      let edited = source.edited(Edit(token.span, ""))
      try expectAnswer(
        edited, near: token.span.start, "without \(source.text(in: token.span)) in line \(source.line(at: token.span.start))")
    }
  }

  @Test(arguments: names)
  func everyBeginning(_ name: String) throws {
    let source = Source(name: name, text: try Self.text(of: name))
    for end in stride(from: 0, to: source.bytes.count, by: 3) {
      let start = Source(name: name, text: String(decoding: source.bytes[..<end], as: UTF8.self))
      try expectAnswer(start, near: end, "the first \(end) bytes")
    }
  }

  private func expectAnswer(_ source: Source, near place: Int, _ what: String) throws {
    guard let first = parse(source).diagnostics.first else { return }
    let failure = Failure(first, in: source)
    let lines = failure.render().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 15, "\(what)")
    let line = source.line(at: min(place, source.bytes.count))
    #expect(abs(failure.line - line) <= 1, "\(what): line \(failure.line) instead of \(line): \(failure.message)")
  }
}
