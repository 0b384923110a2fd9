// Every example of every word runs and gives what it states.

import Catalog
import Foundation
import Testing

@testable import dln

@Suite struct EveryExampleTests {
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
    let catalog = Catalog.complete()
    let examples =
      catalog.words(of: family).map { ($0.name, $0.examples) }
      + catalog.grammar.filter { $0.family == family }.enumerated().map { ("sign \($0)", $1.examples) }
    for (name, examples) in examples {
      for (place, example) in examples.enumerated() {
        let promise = example.source.contains("#=>") ? nil : example.result
        programs["\(name)-\(place + 1).dln"] =
          example.source + (promise.map { $0.split(separator: "\n").map { "\n#=> \($0)" }.joined() } ?? "")
      }
    }
    return programs
  }
}
