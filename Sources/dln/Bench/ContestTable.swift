// What was measured, as tables.

import Catalog
import Language

enum ContestTable {
  /// Ours alone: what a step takes, and what the program takes in memory.
  static func own(_ contests: [Contest]) -> String {
    let head = ["workload", "step ms", "best", "samples/s", "first ms", "memory MB"]
    let rows = contests.map { contest in
      let (own, median) = (contest.own, contest.own.samples.median)
      let perSecond = own.facts["batch"].flatMap { batch in median.map { whole(batch / $0 * 1000) } }
      let first = own.facts["first"].map { digits($0 * 1000) }
      return [contest.title, time(own), digits(own.samples.best), perSecond ?? "", first ?? "", own.memory.map(whole) ?? ""]
    }
    return table(head, rows, note: contests.contains { $0.own.samples.isNoisy } ? noise : nil)
  }

  /// Ours beside the peers: medians, and ratios to the best of them.
  static func peers(_ contests: [Contest]) -> String {
    let names = contests.first?.contestants.map(\.name) ?? []
    let head = ["workload"] + names + ["ratio", "goal", "memory MB", "least peer", "ratio"]
    let rows = contests.map { contest -> [String] in
      let ratio = contest.best?.samples.median.flatMap { best in contest.own.samples.median.map { $0 / best } }
      let memory = contest.leastMemory.flatMap { least in contest.own.memory.map { $0 / least } }
      return [contest.workload] + contest.contestants.map(time)
        + [digits(ratio), digits(contest.goal), contest.own.memory.map(whole) ?? "", contest.leastMemory.map(whole) ?? "", digits(memory)]
    }
    let isNoisy = contests.contains { $0.contestants.contains { $0.takesPart && $0.samples.isNoisy } }
    return table(head, rows, note: isNoisy ? noise : nil)
  }

  /// Ours as comma-separated values: the workload, the value of the param that varied, milliseconds and MB.
  static func csv(_ contests: [Contest]) -> String {
    let rows = contests.map { contest in
      let value = contest.setting?.split(separator: "=").last.map(String.init) ?? ""
      return "\(contest.workload),\(value),\(digits(contest.own.samples.median)),\(digits(contest.own.memory))\n"
    }
    return "workload,value,ms,mb\n" + rows.joined()
  }

  /// Those that did not take part, and why.
  static func absences(_ contests: [Contest]) -> [String] {
    contests.flatMap { contest in contest.contestants.compactMap { one in one.failure.map { "\(contest.workload), \(one.name): \($0)" } } }
  }

  /// Milliseconds of single steps, alone and beside a program that keeps a core busy, in order.
  typealias NeighbourRow = (workload: String, alone: [Double], beside: [Double])

  static func neighbours(_ rows: [NeighbourRow]) -> String {
    let head = ["workload", "alone ms", "beside a busy program", "ratio", "slowest", "slowest beside", "ratio", "beyond 4 x", "beside"]
    return table(
      head,
      rows.compactMap { row in
        guard let slowest = row.alone.last, let slowestBeside = row.beside.last else { return nil }
        let (alone, beside) = (row.alone[row.alone.count / 2], row.beside[row.beside.count / 2])
        return [
          row.workload, digits(alone), digits(beside), digits(beside / alone), digits(slowest), digits(slowestBeside),
          digits(slowestBeside / slowest), share(of: row.alone, beyond: 4 * alone), share(of: row.beside, beyond: 4 * alone),
        ]
      })
  }

  private static func share(of times: [Double], beyond limit: Double) -> String {
    "\(digits(100 * Double(times.filter { $0 > limit }.count) / Double(times.count))) %"
  }

  static func starts(_ rows: [(name: String, times: [Double])]) -> String {
    let head = ["start to first result", "ms", "best"]
    return table(
      head, rows.map { [$0.name, $0.times.isEmpty ? "–" : digits($0.times[$0.times.count / 2]), digits($0.times.first)] })
  }

  static func table(_ head: [String], _ rows: [[String]], note: String? = nil) -> String {
    Columns.table([head] + rows, sides: [.left] + head.dropFirst().map { _ in .right }, total: note)
  }

  private static let noise = "~ measured while others used the machine: it says little"

  /// The median; none for one that does not take part, a mark for one measured in noise.
  private static func time(_ contestant: Contestant) -> String {
    guard contestant.takesPart, let median = contestant.samples.median else { return "–" }
    return (contestant.samples.isNoisy ? "~" : "") + digits(median)
  }

  private static func digits(_ number: Double?) -> String { number.map { rounded($0, digits: 3) } ?? "" }
  private static func whole(_ number: Double) -> String { fixed(number, 0) }
}
