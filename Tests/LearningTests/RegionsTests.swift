import Testing

@testable import Learning

extension LearningTests {
  @Suite struct RegionsTests {
    private let program = Program()

    @Test func aPlaneIsReadBetweenItsPlaces() throws {
      // Values grow by 1 to the right and by 10 downwards: a cell's mean is the value at its middle.
      try program.run("x = reshape(stack(tensor(0..7), 10 + tensor(0..7), 20 + tensor(0..7), 30 + tensor(0..7)), [1, 1, 4, 8])")
      let cells = try program.floats("roi_align(x, [[0, 1, 0, 5, 2]], 2x2)")
      #expect(agree(cells, [7, 9, 17, 19], relative: 1e-5))
      // Boxes in pixels of a picture twice as large.
      #expect(try program.floats("roi_align(x, [[0, 2, 0, 10, 4]], 2x2, scale: 0.5)") == cells)
    }

    @Test func eachBoxHasItsSample() throws {
      try program.run("x = stack(zeros([3, 5, 5]), ones([3, 5, 5]))")
      #expect(try program.text("roi_align(x, [[1, 0, 0, 3, 3], [0, 1, 1, 4, 4]], 7x7).shape") == "2x3x7x7")
      #expect(try program.floats("mean(roi_align(x, [[1, 0, 0, 3, 3], [0, 1, 1, 4, 4]], 2x2), axis: [1, 2, 3])") == [1, 0])
      #expect(try program.tensor("grad(v -> sum(roi_align(v, [[1, 0, 0, 3, 3]], 2x2)), at: x)[0]").floats().allSatisfy { $0 == 0 })
      #expect(try program.complaint("roi_align(x, [[0, 0, 3, 3]], 2x2)").hasPrefix("shape: `boxes` of roi_align wants [count, 5]"))
    }

    @Test func finerMapsLearnFromCoarserOnes() throws {
      try program.run(
        "net = layers(fine: 4x8x8, coarse: 8x4x4) { p = feature_pyramid([fine, coarse], 6); concat(flatten(p[0]), flatten(p[1])) }")
      // Two convs of 1x1 and two of 3x3, with their biases.
      #expect(try program.text("net.parameters") == "744")
      #expect(try program.text("net.shape") == "[480]")
      try program.run(
        "f = normal([1, 4, 8, 8])\na = net(fine: f, coarse: zeros([1, 8, 4, 4]))\nb = net(fine: f, coarse: ones([1, 8, 4, 4]))")
      #expect(try program.floats("a[0, 0..9]") != program.floats("b[0, 0..9]"))
      #expect(
        try program.complaint("feature_pyramid([ones([1, 4, 8, 8]), ones([1, 8, 3, 3])], 16)").hasPrefix("shape: feature_pyramid wants"))
    }
  }
}
