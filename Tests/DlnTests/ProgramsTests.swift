// The small programs in Tests/Programs, each of which says what it expects.

import Foundation
import Testing

@Suite struct ProgramsTests {
  static let folder = Binary.tests.appending(path: "Programs")

  /// The programs by topic: the files directly in its folder.
  static let topics = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0 != "errors" }.sorted()

  @Test(arguments: topics)
  func everyProgramKeepsItsPromises(_ topic: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: topic).path)
    let files = names.filter { $0.hasSuffix(".dln") }.sorted().map { "\(topic)/\($0)" }
    try Binary.inFolder { out in
      let outcome = try Binary.run(["test"] + files + ["--out", out.path], in: Self.folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.hasSuffix(" 0 failed\n"), "\(outcome.output)")
      #expect(!outcome.output.contains(": 0 passed"), "a program that expects nothing")
    }
  }
}
