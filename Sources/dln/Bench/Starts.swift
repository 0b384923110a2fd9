// How long a program takes from its start to its first result.

import Catalog

enum Starts {
  /// Milliseconds from start to end, sorted; empty: it could not be started.
  static func times(of command: [String], count: Int) -> [Double] {
    (0..<count).compactMap { _ -> Double? in
      let start = monotonicSeconds()
      guard let program = try? ChildProgram(command, showsErrors: false), program.line() != nil else { return nil }
      let seconds = monotonicSeconds() - start
      program.finish()
      return seconds * 1000
    }.sorted()
  }

  /// What is measured: a sum, a product of matrices, the prompt of a program that is given lines.
  static let own: [(name: String, command: [String])] = [
    ("dln -e '1+1'", [ChildProgram.own, "-e", "1+1"]),
    ("dln -e, a matrix product", [ChildProgram.own, "-e", "sum(ones([64, 64]) @ ones([64, 64]))"]),
  ]
}
