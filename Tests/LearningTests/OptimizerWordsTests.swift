import Catalog
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct OptimizerWordsTests {
    /// Where an optimizer stands after each of 50 steps.
    struct Trajectory: NamedCase {
      let name: String
      let call: String
      let problem: String
      let start: [Double]
      let points: [[Float]]
      let losses: [Float]
    }

    struct File: Decodable {
      let matrixA: [[Double]]
      let matrixB: [[Double]]
      let quadD: [Double]
      let quadC: [Double]
      let cases: [Trajectory]

      /// The three problems as functions of `w`.
      var problems: String {
        """
        a = \(matrixA)
        b = \(matrixB)
        fn quad(w) = 0.5 * sum(\(quadD) * (w - \(quadC))^2)
        fn rosenbrock(w) = (1 - w[0])^2 + 100 * (w[1] - w[0]^2)^2
        fn matrix(w) = 0.5 * sum((reshape(w, [2, 3]) @ a - b)^2) / 6
        """
      }
    }

    static let file: File? = Fixture.read("optimizers.json")

    @Test func casesAreThere() { #expect(Self.file?.cases.count == 13) }

    @Test(arguments: file?.cases ?? []) func movesAsInPyTorch(_ one: Trajectory) throws {
      let program = Program()
      try program.run("\(try #require(Self.file).problems)\nw = \(one.start)\nopt = \(one.call)\npoints = []\nlosses = []")
      try program.run("for i in 1..50 { losses = append(losses, update w by opt { \(one.problem)(w) })\n points = append(points, w) }")
      let losses = try program.floats("losses")
      #expect(agree(losses, one.losses, relative: 1e-4, absolute: 1e-6), "\(losses) is not \(one.losses)")
      for (step, point) in one.points.enumerated() {
        let found = try program.floats("points[\(step)]")
        #expect(agree(found, point, relative: 2e-5, absolute: 2e-6), "step \(step): \(found) is not \(point)")
      }
    }

    @Test func decayOfSgdJoinsTheGradient() throws {
      let program = Program()
      try program.run("w = [2, -4]\nopt = sgd(0.1, decay: 0.5)\nupdate w by opt { sum(3 * w) }")
      // w - 0.1 * (3 + 0.5 w)
      #expect(agree(try program.floats("w"), [1.6, -4.1]))
    }

    @Test func decayOfAdamwLeavesTheGradientAlone() throws {
      let program = Program()
      try program.run("w = [2, -4]\nopt = adamw(0.1, decay: 0.5)\nupdate w by opt { sum(3 * w) }")
      // The first movement of Adam is the rate: w * (1 - 0.1 * 0.5) - 0.1
      #expect(agree(try program.floats("w"), [1.8, -3.9]))
    }

    static let names = allWords.words(of: .optimizer).map(\.name)

    @Test(arguments: names) func descendsAParabola(_ name: String) throws {
      let losses = try losses("w = [0, 0]", "\(name)(0.002)", "sum((w - [1, -2])^2)")
      #expect(losses[0] == 5)
      #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 > $1 }, "\(losses)")
      #expect(losses[losses.count - 1] < 3.5)
    }

    @Test(arguments: names) func descendsRosenbrocksValley(_ name: String) throws {
      let losses = try losses("w = [-1.2, 1]", "\(name)(0.001)", "(1 - w[0])^2 + 100 * (w[1] - w[0]^2)^2")
      #expect(losses[0] > 24)
      #expect(losses[losses.count - 1] < 5, "\(losses)")
    }

    /// The loss before every fiftieth of 401 steps.
    private func losses(_ start: String, _ optimizer: String, _ loss: String) throws -> [Float] {
      let program = Program()
      try program.run("\(start)\nopt = \(optimizer)\nlosses = []")
      try program.run("for i in 0..400 { l = update w by opt { \(loss) }\n if i mod 50 == 0 { losses = append(losses, l) } }")
      return try program.floats("losses")
    }

    @Test(arguments: names) func printsAsItsCallAndCountsItsSteps(_ name: String) throws {
      let program = Program()
      #expect(try program.text("\(name)(0.01)") == "\(name)(0.01)")
      #expect(try program.text("opt = \(name)(0.01)\nw = 1\nfor i in 1..3 { update w by opt { w^2 } }\nopt.steps") == "3")
      #expect(try program.text("opt.rate") == "0.01")
    }

    @Test func everyOptimizerMovesSeveralLeavesAsOne() throws {
      for name in Self.names {
        let program = Program()
        try program.run("w = record(a: [1, 2], b: [[3], [4]])\nv = [1, 2, 3, 4]\no = \(name)(0.1)\np = \(name)(0.1)")
        try program.run("for i in 1..5 { update w by o { sum(w.a^2) + sum(w.b^2) }\n update v by p { sum(v^2) } }")
        #expect(try program.floats("w") == program.floats("v"))
      }
    }
  }
}
