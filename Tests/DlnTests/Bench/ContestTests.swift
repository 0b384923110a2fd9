// Contestants that are small shell scripts: what they say is understood, and those that fail are left out.

import Testing

@testable import dln

@Suite struct ContestTests {
  /// A contestant that answers every request with the same line. It ends when nothing more is asked.
  private func entrant(_ name: String, answers: String, facts: String = "") -> Entrant {
    Entrant(name, ["sh", "-c", "echo ready \(facts); while read request; do echo \(answers); done"])
  }

  private func contest(_ own: Entrant, _ peers: [Entrant]) -> Contest {
    let contest = Contest("work", own: Contestant(own, arguments: [], showsErrors: false), peers: peers, threads: 2)
    contest.run(rounds: 1, isInterrupted: { false })
    contest.contestants.forEach { $0.finish() }
    return contest
  }

  @Test func anEntrantIsANameAndACommand() throws {
    let entrant = try #require(Entrant("jax=python3 peers.py jax"))
    #expect(entrant.name == "jax")
    #expect(entrant.command == ["python3", "peers.py", "jax"])
    #expect(Entrant("python3 peers.py") == nil)
    #expect(Entrant("jax=") == nil)
    #expect(Entrant("=python3") == nil)
  }

  @Test func ratiosAreToTheBestPeer() throws {
    let own = entrant("dln", answers: "1 2 3", facts: "first=0.5 batch=4 goal=0.4")
    let contest = contest(own, [entrant("slow", answers: "9 10 11"), entrant("fast", answers: "4 4 5")])
    #expect(contest.own.samples.median == 2)
    #expect(contest.goal == 0.4)
    #expect(contest.best?.name == "fast")
    #expect((contest.own.memory ?? 0) > 0)
    let table = ContestTable.peers([contest]).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(Array(table[0].prefix(6)) == ["workload", "dln", "slow", "fast", "ratio", "goal"])
    // Where the machine is busy a mark stands before the times.
    #expect(table[2].prefix(6).map { $0.filter { $0 != "~" } } == ["work", "2", "10", "4", "0.5", "0.4"])
    let ownRow = ContestTable.own([contest]).split(separator: "\n")[2].split(separator: " ").map { $0.filter { $0 != "~" } }
    #expect(ownRow.prefix(5) == ["work", "2", "1", "2000", "500"])
    #expect(ContestTable.csv([contest]).hasPrefix("workload,value,ms,mb\nwork,,2,"))
  }

  @Test func whoFailsIsLeftOut() {
    let missing = Entrant("missing", ["/no/such/program"])
    let refusing = Entrant("refusing", ["sh", "-c", "echo failed ImportError no module named jax"])
    let dying = Entrant("dying", ["sh", "-c", "echo ready; read request"])
    let contest = contest(entrant("dln", answers: "2"), [missing, refusing, dying])
    #expect(contest.best == nil)
    #expect(
      ContestTable.absences([contest]) == [
        "work, missing: /no/such/program did not start", "work, refusing: ImportError no module named jax",
        "work, dying: it ended while it was measured",
      ])
    #expect(ContestTable.peers([contest]).contains("–"))
  }

  @Test func startsAreMeasuredToTheFirstLine() {
    let times = Starts.times(of: ["sh", "-c", "echo 2"], count: 3)
    #expect(times.count == 3)
    #expect(times == times.sorted())
    #expect(Starts.times(of: ["/no/such/program"], count: 3).isEmpty)
  }
}
