import Catalog
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct RunTests {
    private func started(_ fit: String) throws -> (Program, Run) {
      let program = Program()
      try program.run(FitTests.start + "\nrun = \(fit)")
      guard case .thing(let run as Run) = try program.run("run") else { throw Complaint(.type, "no run") }
      return (program, run)
    }

    @Test func fieldsThatCanBeReliedOn() throws {
      let (program, run) = try started("fit(net, data, validate: data, epochs: 3, optimizer: sgd(0.1))")
      for name in ["net", "loss", "steps", "history", "stopped", "time", "accuracy", "cross_entropy"] {
        #expect(run.fieldNames.contains(name))
        #expect(try run.field(name, program.context) != nil, "\(name)")
      }
      #expect(try program.text("run.history").hasPrefix("record(loss: ["))
      #expect(try program.text("run.time > 0 s") == "true" || program.text("run.time").hasSuffix(" s"))
      #expect(try program.complaint("run.mse").hasPrefix("name: "))
    }

    @Test func thePlotHasLossesAndMetrics() throws {
      let (program, run) = try started("fit(net, data, validate: data, epochs: 3, optimizer: sgd(0.1))")
      let panels = try run.plotContent(program.context)
      guard panels.count == 2, case .lines(let losses) = panels[0], case .lines(let accuracy) = panels[1] else {
        Issue.record("\(panels.count) panels")
        return
      }
      #expect(losses.curves.map(\.name) == ["training", "validation"])
      #expect(losses.curves.allSatisfy { $0.points.map(\.x) == [1, 2, 3] })
      #expect(accuracy.curves.count == 1 && accuracy.isPercent)
    }

    @Test func itsTextHasNoTimes() throws {
      let texts = try (0..<2).map { _ in try started("fit(net, data, epochs: 2, optimizer: sgd(0.1))").1.text() }
      #expect(texts[0] == texts[1] && texts[0].hasPrefix("run: 2 epochs, 6 steps, loss "))
    }
  }
}
