import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct FitTests {
    /// Points of three classes that a small net tells apart.
    static let start = """
      seed(5)
      labels = int32(floor(uniform([90], 0..3)))
      x = 0.3 * normal([90, 4]) + stack([float32(labels == 0), float32(labels == 1), float32(labels == 2), zeros([90])], axis: 1)
      data = dataset(x: x, y: labels)
      net = layers(4) { dense(16); batch_norm; relu; dropout(10%); dense(3) }
      """

    private func started(_ more: String = "") throws -> Program {
      let program = Program()
      try program.run(FitTests.start + "\n" + more)
      return program
    }

    // MARK: - precision

    @Test(.enabled(if: ProductPrecision.bfloat16.isNative, "this processor does not multiply bfloat16"))
    func roundedFactorsLearnAsWell() throws {
      let program = try started("precise = fit(net, data, epochs: 20, batch: 16, optimizer: adam(0.01))")
      try program.run("run = fit(net, data, epochs: 20, batch: 16, optimizer: adam(0.01), precision: bfloat16)")
      #expect(try program.number("run.accuracy") > 0.9)
      #expect(try program.text("run.loss == precise.loss") == "false")
      #expect(try program.number("abs(run.loss - precise.loss)") < 0.05)
      // Parameters stay float32: some have digits that bfloat16 cannot hold.
      #expect(try program.floats("run.net").contains { $0.bitPattern & 0xffff != 0 })
      try program.run("again = fit(net, data, epochs: 20, batch: 16, optimizer: adam(0.01), precision: \"bfloat16\")")
      #expect(try program.number("again.accuracy") > 0.9)
    }

    @Test func otherPrecisionsAreRefused() throws {
      let program = try started()
      #expect(try program.complaint("fit(net, data, precision: \"int8\")").contains("float32 or bfloat16"))
    }

    // MARK: - what a run is

    @Test func theRunHasALearnedNetAndTheGivenOneStaysAsItWas() throws {
      let program = try started()
      let before = try program.floats("net")
      try program.run("run = fit(net, data, epochs: 20, batch: 16, optimizer: adam(0.01))")
      #expect(try program.floats("net") == before)
      #expect(try program.floats("run.net") != before)
      #expect(try program.number("run.accuracy") > 0.9)
      #expect(try program.text("run.steps") == "120")
      #expect(try program.text("run.epochs") == "20")
      #expect(try program.text("run.history.loss.count") == "20")
      #expect(try program.text("run.history.loss[-1] == run.loss and run.loss < run.history.loss[0]") == "true")
      #expect(try program.text("run.stopped") == "")
      #expect(try program.text("run").hasPrefix("run: 20 epochs, 120 steps, loss 0."))
      #expect(try program.number("score(run, data)") == (try program.number("run.accuracy")))
      #expect(program.watchedSteps == 120)
      #expect(program.watched.map(\.moment) == [.began] + [TrainingProgress.Moment](repeating: .epoch, count: 20) + [.over])
      let third = program.watched[3]
      #expect((third.epoch, third.epochs, third.step, third.steps) == (3, 20, 6, 6))
      #expect(try program.number("run.history.loss[2]") == third.loss)
    }

    @Test func validationIsMeasuredAfterEachEpoch() throws {
      let program = try started("train, test = split(data, 70%)")
      try program.run("run = fit(net, train, validate: test, epochs: 4, optimizer: sgd(0.1))")
      #expect(try program.text("run.history.validation_loss.count") == "4")
      #expect(try program.text("run.history.accuracy.count") == "4")
      #expect(try program.number("run.accuracy") == (try program.number("score(run.net, test)")))
      let loss = try program.number("score(run.net, test, metric: cross_entropy)")
      #expect(try program.number("run.history.validation_loss[-1]") == loss)
      #expect(program.watched.suffix(3).map(\.moment) == [.measuring, .epoch, .over])
      #expect(program.watched[program.watched.count - 2].measured.map(\.name) == ["validation", "accuracy"])
    }

    @Test func numbersArePredictedByMse() throws {
      let program = Program()
      try program.run("seed(2)\nx = normal([64, 2])\ny = x @ [[2], [-1]] + 0.5\nnet = layers(2) { dense(1) }")
      try program.run("run = fit(net, record(x: x, y: y), epochs: 60, batch: 16, optimizer: sgd(0.1))")
      #expect(try program.number("run.mse") < 1e-5)
      #expect(agree(try program.floats("run.net"), [2, -1, 0.5], relative: 0.01))
    }

    @Test func theLastBatchMayBeSmaller() throws {
      let program = try started("run = fit(net, data, epochs: 2, batch: 40, optimizer: sgd(0.1))")
      #expect(try program.text("run.steps") == "6")
      // Its samples count as much as the others: with a rate of 0 every epoch has the mean over all samples.
      try program.run("plain = layers(4) { dense(3) }\nstill = fit(plain, data, epochs: 2, batch: 40, optimizer: sgd(0))")
      let mean = try program.number("score(plain, data, metric: cross_entropy)")
      #expect(abs(try program.number("still.loss") - mean) < 1e-5)
      #expect(try program.text("fit(net, data, epochs: 1, batch: 500, optimizer: sgd(0.1)).steps") == "1")
    }

    @Test func anyFunctionIsALoss() throws {
      let program = Program()
      try program.run("x = [[1], [2], [3]]\nnet = layers(1) { dense(1, init: 0, bias: false) }\nfn loss(p, y) = mean(abs(p - y))")
      try program.run("run = fit(net, record(x: x, y: 3.5 * x), epochs: 40, batch: 3, loss: loss, optimizer: sgd(0.05), shuffle: false)")
      #expect(abs(try program.number("run.net.weights.dense.weight[0, 0]") - 3.5) < 0.2)
      #expect(try program.text("run.history.loss[0]") == "7")
      #expect(try program.complaint("fit(net, record(x: x, y: x), loss: (p, y) -> p - y)").hasPrefix("shape: a loss is one number"))
      #expect(try program.complaint("fit(net, record(x: x, y: ones([3, 2])))").hasPrefix("shape: mse compares equal shapes"))
    }

    // MARK: - repeating

    @Test func theSameSeedGivesTheSameBits() throws {
      let program = try started()
      let one = "seed(9)\nrun = fit(net, data, epochs: 3, batch: 32, optimizer: sgd(0.1, momentum: 90%))"
      let numbers = try program.floats(one + "\nrun.net")
      #expect(try program.floats(one + "\nrun.net") == numbers)
      #expect(try program.floats(one.replacing("seed(9)", with: "seed(10)") + "\nrun.net") != numbers)
    }

    @Test func threadsMakeNoDifferenceBeyondRounding() throws {
      let results = try [1, 2].map { threads -> [Float] in
        setThreads(threads)
        defer { setThreads(2) }
        let program = Program(seed: 4)
        try program.run(
          "data = dataset(\"digits\").train[0..<256]\nnet = layers(1x8x8) { conv(8, 3x3); relu; max_pool(2x2); flatten; dense(10) }")
        return try program.floats("fit(net, data, epochs: 2, batch: 64, optimizer: sgd(0.1)).net")
      }
      #expect(agree(results[0], results[1], relative: 1e-3, absolute: 1e-4))
    }

    @Test func augmentationIsDrawnAnewAndRepeats() throws {
      let program = Program()
      try program.run("data = dataset(\"digits\").train[0..<64] |> augment { shift(1 px) }\nnet = layers(1x8x8) { flatten; dense(10) }")
      let losses = try program.floats("seed(3)\nfit(net, data, epochs: 3, batch: 64, optimizer: sgd(0)).history.loss")
      #expect(Set(losses).count == 3, "\(losses)")
      #expect(try program.floats("seed(3)\nfit(net, data, epochs: 3, batch: 64, optimizer: sgd(0)).history.loss") == losses)
    }

    // MARK: - stopping

    @Test func patienceEndsARun() throws {
      let program = try started("train, test = split(data, 70%)")
      let run = "run = fit(net, train, validate: test, epochs: 50, optimizer: sgd(0), stop: patience(3 epochs))"
      // Nothing is learned at a rate of 0 but batch norm's statistics: with a margin no epoch after the first is a new best.
      try program.run(run.replacing("patience(3 epochs)", with: "patience(3 epochs, margin: 10)"))
      #expect(try program.text("run.epochs") == "4")
      #expect(try program.text("run.stopped") == "stopped after epoch 4")
      // Going on looks at the new epochs alone.
      #expect(try program.text("fit(run, train, validate: test, epochs: 50, stop: patience(2 epochs, margin: 10)).epochs") == "7")
      #expect(try program.complaint("patience(3 steps)") == "argument: patience is counted in epochs, not in steps")
    }

    @Test func aLossThatIsNoNumberStopsWithTheRate() throws {
      let program = try started()
      let lost = try #require(try program.failure("fit(layers(4) { dense(3) }, record(x: 1e18 * x, y: x[:, 0..2]), optimizer: sgd(10))"))
      #expect(lost.kind == .nan)
      #expect(lost.message == "the loss is not a number any more, at epoch 1, step 2 of 3")
      #expect(lost.complaint.facts.first?.hasSuffix("learning rate then: 10") == true)
      #expect(lost.complaint.why?.hasPrefix("each step overshot the last") == true)
    }

    @Test func theNetBeforeALostLossIsKept() throws {
      let program = try started()
      _ = try program.failure("run = fit(layers(4) { dense(3) }, record(x: 1e18 * x, y: x[:, 0..2]), optimizer: sgd(10))")
      #expect(try program.text("run.stopped") == "the loss was not a number")
      #expect(try program.text("run.steps") == "1")
      #expect(try program.text("all(abs(run.net.weights.dense.weight) < inf)") == "true")
    }

    @Test func whatIsNoNumberInTheDataIsNamed() throws {
      let program = try started()
      let lost = try #require(try program.failure("fit(layers(4) { dense(1) }, record(x: x * (1 / 0), y: x[:, 0..0]), epochs: 1)"))
      #expect(lost.complaint.why == "`x` of this batch holds inf or nan: it is the data, not the rate")
    }

    @Test func labelsThatTheNetCannotGiveAreFoundBeforeTheFirstStep() throws {
      let program = try started()
      let failure = try #require(try program.failure("run = fit(layers(4) { dense(2) }, data, epochs: 1)"))
      #expect(failure.kind == .label)
      #expect(failure.message == "the net gives 2 scores, but the labels go up to 2")
      #expect(failure.complaint.edits.first?.text.description == "<root(of: Catalog.Complaint.Role.position(1))>.classes")
      #expect(program.watched.map(\.moment) == [.began, .over])
      // More scores than classes are no mistake.
      #expect(try program.text("fit(layers(4) { dense(5) }, data, epochs: 1).epochs") == "1")
    }

    @Test func whatCannotBeTrainedIsRefused() throws {
      let program = try started()
      #expect(try program.complaint("fit(3, data)").hasPrefix("argument: `fit` trains a net, and this is a number"))
      #expect(try program.complaint("fit(net, 3)").hasPrefix("argument: `data` of `fit` wants data"))
      #expect(try program.complaint("fit(net, data[0..<0])") == "argument: there is nothing to learn from: the data has no samples")
      #expect(try program.complaint("fit(layers(5) { dense(3) }, data)") == "shape: the net takes [batch, 5], and this is [32, 4]")
      #expect(
        try program.complaint("opt = adam(0.1)\nw = [1, 2]\nupdate w by opt { sum(w) }\nfit(net, data, optimizer: opt)").hasPrefix(
          "shape: "))
    }

    // MARK: - going on

    @Test func goingOnEqualsOneLongRun() throws {
      let program = try started()
      for optimizer in ["sgd(0.1, momentum: 90%)", "adam(0.01)"] {
        func run(_ from: String, _ epochs: Int) -> String { "fit(\(from), data, epochs: \(epochs), batch: 32, optimizer: \(optimizer))" }
        try program.run("seed(9)\nlong = \(run("net", 5))\nseed(9)\nshort = \(run("net", 2))")
        let early = try program.floats("short.net")
        try program.run("on = \(run("short", 3))")
        #expect(try program.floats("on.net") == program.floats("long.net"))
        #expect(try program.text("on.epochs") == "5")
        #expect(try program.text("on.steps == long.steps") == "true")
        #expect(try program.floats("on.history.loss") == program.floats("long.history.loss"))
        #expect(try program.floats("short.net") == early)
        // Without an optimizer a run goes on with its own.
        #expect(try program.floats("fit(short, data, epochs: 3, batch: 32).net") == program.floats("long.net"))
      }
    }

    @Test func anotherOptimizerStartsAfresh() throws {
      let program = try started("run = fit(net, data, epochs: 1, optimizer: sgd(0.1))")
      #expect(try program.text("on = fit(run, data, epochs: 1, optimizer: adam(0.01))\non.optimizer") == "adam(0.01)")
      #expect(try program.text("on.optimizer.steps") == "3")
      #expect(try program.text("on.steps") == "6")
    }

    @Test(arguments: [1, 3, 4, 7, 12]) func anInterruptedRunGoesOnBitForBit(_ stopAt: Int) throws {
      let call =
        "data, epochs: 4, batch: 32, optimizer: sgd(warmup(0.1, over: 20%) |> cosine(to: 0), momentum: 90%), stop: patience(9 epochs))"
      let program = try started("seed(9)\nlong = fit(net, \(call)")
      var looks = 0
      program.context.isInterrupted = {
        looks += 1
        return looks == stopAt
      }
      try program.run("seed(9)\nrun = fit(net, \(call)")
      #expect(try program.text("run.stopped") == "interrupted")
      #expect(try program.text("run.steps") == "\(stopAt - 1)")
      try program.run("run = fit(run, \(call)")
      #expect(try program.text("run.stopped") == "")
      #expect(try program.floats("run.net") == program.floats("long.net"))
      #expect(try program.floats("run.history.loss") == program.floats("long.history.loss"))
      #expect(try program.floats("run.history.rate") == program.floats("long.history.rate"))
      #expect(try program.number("run.accuracy") == (try program.number("long.accuracy")))
    }

    @Test func anInterruptedRunWithMoreEpochsThanAreAskedForGetsSoManyAnew() throws {
      let program = try started("")
      var looks = 0
      program.context.isInterrupted = {
        looks += 1
        return looks == 8
      }
      try program.run("run = fit(net, data, epochs: 9, batch: 32)")
      let epochs = try program.number("run.epochs")
      #expect(epochs > 1)
      #expect(try program.number("fit(run, data, epochs: 1, batch: 32).epochs") == epochs + 1)
    }

    @Test func anInterruptionWhileMeasuringLosesNothing() throws {
      let call = "data, validate: data, epochs: 2, batch: 90, optimizer: sgd(0.1))"
      let program = try started("seed(9)\nlong = fit(net, \(call)")
      var looks = 0
      program.context.isInterrupted = {
        looks += 1
        return looks == 2
      }
      try program.run("seed(9)\nrun = fit(net, \(call)\nprint(run.epochs, run.steps)\nrun = fit(run, \(call)")
      #expect(program.printed == ["0 1"])
      #expect(try program.floats("run.net") == program.floats("long.net"))
      #expect(try program.floats("run.history.validation_loss") == program.floats("long.history.validation_loss"))
    }

    // MARK: - functions in a net

    @Test func aFunctionThatDrawsDrawsAnewInEachStep() throws {
      let program = Program()
      try program.run(
        "net = layers(1) { dense(1, init: 0, bias: false); x -> x + normal(x.shape) }\ndata = record(x: ones([4, 1]), y: zeros([4, 1]))")
      let losses = try program.floats("fit(net, data, epochs: 4, batch: 4, optimizer: sgd(0)).history.loss")
      #expect(Set(losses).count == 4, "\(losses)")
    }
  }
}
