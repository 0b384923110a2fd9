// `dln bench FILE...`: how long the last cell of a notebook takes, run again and again; beside peers, beside a busy program, step by step.

import ArgumentParser
import CSignal
import Catalog
import Interpreter
import Language
import Notebook
import Tensor
import Terminal

import struct ArgumentParser.Argument

struct Bench: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Measures the last cell of notebooks, run again and again.")

  @Argument(help: "The notebooks, and name=value for their params.")
  var words: [String] = []

  @Option(help: "How many times each is measured in quiet, for 0.3 s at least.")
  var rounds = 5

  @Option(help: "NAME=COMMAND: a program that measures the same workloads, in turn with dln; can be given again.")
  var against: [String] = []

  @Flag(help: "Measures beside a program that keeps a core busy, too.")
  var neighbour = false

  @Flag(help: "Measures from the start of the program to its first result, too.")
  var starts = false

  @Option(help: "NAME=A,B,C: measures with the param at each of these values.")
  var vary: String?

  @Option(help: "A file for a table of what was measured.")
  var csv: String?

  @Flag(help: "Shows where the time of a step goes instead.")
  var profile = false

  @Option(help: "Compares with what a peer wrote to this folder instead: weights, data and what to expect after each step.")
  var parity: String?

  @Flag(help: .hidden)
  var onRequest = false

  @Flag(help: .hidden)
  var busy = false

  @OptionGroup var settings: Settings

  mutating func work(_ stackSize: Int) throws -> Int32 {
    if busy { Machine.beBusy() }
    let isParam = { (word: String) in word.contains("=") && !Files.exists(word) }
    let params = try ParamSettings(words.filter(isParam))
    let documents = try words.filter { !isParam($0) }.map { Document(try NotebookFile.read($0)) }
    do {
      if let parity { return try compare(documents, parity, stackSize) }
      if profile || onRequest {
        for document in documents { try serve(document, params, stackSize) }
        return Status.well
      }
      return try measure(documents.map(\.source.name), params: words.filter(isParam))
    } catch let wrongUse as ValidationError {
      throw wrongUse
    } catch {
      return report(error)
    }
  }

  // MARK: - In this program

  /// Runs a notebook and measures its step as long as somebody asks, or once step by step.
  private func serve(_ document: Document, _ params: ParamSettings, _ stackSize: Int) throws {
    let session = settings.session(Place(notebook: document.source.name), stackSize: stackSize, quiet: true)
    try params.apply(to: session, document)
    let workload = try Workload(document, session, seed: settings.seed)
    try workload.warmUp()
    if profile { return try show(profileOf: workload, document.source.name) }
    let facts: [(String, Double?)] = [
      ("first", workload.firstSeconds), ("batch", workload.batch.map(Double.init)), ("goal", workload.goal),
    ]
    Console.say((["ready"] + facts.compactMap { name, number in number.map { "\(name)=\($0)" } }).joined(separator: " "))
    while let request = readLine() {
      let words = request.split(separator: " ")
      let samples = try workload.samples(during: words.first.flatMap { Double($0) } ?? 0, of: words.dropFirst().first.flatMap { Int($0) })
      Console.say(samples.map { "\($0)" }.joined(separator: " "))
    }
  }

  private func show(profileOf workload: Workload, _ name: String) throws {
    let steps = max(10, 20 * workload.stepsPerSample)
    let profile = PlanProfile()
    let seconds = try profile.during { try workload.seconds(of: steps) }
    Console.say("\(name)\n\(ProfileTable.text(profile, steps: steps, seconds: seconds))")
  }

  private func compare(_ documents: [Document], _ folder: String, _ stackSize: Int) throws -> Int32 {
    var rows: [[String]] = []
    for document in documents {
      let session = settings.session(Place(notebook: document.source.name, out: folder), stackSize: stackSize, quiet: true)
      let parity = try Parity(document, session, folder: folder)
      rows.append([
        Parity.name(of: document), "\(parity.steps)", rounded(parity.last, digits: 2), rounded(parity.largest, digits: 2),
        parity.last <= Parity.tolerance ? "yes" : "no",
      ])
    }
    Console.say(ContestTable.table(["workload", "steps", "difference after the last", "largest", "within \(Parity.tolerance)"], rows))
    return rows.allSatisfy { $0.last == "yes" } ? Status.well : Status.unmet
  }

  // MARK: - In programs of their own

  private func measure(_ files: [String], params: [String]) throws -> Int32 {
    let peers = try entrants()
    let variations = try variations()
    if !variations.isEmpty, !peers.isEmpty { throw ValidationError("--vary changes our sizes alone: leave --against out") }
    let settings: [String?] = variations.isEmpty ? [nil] : variations
    let runs = files.flatMap { file in settings.map { (file, $0) } }
    var contests: [Contest] = []
    var neighbours: [ContestTable.NeighbourRow] = []
    for (file, setting) in runs where !signal_is_pending() {
      Console.note("measuring \(file)" + (setting.map { " with \($0)" } ?? ""))
      let contest = try contest(file, params, setting, peers)
      contest.run(rounds: rounds, isInterrupted: signal_is_pending)
      if neighbour, let row = try contest.besideNeighbour(seconds: 2) { neighbours.append(row) }
      contest.contestants.forEach { $0.finish() }
      contests.append(contest)
    }
    show(contests, neighbours, hasPeers: !peers.isEmpty)
    if let csv { try Files.write(Array(ContestTable.csv(contests).utf8), to: csv) }
    if starts { Console.say("\n" + ContestTable.starts(startTimes(peers))) }
    if signal_is_pending() { return Status.interrupted }
    return contests.allSatisfy { $0.own.takesPart } ? Status.well : Status.error
  }

  private func entrants() throws -> [Entrant] {
    try against.map { text in
      guard let entrant = Entrant(text) else { throw ValidationError("--against wants NAME=COMMAND, and \(quote(text)) is none") }
      return entrant
    }
  }

  /// `width=64`, `width=128`, … for `--vary width=64,128`.
  private func variations() throws -> [String] {
    guard let vary else { return [] }
    let parts = vary.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { throw ValidationError("--vary wants NAME=A,B,C, and \(quote(vary)) is none") }
    return parts[1].split(separator: ",").map { "\(parts[0])=\($0)" }
  }

  private func contest(_ file: String, _ params: [String], _ setting: String?, _ peers: [Entrant]) throws -> Contest {
    let command = [ChildProgram.own, "bench", file] + params + (setting.map { [$0] } ?? [])
    let arguments = ["--on-request", "--threads", "\(settings.threadCount)", "--seed", "\(settings.seed)"]
    let own = Contestant(Entrant("dln", command), arguments: arguments, showsErrors: true)
    let name = Parity.name(of: Document(try NotebookFile.read(file)))
    return Contest(name, setting: setting, own: own, peers: peers, threads: settings.threadCount)
  }

  private func show(_ contests: [Contest], _ neighbours: [ContestTable.NeighbourRow], hasPeers: Bool) {
    if contests.isEmpty { return }
    Console.say(ContestTable.own(contests))
    if hasPeers { Console.say("\n" + ContestTable.peers(contests)) }
    if !neighbours.isEmpty { Console.say("\n" + ContestTable.neighbours(neighbours)) }
    for absence in ContestTable.absences(contests) { Console.note("not measured: \(absence)") }
  }

  private func startTimes(_ peers: [Entrant]) -> [(name: String, times: [Double])] {
    Starts.own.map { ($0.name, Starts.times(of: $0.command, count: 15)) }
      + peers.map { ("\($0.name), a matrix product", Starts.times(of: $0.command + ["start", "\(settings.threadCount)"], count: 3)) }
  }
}
