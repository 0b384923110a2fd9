// Every example of every word runs and gives what it states.

import Catalog
import Foundation
import Testing

@testable import dln

@Suite struct EveryExampleTests {
  /// What examples may speak of without having made it.
  private static let prelude = """
    data = dataset("digits")
    net = layers(1x8x8) { flatten; dense(8); relu; dense(data.classes) }
    run = fit(net, data.train, validate: data.test, epochs: 1, optimizer: adam(0.001))
    """

  @Test(arguments: Family.allCases)
  func ofThisFamily(_ family: Family) throws {
    let programs = Self.programs(of: family)
    if programs.isEmpty { return }
    try Binary.inFolder(programs) { (folder: URL) throws in
      let outcome = try Binary.run(["test"] + programs.keys.sorted() + ["--out", "out"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  /// A program for each example, with what it gives as a promise.
  private static func programs(of family: Family) -> [String: String] {
    var programs: [String: String] = [:]
    for word in Catalog.complete().words(of: family) {
      for (place, example) in word.examples.enumerated() {
        let promise = example.result.map { $0.split(separator: "\n").map { "\n#=> \($0)" }.joined() } ?? ""
        let names = ["data", "net", "run"].filter { example.source.contains($0) }
        programs["\(word.name)-\(place + 1).dln"] = (names.isEmpty ? "" : prelude + "\n# %% Example\n") + example.source + promise
      }
    }
    return programs
  }
}
