import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct LossesTests {
    struct Loss: NamedCase {
      let name: String
      let word: String
      let shape: [Int]
      let scores: [Float]
      let labelShape: [Int]
      let isClass: Bool
      let labels: [Float]
      let loss: Float
      /// What arrives at the loss when its gradient is taken.
      let upstream: Float
      let gradient: [Float]
    }

    private struct File: Decodable { let cases: [Loss] }
    static let cases = (Fixture.read("losses.json") as File?)?.cases ?? []

    @Test func casesAreThere() { #expect(Self.cases.count == 4) }

    @Test(arguments: cases) func agreesWithPyTorch(_ one: Loss) throws {
      let program = Program()
      let labels = Tensor(one.labels, shape: one.labelShape)
      program.session.bind("scores", .thing(Tensor(one.scores, shape: one.shape)))
      program.session.bind("labels", .thing(one.isClass ? labels.converted(to: .int32) : labels))
      #expect(agree(try program.floats("\(one.word)(scores, labels)"), [one.loss]))
      let slope = try program.tensor("grad(s -> \(one.upstream) * \(one.word)(s, labels), at: scores)").floats()
      #expect(agree(slope, one.gradient), "\(slope) is not \(one.gradient)")
    }

    @Test(arguments: [
      ("mse(ones([3, 1]), ones([3]))", "shape: mse compares equal shapes, and these differ: [3, 1] and [3]"),
      ("mse(ones([3]), ones([1]))", "shape: mse compares equal shapes, and these differ: [3] and [1]"),
      ("mse(ones([3]), 1)", "shape: mse compares equal shapes, and these differ: [3] and []"),
      ("cross_entropy(ones([3, 2]), int32([[0], [1], [0]]))", "shape: the labels [3, 1] do not belong to scores [3, 2]"),
      ("cross_entropy(ones([3, 2]), int32([0, 1]))", "shape: the labels [2] do not belong to scores [3, 2]"),
      ("cross_entropy(ones([3]), int32([0, 1, 1]))", "shape: cross_entropy wants scores [batch, classes], not [3]"),
      ("cross_entropy(ones([3, 2]), ones([3, 1]))", "shape: the labels [3, 1] do not belong to scores [3, 2]"),
    ]) func shapesThatWouldBroadcastAreRefused(_ call: String, _ message: String) throws {
      #expect(try Program().complaint(call) == message)
    }

    @Test func theRefusalNamesAWayOut() throws {
      #expect(try Program().failure("mse(ones([3, 1]), ones([3]))")?.fix?.text == "mse(ones([3, 1]), reshape(ones([3]), [3, 1]))")
    }

    @Test func labelsOutsideTheScoresAreFound() throws {
      let complaint = try Program().complaint("print(cross_entropy(ones([2, 3]), int32([0, 3])))")
      #expect(complaint.hasPrefix("label: "), "\(complaint)")
    }
  }
}
