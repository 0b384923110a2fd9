import Catalog
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct BlockTests {
    @Test func residualAddsItsInput() throws {
      let program = Program()
      #expect(try program.floats("layers(2) { residual { dense(2, init: 3, bias: false) } }([[1, 2]])") == [10, 11])
      #expect(try program.floats("residual { relu }([[-1, 2]])") == [-1, 4])
    }

    @Test func residualSaysHowToMendShapes() throws {
      let program = Program()
      let failure = try #require(try program.failure("layers(3x8x8) { residual { conv(4, 3x3) } }"))
      #expect(failure.kind == .shape)
      #expect(failure.message == "residual adds its input [3, 8, 8] to its result [4, 8, 8], and they differ")
      #expect(failure.complaint.why?.hasSuffix("conv(3, 1x1) at the end leads back") == true)
      #expect(try program.failure("layers(4) { residual { dense(3) } }")?.complaint.why == "dense(4) at the end of the block leads back")
      // The way out works.
      try program.run("layers(3x8x8) { residual { conv(4, 3x3); conv(3, 1x1) } }\nlayers(4) { residual { dense(3); dense(4) } }")
    }

    @Test func argumentsThatABlockDoesNotTakeAreRefused() throws {
      let program = Program()
      let residual = try program.failure("residual(skip: layers { conv(4, 1x1) }) { relu }")
      #expect(residual?.message == "`residual` takes no arguments, only a block")
      #expect(try program.failure("branches(joined: sum) { relu; tanh }")?.message == "`branches` takes `join:` and a block")
      #expect(try program.failure("branches(2) { relu; tanh }")?.kind == .argument)
    }

    @Test func branchesJoinTheirResults() throws {
      let program = Program()
      try program.run("fn a(x) = 2 * x\nfn b(x) = x + 1")
      #expect(try program.floats("layers(2) { branches { a; b } }([[1, 2]])") == [2, 4, 2, 3])
      #expect(try program.floats("layers(2) { branches(join: (p, q) -> p + q) { a; b } }([[1, 2]])") == [4, 7])
      #expect(try program.text("layers(1x8x8) { branches { conv(2, 3x3); conv(3, 5x5) } }.shape") == "5x8x8")
      #expect(try program.complaint("layers(2) { branches { 3 } }").hasPrefix("type: a branch is a layer, a function or a tensor"))
    }

    @Test func linesSeeWhatFlows() throws {
      let program = Program()
      try program.run("net = layers(2) { skip = it; it * 2; x -> x + 1; it + skip }")
      #expect(try program.floats("net([[1, 10]])") == [4, 31])
    }

    @Test func aLayerWordAppliesWhatItMakes() throws {
      let program = Program()
      #expect(try program.text("(ones([2, 3]) |> dense(4)).shape") == "2x4")
      #expect(try program.floats("[[-1, 2]] |> relu") == [0, 2])
    }

    @Test func layersPrintAndCompareAsTheirCalls() throws {
      let program = Program()
      #expect(try program.text("conv(4, 3x3, stride: 2)") == "conv(4, 3x3, stride: 2)")
      #expect(try program.text("dense(3) == dense(3)") == "true")
      #expect(try program.text("dense(3) == dense(4)") == "false")
      #expect(try program.text("layers(4) { dense(3); relu }.layers") == "[dense(3), relu]")
    }
  }
}
