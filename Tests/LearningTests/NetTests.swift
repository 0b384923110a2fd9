import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct NetTests {
    private let digits = "layers(1x8x8) { conv(4, 3x3); batch_norm; relu; max_pool(2x2); flatten; dense(8); relu; dense(3) }"

    // MARK: - building

    @Test func shapesAreKnownWhereItIsDefined() throws {
      let program = Program()
      #expect(try program.text("net = \(digits)\nnet.shape") == "[3]")
      #expect(try program.text("net.parameters") == "595")
      #expect(try program.text("net(zeros([5, 1, 8, 8])).shape") == "5x3")
    }

    @Test(arguments: [
      ("layers(1x8x8) { flatten; conv(4, 3x3) }", "shape: conv wants [batch, channels, space…], not [2, 64]"),
      ("layers(2x8x8) { conv(3, 3x3, groups: 2) }", "shape: 2 channels in and 3 out do not split into 2 groups"),
      ("layers(1x8x8) { max_pool(9x9) }", nil),
      ("layers(4) { dense(3); 7 }", "type: a line of a net is a layer, a function or a tensor, and this is a number"),
      ("layers(4, 5) { dense(3) }", "argument: `layers` takes the shape of one sample, or several with names"),
      ("layers(\"wide\") { dense(3) }", "argument: `layers` wants the shape of one sample, not a text"),
    ]) func mistakesAreFoundAtTheDefinition(_ text: String, _ message: String?) throws {
      let complaint = try Program().complaint("net = \(text)")
      if let message { #expect(complaint == message) } else { #expect(complaint.hasPrefix("shape: "), "\(complaint)") }
    }

    @Test func theLineThatIsWrongIsNamed() throws {
      let failure = try #require(try Program().failure("net = layers(1x8x8) {\n  conv(4, 3x3)\n  flatten\n  conv(2, 3x3)\n}"))
      #expect(failure.line == 4)
    }

    @Test func parametersAreNamedByTheirLayers() throws {
      let program = Program()
      try program.run(
        "net = layers(1x8x8) { conv(2, 3x3); residual { conv(2, 3x3); batch_norm }; flatten; dense(3); dense(2, bias: false) }")
      guard case .thing(let net as Net) = try program.run("net") else { return }
      #expect(
        net.layout.entries.map(\.name) == [
          "conv.weight", "conv.bias", "residual.conv.weight", "residual.conv.bias", "residual.batch_norm.scale",
          "residual.batch_norm.shift",
          "residual.batch_norm.mean", "residual.batch_norm.variance", "dense.weight", "dense.bias", "dense_2.weight",
        ])
      #expect(try program.text("net.weights.dense_2.weight.shape") == "3x2")
      #expect(try program.text("net.weights.residual.batch_norm.scale") == "[1, 1]")
    }

    @Test func namedInputsFlowWhereTheyAreNamed() throws {
      let program = Program()
      try program.run(
        "net = layers(image: 1x4x4, words: [3]) { a = image |> flatten |> dense(2); concat(a, words |> dense(2), axis: 1) |> dense(1) }")
      #expect(try program.text("net(image: ones([2, 1, 4, 4]), words: ones([2, 3])).shape") == "2x1")
      let both = try program.floats("net(image: ones([2, 1, 4, 4]), words: ones([2, 3]))")
      #expect(try program.floats("net(ones([2, 1, 4, 4]), ones([2, 3]))") == both)
      #expect(try program.floats("net(record(words: ones([2, 3]), image: ones([2, 1, 4, 4])))") == both)
      #expect(try program.complaint("net(image: ones([2, 1, 4, 4]))") == "argument: the net wants a tensor named `words`")
    }

    @Test func ifAndForWorkInside() throws {
      let program = Program()
      try program.run("fn made(deep) = layers(4) { if deep { dense(8); relu }\n for i in 1..2 { dense(4); relu }\n dense(1) }")
      #expect(try program.text("made(true).parameters") == "\(40 + 36 + 20 + 5)")
      #expect(try program.text("made(false).parameters") == "\(20 + 20 + 5)")
    }

    @Test func aBlockWithoutAnInputTakesItsShapeFromTheData() throws {
      let program = Program()
      try program.run("block = layers { dense(3); relu }\nrun = fit(block, record(x: ones([6, 5]), y: ones([6, 3])), epochs: 1)")
      #expect(try program.text("run.net.parameters") == "18")
      #expect(try program.text("layers(4) { block; block }.parameters") == "\(15 + 12)")
    }

    // MARK: - a net inside a net

    @Test func anInnerNetBringsItsNumbers() throws {
      let program = Program()
      try program.run("base = layers(4) { dense(3); relu }\nnet = layers(4) { base; dense(2) }\nx = normal([5, 4])")
      #expect(try program.text("net.parameters") == "\(15 + 8)")
      #expect(try program.text("all(net.weights.net.dense.weight == base.weights.dense.weight)") == "true")
      try program.run("opt = sgd(0.1)\nupdate net by opt { mean(net(x)^2) }")
      #expect(try program.text("any(net.weights.net.dense.weight != base.weights.dense.weight)") == "true")
      // What the inner net learned inside another goes on with it.
      try program.run("whole = layers(4) { net; dense(1) }")
      #expect(try program.text("all(whole.weights.net.net.dense.weight == net.weights.net.dense.weight)") == "true")
      #expect(try program.complaint("layers(5) { base }").hasPrefix("shape: the net was made with `weight`"))
    }

    @Test func anInnerNetMayBeCalledAsAFunction() throws {
      let program = Program()
      try program.run("base = layers(4) { dense(3) }\nnet = layers(4) { it |> base |> dense(2) }")
      #expect(try program.text("net.parameters") == "\(15 + 8)")
    }

    // MARK: - modes

    @Test func layersTrainOnlyInFitAndUpdate() throws {
      let program = Program()
      try program.run("net = layers(4) { dropout(50%) }\nx = ones([50, 4])")
      #expect(try program.text("all(net(x) == x)") == "true")
      #expect(try program.text("all(predict(net, x) == x)") == "true")
      // In `update` half of the values are dropped and the others doubled.
      try program.run("w = 1\nopt = sgd(0)\nnet = layers(4) { dense(4, init: 0); dropout(50%) }\nseen = []")
      try program.run("loss = update net by opt { y = net(x) + 1; mean(dropout(x, 50%)^2) }")
      let mean = try program.number("loss")
      #expect(mean > 1.5 && mean < 2.5, "\(mean)")
    }

    @Test func batchNormGathersStatistics() throws {
      let program = Program()
      try program.run("net = layers(2) { batch_norm }\nx = [[1, 10], [3, 30], [5, 50], [7, 70]]\nopt = sgd(0)")
      #expect(agree(try program.floats("net(x)"), [1, 10, 3, 30, 5, 50, 7, 70], relative: 1e-4))
      try program.run("update net by opt { mean(net(x)^2) }")
      // Momentum 0.1: a tenth of the batch's mean, and of its unbiased variance beside 0.9 of the old one.
      #expect(agree(try program.floats("net.weights.batch_norm.mean"), [0.4, 4]))
      #expect(agree(try program.floats("net.weights.batch_norm.variance"), [0.9 + 20 / 30, 0.9 + 2000 / 30]))
      try program.run("for i in 1..200 { update net by opt { mean(net(x)^2) } }")
      #expect(agree(try program.floats("net.weights.batch_norm.mean"), [4, 40], relative: 1e-4))
      #expect(agree(try program.floats("mean(net(x), axis: 0)"), [0, 0], absolute: 1e-4))
    }

    // MARK: - as a value

    @Test func arithmeticWorksLeafByLeaf() throws {
      let program = Program()
      try program.run("a = layers(2) { dense(2, init: 1); batch_norm }\nb = 3 * a - a / 2")
      #expect(try program.floats("b.weights.dense.weight") == [2.5, 2.5, 2.5, 2.5])
      #expect(try program.floats("(-a).weights.dense.weight") == [-1, -1, -1, -1])
      // What layers keep for themselves is no leaf.
      #expect(try program.floats("b.weights.batch_norm.variance") == [1, 1])
      #expect(try program.text("b.parameters == a.parameters") == "true")
      #expect(try program.complaint("a + layers(2) { dense(3) }") == "shape: these two nets have different parameters")
      #expect(try program.text("g = grad(n -> mean(n([[1, 2]])^2), at: a)\n(a - 0.1 * g).shape") == "[2]")
    }

    @Test func gradientsArriveAtTheParameters() throws {
      let program = Program()
      try program.run("net = layers(2) { dense(1, init: 1, bias: false) }\ng, l = grad(n -> sum(n([[2, 3]])), at: net)")
      #expect(try program.floats("g.weights.dense.weight") == [2, 3])
      #expect(try program.number("l") == 5)
    }

    @Test func equalNetsHaveEqualNumbers() throws {
      let program = Program()
      try program.run("net = layers(3) { dense(2) }\nsame = net\nother = layers(3) { dense(2) }")
      #expect(try program.text("net == same") == "true")
      #expect(try program.text("net == other") == "false")
      #expect(try program.text("net == net * 1") == "true")
    }

    @Test(arguments: [
      ("net(ones([2, 5]))", "shape: the net takes [batch, 4], and this is [2, 5]"),
      ("net(ones([4]))", "shape: the net takes [batch, 4], and this is [4]"),
      ("net(ones([2, 4]), ones([2, 4]))", "argument: the net takes 1 input"),
      ("net(\"x\")", "argument: the net wants a tensor"),
      ("net.biases", nil),
    ]) func callsAreChecked(_ call: String, _ message: String?) throws {
      let complaint = try Program().complaint("net = layers(4) { dense(3) }\n\(call)")
      if let message { #expect(complaint == message) } else { #expect(complaint.hasPrefix("name: "), "\(complaint)") }
    }

    @Test func printsAsTheBlockThatMakesIt() throws {
      let program = Program()
      #expect(try program.text("layers(4) { dense(3, init: he); relu }") == "layers(4) {\n  dense(3, init: he)\n  relu\n}")
      #expect(try program.text("layers(4) { a = it; it |> dense(4); it + a }") == "layers(4) { a = it; it |> dense(4); it + a }")
      #expect(try program.text("k = 5\nlayers(2x2) { flatten; dense(k); x -> x * k }") == "layers(2x2) { flatten; dense(k); x -> x * k }")
    }
  }
}
