// One workload, measured for all contestants in turn: A B A B, so that a machine that becomes slower does so for all of them.

import Catalog

struct Contest {
  /// Measures at most so many times as often as it is asked to, where others use the machine.
  private static let patience = 3
  private static let windowSeconds = 0.3

  let workload: String
  /// The param that this one was given, `width=64`.
  let setting: String?
  let contestants: [Contestant]
  /// Starts all of them; the first is ours.
  init(_ workload: String, setting: String? = nil, own: Contestant, peers: [Entrant], threads: Int) {
    self.workload = workload
    self.setting = setting
    contestants = [own] + peers.map { Contestant($0, arguments: [workload, "\(threads)"], showsErrors: false) }
  }

  /// What tables call it.
  var title: String { workload + (setting.map { " \($0)" } ?? "") }

  /// What part of the best peer's time the notebook says that it may take.
  var goal: Double? { own.facts["goal"] }

  var own: Contestant { contestants[0] }
  var peers: ArraySlice<Contestant> { contestants.dropFirst() }

  /// The peer that takes the least time.
  var best: Contestant? {
    peers.filter { $0.takesPart && $0.samples.median != nil }.min { ($0.samples.median ?? 0) < ($1.samples.median ?? 0) }
  }

  /// The least memory that a peer took.
  var leastMemory: Double? { peers.compactMap { $0.takesPart ? $0.memory : nil }.min() }

  /// [rounds] quiet windows for each, or as many as patience gives.
  func run(rounds: Int, isInterrupted: () -> Bool) {
    for round in 0..<rounds * Contest.patience {
      for contestant in contestants where contestant.takesPart {
        if isInterrupted() { return }
        if round >= rounds, contestant.samples.quietCount >= rounds { continue }
        // Threads of the one before go to sleep.
        Machine.sleep(0.05)
        contestant.measure(seconds: Contest.windowSeconds)
      }
    }
  }

  /// Our single steps, alone and beside a program that keeps a core busy; nil where they could not be measured.
  func besideNeighbour(seconds: Double) throws -> ContestTable.NeighbourRow? {
    let request = "\(seconds) 1"
    let alone = own.answer(to: request).sorted()
    let neighbour = try ChildProgram([ChildProgram.own, "bench", "--busy"], showsErrors: false)
    defer { neighbour.stop() }
    Machine.sleep(0.2)
    let beside = own.answer(to: request).sorted()
    return alone.isEmpty || beside.isEmpty ? nil : (title, alone, beside)
  }
}
