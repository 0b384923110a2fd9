import Testing

@testable import Learning

extension LearningTests {
  @Suite struct EmbeddingTests {
    private let program = Program()

    @Test func rowsOfATable() throws {
      try program.run("net = layers(3) { embedding(5, 2) }\nrows = net([[0, 4, 2]])")
      #expect(try program.text("rows.shape") == "1x3x2")
      #expect(try program.floats("rows[0, 1]") == program.floats("net.weights.embedding.weight[4]"))
      // The standard deviation is 1.
      #expect(abs(try program.number("std(layers(3) { embedding(500, 20) }.weights.embedding.weight)") - 1) < 0.05)
    }

    @Test func paddingStaysZero() throws {
      try program.run(
        "net = layers(3) { embedding(5, 2, padding: 1); flatten; dense(1) }\nopt = sgd(0.5)\nold = net.weights.embedding.weight")
      #expect(try program.floats("old[1]") == [0, 0])
      try program.run("for i in 1..3 { update net by opt { sum(net([[1, 1, 2]])^2) } }\nnew = net.weights.embedding.weight")
      #expect(try program.floats("new[1]") == [0, 0])
      #expect(try program.floats("new[2]") != program.floats("old[2]"))
      #expect(try program.floats("new[3]") == program.floats("old[3]"))
    }

    @Test func numbersOutsideTheTableAreFound() throws {
      #expect(try program.complaint("print(layers(2) { embedding(3, 2) }([[0, 3]]))").hasPrefix("label: "))
      #expect(try program.complaint("layers(2) { embedding(3, 2, padding: 3) }") == "argument: `padding` is 3, and numbers go from 0 to 2")
    }
  }
}
