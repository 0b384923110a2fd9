import Testing

@testable import Learning

extension LearningTests {
  @Suite struct BoxesTests {
    private let program = Program()

    // A seventh; less two ninths; less a ninth.
    @Test(arguments: [("iou", 0.14285714), ("giou", -0.07936508), ("diou", 0.03174603), ("ciou", 0.03174603)])
    func overlapsOfTwoSquares(_ kind: String, _ overlap: Double) throws {
      #expect(abs(try program.number("box_iou([[0, 0, 2, 2]], [[1, 1, 3, 3]], kind: \"\(kind)\")[0, 0]") - overlap) < 1e-6)
      #expect(abs(try program.number("box_loss([[0, 0, 2, 2]], [[1, 1, 3, 3]], kind: \"\(kind)\")") - (1 - overlap)) < 1e-6)
    }

    @Test func boxesThatDoNotMeetAreStillDrawnTogether() throws {
      #expect(
        try program.tensor("grad(b -> box_loss(b, [[5, 5, 6, 6]], kind: \"iou\"), at: [[0, 0, 1, 1]])").floats().allSatisfy { $0 == 0 })
      #expect(try program.tensor("grad(b -> box_loss(b, [[5, 5, 6, 6]]), at: [[0, 0, 1, 1]])").floats().contains { $0 != 0 })
    }

    @Test func theBestOfThoseThatOverlapAreKept() throws {
      try program.run("boxes = [[0, 0, 2, 2], [0, 0, 2, 1.9], [5, 5, 6, 6], [5, 5, 6, 5.6]]\nscores = [0.8, 0.9, 0.7, 0.95]")
      #expect(try program.text("nms(boxes, scores)") == "[3, 1]")
      #expect(try program.text("nms(boxes, scores, threshold: 70%)") == "[3, 1, 2]")
      #expect(try program.text("nms(boxes, scores, classes: [0, 1, 0, 0])") == "[3, 1, 0]")
      #expect(try program.text("nms(boxes, scores, lowest: 0.92)") == "[3]")
      #expect(try program.complaint("nms(boxes, [1, 2])") == "shape: `scores` of nms wants one number a box, [4], not [2]")
      #expect(try program.complaint("box_iou([1, 2, 3, 4], boxes)").hasPrefix("shape: box_iou wants boxes [count, 4]"))
    }

    @Test func anchorsStandAroundEachCell() throws {
      #expect(
        try program.text("anchors(2x1, 10, sizes: [4], ratios: [1, 4])")
          == "[[3, 3, 7, 7],\n [4, 1, 6, 9],\n [3, 13, 7, 17],\n [4, 11, 6, 19]]")
    }
  }
}
