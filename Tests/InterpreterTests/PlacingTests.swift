import Testing

@Suite struct PlacingTests {
  @Test func argumentsByNameAndPosition() {
    #expect(
      Program().failure("scale(1,\n  rate: 5)") == """
        error[argument]: `rate` is 5, but must lie in 0..1
          at test.dln:2
          2 |   rate: 5)
            |   ^^^^^^^ by how much
          try: rate: 5%)
        """)
    #expect(
      Program().failure("double(1, 2)") == """
        error[argument]: `double` takes at most 1 argument
          at test.dln:1
          1 | double(1, 2)
            |           ^ one too many
          why: double(x)
          try: double(1)
        """)
  }

  @Test func theOperandsOfAWordAreItsArguments() {
    #expect(
      Program().failure("p = [1, 2]\np |> difference([1, 2, 3])") == """
        error[shape]: these two cannot be combined: [2] and [3]
          at test.dln:2
          2 | p |> difference([1, 2, 3])
            |      ^^^^^^^^^^ needs the same sizes
            | - [2]
            |                 --------- [3]
          where from: p was made by [1, 2] at line 1
        """)
  }

  @Test func linesOfABlock() {
    #expect(
      Program().failure("branches(join: double) {\n  adder(1)\n  adder(2)\n}") == """
        error[shape]: line 1 is odd
          at test.dln:3
          1 | branches(join: double) {
            |          ------------ joined by
            :
          3 |   adder(2)
            |   ^^^^^^^^ this one
        """)
  }

  @Test func aLineThatDoesNotFlow() {
    #expect(
      Program().failure("net = layers(1) {\n  adder(1)\n  if true {\n    \"dense\"\n  }\n}") == """
        error[shape]: no layer: dense
          at test.dln:4
          4 |     "dense"
            |     ^^^^^^^ line 2
        """)
  }
}
