// One of those that are measured in turn: dln, or a peer. Each is a program of its own that measures when it is asked to.

import Catalog

/// How a contestant is called and started. The names of the workload and the number of threads follow the command.
struct Entrant {
  let name: String
  let command: [String]

  init(_ name: String, _ command: [String]) {
    self.name = name
    self.command = command
  }

  /// `NAME=COMMAND`, cut at blanks.
  init?(_ text: String) {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { return nil }
    self.init(String(text[..<sign]), text[text.index(after: sign)...].split(separator: " ").map(String.init))
    if command.isEmpty { return nil }
  }
}

/// A program that says `ready NAME=NUMBER…`, or `failed REASON`. Asked for `SECONDS [STEPS]` it answers with the milliseconds of a step, a
/// number for each sample.
final class Contestant {
  let name: String
  /// Why it does not take part.
  private(set) var failure: String?
  /// What it said about itself: the seconds of its first step, samples in a batch.
  private(set) var facts: [String: Double] = [:]
  private(set) var samples = Samples()
  private(set) var memory: Double?
  private let program: ChildProgram?

  init(_ entrant: Entrant, arguments: [String], showsErrors: Bool) {
    name = entrant.name
    program = try? ChildProgram(entrant.command + arguments, showsErrors: showsErrors)
    let words = (program?.line() ?? "failed").split(separator: " ").map(String.init)
    guard words.first == "ready" else {
      failure = words.count > 1 ? words.dropFirst().joined(separator: " ") : "\(entrant.command.first ?? "") did not start"
      return
    }
    for word in words.dropFirst() {
      let parts = word.split(separator: "=")
      if parts.count == 2 { facts[String(parts[0])] = Double(parts[1]) }
    }
  }

  var takesPart: Bool { failure == nil }

  /// Measures for about so long, and notes how much others did meanwhile. [steps]: in a sample; nil: about 8 ms.
  func measure(seconds: Double, steps: Int? = nil) {
    let answer = noted { self.answer(to: "\(seconds)" + (steps.map { " \($0)" } ?? "")) }
    if answer.value.isEmpty {
      failure = "it ended while it was measured"
    } else {
      samples.add(answer.value, noise: answer.noise)
    }
  }

  /// The answer, and no note of it.
  func answer(to request: String) -> [Double] {
    program?.say(request)
    return (program?.line() ?? "").split(separator: " ").compactMap { Double($0) }
  }

  /// [work] and the share of the cores that other programs took while it ran.
  private func noted<Result>(_ work: () -> Result) -> (value: Result, noise: Double) {
    let own = { (program: ChildProgram?) in program.map { Machine.seconds(of: $0.id) } ?? 0 }
    let before = (clock: monotonicSeconds(), busy: Machine.busySeconds(), own: own(program))
    let value = work()
    let passed = monotonicSeconds() - before.clock
    let others = Machine.busySeconds() - before.busy - (own(program) - before.own)
    return (value, max(0, others) / (passed * Double(Settings.cores)))
  }

  /// Ends it and keeps what memory it took.
  func finish() {
    memory = program.flatMap { Machine.peakMemory(of: $0.id) }
    program?.finish()
  }
}
