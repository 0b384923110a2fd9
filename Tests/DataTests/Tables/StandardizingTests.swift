import Catalog
import Tensor
import Testing

@testable import Data

extension DataTests {
  @Suite struct StandardizingTests {
    private let program = Program()
    private let x = Tensor([1, 10, 2, 10, 3, 10] as [Float], shape: [3, 2])

    private func isNear(_ numbers: [Double], _ wanted: [Double]) -> Bool {
      numbers.count == wanted.count && zip(numbers, wanted).allSatisfy { abs($0 - $1) < 1e-5 }
    }

    private func standardized(_ value: Value, like: Value = .none) throws -> [Double] {
      try #require(try Tensor(try program.call("standardize", value, like))).numbers()
    }

    @Test func columnsOfATensor() throws {
      #expect(try isNear(standardized(x.value), [-1, 0, 0, 0, 1, 0]))
      #expect(try isNear(standardized(Tensor([5, 20] as [Float], shape: [1, 2]).value, like: x.value), [3, 10]))
      #expect(try isNear(standardized(Tensor([7] as [Float], shape: [1]).value), [0]))
    }

    @Test func theTestPartIsScaledLikeTheTrainingPart() throws {
      let data = try program.data("dataset", named: [("x", ramp([20, 3]).value), ("y", Tensor(filled: 0, shape: [20, 1]).value)])
      let parts = try program.call("split", data.value, .number(0.75))
      guard case .thing(let scaled as Split) = try program.call("standardize", parts), case .thing(let plain as Split) = parts else {
        Issue.record("no split")
        return
      }
      let (train, test) = (try program.tensor(scaled.train, "x"), try program.tensor(scaled.test, "x"))
      #expect(try isNear(train.mean(axes: [0]).numbers(), [0, 0, 0]))
      #expect(try isNear(train.variance(axes: [0], correction: 1).numbers(), [1, 1, 1]))
      #expect(try isNear(test.numbers(), standardized(program.tensor(plain.test, "x").value, like: plain.train.value)))
      #expect(try program.tensor(scaled.test, "y").shape == [5, 1])
    }

    @Test func classesAndNamesStay() throws {
      let table = Record([("a", ramp([4]).value), ("kind", .list(["u", "v", "u", "v"].map { .text($0) }))])
      let data = try program.data("dataset", .record(table), named: [("label", .text("kind"))])
      let scaled = try program.data("standardize", data.value)
      #expect(scaled.classNames == ["u", "v"])
      #expect(try program.field(scaled, "inputs").text() == "[\"a\"]")
      #expect(try scaled.text() == "standardize(dataset(table, label: \"kind\")): 4 samples, [1], 2 classes")
    }

    @Test func mistakes() throws {
      #expect(complaint { try program.call("standardize", .text("x")) } == "type: `standardize` wants a tensor or data, not a text")
      #expect(
        complaint { _ = try standardized(x.value, like: ramp([4, 3]).value) }
          == "shape: samples of [2] cannot be scaled like samples of [3]")
      let turned = try program.block(.thing(program.augmentation("shift", .quantity(Quantity(1, .px)))))
      let data = try program.digits().augmented(by: turned, RandomKey(program.context))
      #expect(
        complaint { try program.call("standardize", data.value) } == "order: what is augmented anew in each epoch has no mean of its own")
    }
  }
}
