import Testing

@Suite struct OriginsTests {
  @Test func aFieldIsTracedToTheArgumentThatMadeIt() {
    #expect(
      Program().failure(
        """
        x = [1, 2]
        w = record(slope: [1, 2, 3], bias: 0)

        # %% Loss
        fn loss(w) = x * w.slope + w.bias

        # %% Train
        for i in 1..3 {
          loss(w)
        }
        """
      ) == """
        error[shape]: these two cannot be combined: [2] and [3]
          at test.dln:5, cell "Loss", called from line 9
          5 | fn loss(w) = x * w.slope + w.bias
            |                ^ needs the same sizes
            |              - [2]
            |                  ------- [3]
          where from: w.slope was made by [1, 2, 3] at line 2
        """)
    #expect(
      Program().failure("x = [1, 2]\nw = record(slope: [1, 2, 3], bias: 0)\nx * w.slope").hasSuffix(
        "  where from: w.slope was made by [1, 2, 3] at line 2"))
  }
}
