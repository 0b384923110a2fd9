import Catalog
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct ScheduleTests {
    struct Rates: NamedCase {
      let name: String
      let call: String
      let rates: [Double]
    }

    private struct File: Decodable { let cases: [Rates] }
    static let cases = (Fixture.read("schedules.json") as File?)?.cases ?? []

    @Test func casesAreThere() { #expect(Self.cases.count == 3) }

    @Test(arguments: cases) func agreesWithPyTorch(_ one: Rates) throws {
      let schedule = try schedule(one.call)
      for (step, rate) in one.rates.enumerated() {
        let found = try schedule.rate(at: Double(step), in: RunLength(steps: nil, stepsPerEpoch: nil))
        #expect(abs(found - rate) < 1e-12, "step \(step)")
      }
    }

    @Test(arguments: allWords.words(of: .schedule).map(\.name)) func isFiniteOverItsSpan(_ name: String) throws {
      let program = Program()
      for call in ["\(name)(0.1)", "\(name)(0.1, over: 30%)", "\(name)(0.1, over: 70 steps)", "\(name)(0.1, over: 2 epochs)"] {
        let schedule = try #require(try Schedule.from(try program.run(call), program.context))
        for step in 0...110 {
          let rate = try schedule.rate(at: Double(step), in: RunLength(steps: 100, stepsPerEpoch: 10))
          #expect(rate.isFinite && rate >= 0 && rate <= 0.1 + 1e-12, "\(call) at \(step): \(rate)")
        }
        #expect(try schedule.plotContent(program.context).count == 1)
        #expect(try schedule.text() == call.replacing("30%", with: "0.3"))
      }
    }

    @Test func warmupThenCosineMeetsItsEnds() throws {
      let program = Program()
      try program.run("rate = warmup(0.1, over: 10%) |> cosine(to: 0.02)")
      func rate(_ step: Int) throws -> Double { try program.number("rate(\(step) steps, of: 1000 steps)") }
      #expect(abs(try rate(0) - 0.001) < 1e-12)
      #expect(abs(try rate(99) - 0.1) < 1e-12)
      #expect(abs(try rate(100) - 0.1) < 1e-12)
      #expect(abs(try rate(550) - 0.06) < 1e-12)
      #expect(abs(try rate(999) - 0.02) < 1e-6)
      #expect(abs(try rate(5000) - 0.02) < 1e-12)
    }

    @Test func partsFollowOneAnother() throws {
      let program = Program()
      try program.run("rate = constant(0.4, over: 3 steps) |> linear(to: 0.2, over: 2 steps) |> constant")
      let rates = try (0...6).map { try program.number("rate(\($0) steps)") }
      #expect(zip(rates, [0.4, 0.4, 0.4, 0.4, 0.3, 0.2, 0.2]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(rates)")
    }

    @Test func epochsCountInSteps() throws {
      let schedule = try schedule("linear(1, to: 0, over: 2 epochs)")
      #expect(try schedule.rate(at: 5, in: RunLength(steps: nil, stepsPerEpoch: 5)) == 0.5)
    }

    @Test func aFunctionIsASchedule() throws {
      let program = Program()
      try program.run("w = 0\nopt = sgd(step -> 0.1 / (1 + step))\nseen = []")
      try program.run("for i in 1..3 { update w by opt { w }\n seen = append(seen, w) }")
      #expect(agree(try program.floats("seen"), [-0.1, -0.15, -0.18333334]))
      #expect(try program.complaint("opt = sgd(step -> \"fast\")\nupdate w by opt { w }").hasPrefix("type: a schedule gives a number"))
    }

    @Test func aNumberIsTheConstantSchedule() throws {
      #expect(try schedule("constant(0.3)").rate(at: 17, in: RunLength(steps: nil, stepsPerEpoch: nil)) == 0.3)
      #expect(try Program().text("sgd(0.3).rate") == "0.3")
    }

    @Test func aBareLengthIsRefused() throws {
      #expect(try Program().complaint("warmup(0.1, over: 500)") == "argument: 500 of what? a length wants a unit")
    }

    @Test func whatCountsInARunWantsItsLength() throws {
      let program = Program()
      for rate in ["warmup(0.1, over: 10%)", "warmup(0.1, over: 2 epochs)", "cosine(0.1)", "linear(0.1, to: 0)"] {
        let failure = try #require(try program.failure("w = 1\nopt = sgd(\(rate))\nupdate w by opt { w }"), "\(rate)")
        #expect(failure.message.contains("must know how long the run is"), "\(failure.message)")
        #expect(try program.complaint("r = \(rate)\nr(5 steps)").contains("must know how long the run is"))
        #expect(try program.text("w") == "1")
      }
      #expect(try program.number("r = cosine(0.1)\nr(50 steps, of: 100 steps)") == 0.05)
    }

    private func schedule(_ call: String) throws -> Schedule {
      let program = Program()
      return try #require(try Schedule.from(try program.run(call), program.context))
    }
  }
}
