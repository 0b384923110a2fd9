import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct EvaluationTests {
    private let start = """
      data = dataset("digits")
      net = layers(1x8x8) { conv(4, 3x3); batch_norm; relu; flatten; dropout(50%); dense(10) }
      """

    @Test func scoreIsTheMeanOverAllSamples() throws {
      let program = Program()
      try program.run(start)
      let score = try program.number("score(net, data.test)")
      #expect(abs(score - (try program.number("accuracy(net(data.test.x), data.test.y)"))) < 1e-6)
      let loss = try program.number("score(net, data.test, metric: cross_entropy)")
      #expect(abs(loss - (try program.number("cross_entropy(net(data.test.x), data.test.y)"))) < 1e-5)
    }

    @Test func batchesMakeNoDifference() throws {
      let program = Program()
      try program.run(start)
      guard case .thing(let net as Net) = try program.run("net"), case .thing(let data as any Samples) = try program.run("data.test") else {
        Issue.record("no net, no data")
        return
      }
      let metrics = try ["accuracy", "cross_entropy"].compactMap { try Metric.from(program.run($0), program.context) }
      let whole = try Evaluation(net, data, metrics, batch: 540, program.context).measure()
      let pieces = try Evaluation(net, data, metrics, batch: 7, program.context).measure()
      #expect(whole[0] == pieces[0])
      #expect(abs(whole[1] - pieces[1]) < 1e-5)
      let outputs = try Evaluation(net, data, [], batch: 7, program.context).outputs()
      #expect(agree(try outputs.floats(), try program.floats("net(data.test.x)"), relative: 1e-4, absolute: 1e-5))
    }

    @Test func predictTakesDataAndTensors() throws {
      let program = Program()
      try program.run(start)
      #expect(try program.text("predict(net, data.test).shape") == "540x10")
      #expect(try program.text("predict(net, data.test[0..4].x).shape") == "5x10")
      #expect(agree(try program.floats("predict(net, data.test)[0..4]"), try program.floats("net(data.test[0..4].x)"), relative: 1e-4))
      #expect(try program.complaint("predict(net, \"digits\")").hasPrefix("argument: `predict` wants data or a tensor"))
    }

    @Test func confusionCountsEveryPair() throws {
      let program = Program()
      try program.run(start + "\ntable = confusion(net, data.test)")
      #expect(try program.text("table.count") == "540")
      let counts = try program.tensor("table.counts").wholes()
      #expect(counts.count == 100 && counts.reduce(0, +) == 540)
      // Rows are the true classes.
      let firstRow = try program.number("sum(float32(data.test.y == 0))")
      #expect(Double(counts[..<10].reduce(0, +)) == firstRow)
      #expect(abs(try program.number("table.accuracy") - program.number("score(net, data.test)")) < 1e-6)
      let lines = try program.text("table").split(separator: "\n")
      #expect(lines.count == 14 && lines[0].hasPrefix("true \\ predicted"))
    }

    @Test func confusionWantsClasses() throws {
      let program = Program()
      let complaint = try program.complaint("confusion(layers(1) { dense(1) }, record(x: [[1.5]], y: [[2.5]]))")
      #expect(complaint == "argument: `confusion` wants data with classes")
    }
  }
}
