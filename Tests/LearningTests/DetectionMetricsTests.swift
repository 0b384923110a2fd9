import Testing

@testable import Learning

extension LearningTests {
  @Suite struct DetectionMetricsTests {
    private let program = Program()

    private func precision(_ found: String, _ truth: String, _ settings: String = "") throws -> Double {
      try program.number("mean_average_precision([\(found)], [\(truth)]\(settings))")
    }

    @Test func surerMistakesCostMore() throws {
      let truth = "record(boxes: [[0, 0, 4, 4], [10, 10, 14, 14]])"
      let sure = "record(boxes: [[0, 0, 4, 4], [10, 10, 14, 14], [20, 20, 24, 24]], scores: [0.9, 0.8, 0.7])"
      let unsure = "record(boxes: [[0, 0, 4, 4], [10, 10, 14, 14], [20, 20, 24, 24]], scores: [0.9, 0.7, 0.8])"
      #expect(try precision(sure, truth) == 1)
      #expect(abs(try precision(unsure, truth) - (1 + 2.0 / 3) / 2) < 1e-12)
      #expect(try precision("record(boxes: zeros([0, 4]))", truth) == 0)
    }

    @Test func aTrueBoxIsFoundOnce() throws {
      let twice = "record(boxes: [[0, 0, 4, 4], [0, 0, 4, 4]], scores: [0.9, 0.8])"
      #expect(try precision(twice, "record(boxes: [[0, 0, 4, 4], [8, 8, 9, 9]])") == 0.5)
    }

    @Test func classesAndOverlapsCount() throws {
      let found = "record(boxes: [[0, 0, 4, 4], [8, 8, 12, 12]], classes: [0, 0])"
      let truth = "record(boxes: [[0, 0, 4, 4], [8, 8, 12, 12]], classes: [0, 1])"
      #expect(try precision(found, truth) == 0.5)
      let shifted = "record(boxes: [[0, 0, 4, 3]])"
      #expect(try precision(shifted, "record(boxes: [[0, 0, 4, 4]])", ", threshold: 0.7") == 1)
      #expect(try precision(shifted, "record(boxes: [[0, 0, 4, 4]])", ", threshold: 0.8") == 0)
      #expect(abs(try precision(shifted, "record(boxes: [[0, 0, 4, 4]])", ", threshold: 0.5..0.95 by 0.05") - 0.6) < 1e-12)
    }

    @Test func imagesDoNotMix() throws {
      let box = "record(boxes: [[0, 0, 4, 4]])"
      let none = "record(boxes: zeros([0, 4]))"
      #expect(try precision("\(box), \(none)", "\(none), \(box)") == 0)
      #expect(try precision("\(box), \(none)", "\(box), \(none)") == 1)
      #expect(try program.text("isnan(mean_average_precision([\(none)], [\(none)]))") == "true")
    }

    @Test func mistakes() throws {
      #expect(
        try program.complaint("mean_average_precision([], [record(boxes: zeros([0, 4]))])")
          == "argument: 0 images were searched, and boxes of 1 are true")
      #expect(
        try program.complaint("mean_average_precision([record(boxes: zeros([2, 4]), scores: [1])], [record(boxes: zeros([0, 4]))])")
          == "shape: there are 2 boxes, and `scores` has the shape [1]")
      #expect(try program.complaint("mean_average_precision([1], [2])").hasPrefix("argument: `found` of `mean_average_precision` wants"))
    }
  }
}
