// Every notebook that ships, made small, reaches the quality that is stated for that size.

import Foundation
import Testing

@testable import dln

@Suite struct ShippedNotebooksTests {
  private static let folder = Binary.tests.deletingLastPathComponent().appending(path: "notebooks")
  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".dln") }
    .sorted()

  /// What makes each small, and the quality that it reaches then.
  private static let reduced: [String: [String]] = [
    "by_hand.dln": ["epochs=2", "enough=80%"],
    "detection.dln": ["count=300", "epochs=8", "enough=40%", "strictly=15%"],
    "digits.dln": ["epochs=1", "enough=60%"],
    "first_steps.dln": [],
    "sequence.dln": ["epochs=3", "enough=8%"],
    "tabular.dln": ["epochs=20", "enough=94%", "most=3.4"],
    "text.dln": ["epochs=2", "enough=11", "heart=10%"],
  ]

  @Test(arguments: names) func reachesItsQuality(_ name: String) throws {
    let params = try #require(Self.reduced[name], "how is \(name) made small?")
    try Binary.inFolder { folder in
      let file = Self.folder.appending(path: name).path
      let outcome = try Binary.run(["test", file, "--out", folder.path] + params)
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.hasSuffix(" 0 failed\n") && !outcome.output.hasPrefix("0 passed"), "\(outcome.output)")
      let pictures = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".png") }
      #expect(!pictures.isEmpty)
    }
  }
}
