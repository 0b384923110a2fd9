import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct MetricsTests {
    @Test func accuracyIsTheShareOfHits() throws {
      let program = Program()
      #expect(try program.number("accuracy([[1, 0], [3, 2], [0, 5]], int32([0, 1, 1]))") == Double(Float(2) / 3))
      // Of equal scores the first counts.
      #expect(try program.number("accuracy([[1, 1]], int32([1]))") == 0)
    }

    @Test(arguments: [
      "accuracy([[1, 0], [3, 2]], int32([[0], [1]]))", "accuracy([1, 0], int32([0, 1]))", "accuracy([[1, 0], [3, 2]], int32([0]))",
    ]) func shapesThatDoNotBelongTogetherAreRefused(_ call: String) throws {
      #expect(try Program().complaint(call).hasPrefix("shape: accuracy wants scores [batch, classes] and labels [batch]"))
    }

    @Test func eachSampleCounts() throws {
      let scores = Tensor([2, 0, 0, 1] as [Float], shape: [2, 2])
      let labels = Tensor([0, 0] as [Int32], shape: [2])
      #expect(try Metric.known("accuracy")?.perSample(scores, labels).floats() == [1, 0])
      let surprises = try #require(try Metric.known("cross_entropy")?.perSample(scores, labels).floats())
      #expect(agree(surprises, [0.12692805, 1.3132616]))
      let squares = try #require(try Metric.known("mse")?.perSample(scores, Tensor(filled: 1, shape: [2, 2])).floats())
      #expect(squares == [1, 0.5])
    }

    @Test func theMetricOfALossIsItsMeanOverAllSamples() throws {
      let scores = Tensor([2, 0, 0, 1, 3, 3] as [Float], shape: [3, 2])
      let labels = Tensor([0, 0, 1] as [Int32], shape: [3])
      let mean = try #require(try Metric.known("cross_entropy")?.perSample(scores, labels).mean().floats())
      #expect(agree(mean, try crossEntropy(scores, labels).floats()))
    }

    @Test func anyFunctionIsAMetric() throws {
      let program = Program()
      try program.run("data = record(x: [[1], [2], [3]], y: [[1.5], [2.5], [3.5]])\nnet = layers(1) { dense(1, init: 1, bias: false) }")
      #expect(try program.number("score(net, data, metric: (p, y) -> mean((p - y)^2))") == 0.25)
      #expect(try program.number("score(net, data, metric: (p, y) -> max(p))") == 3)
      #expect(try program.complaint("score(net, data, metric: (p, y) -> \"good\")").hasPrefix("type: a metric gives a number"))
    }
  }
}
