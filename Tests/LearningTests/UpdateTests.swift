import Catalog
import Interpreter
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct UpdateTests {
    private func started(_ more: String = "") throws -> Program {
      let program = Program()
      try program.run(FitTests.start + "\n" + more)
      return program
    }

    // MARK: - the same as `fit`

    @Test(arguments: ["sgd(0.1, momentum: 90%, decay: 0.001)", "adam(0.01)", "adamw(0.01)"])
    func aLoopByHandEqualsFit(_ optimizer: String) throws {
      let program = try started("net = layers(4) { dense(16); batch_norm; relu; dense(3) }\nopt = \(optimizer)")
      try program.run("run = fit(net, data, epochs: 3, batch: 32, optimizer: opt, shuffle: false)")
      try program.run(
        """
        for epoch in 1..3 {
          for batch in batches(data, 32, shuffle: false) { loss = update net by opt { cross_entropy(net(batch.x), batch.y) } }
        }
        """)
      // The order is the same and nothing is drawn: to the bit.
      #expect(try program.floats("net") == program.floats("run.net"))
      #expect(try program.text("opt.steps") == "9")
      #expect(try program.floats("net.weights.batch_norm.variance") == program.floats("run.net.weights.batch_norm.variance"))
    }

    @Test func itsValueIsTheLossBeforeTheStep() throws {
      let program = Program()
      #expect(try program.text("w = 3\nopt = sgd(0.1)\nupdate w by opt { w^2 }") == "9")
      #expect(agree(try program.floats("w"), [2.4]))
      #expect(try program.number("update w by opt { w^2 }") == Double(Float(2.4) * Float(2.4)))
      #expect(try program.text("loss = update w by opt { w^2 }\nloss.shape") == "[]")
    }

    // MARK: - values never change

    @Test func whatWasBoundBeforeKeepsItsNumbers() throws {
      let program = try started("opt = sgd(0.1, momentum: 90%)\nold = net\nweights = net.weights\nfirst = opt\nlist = [net, net]")
      let before = try program.floats("net")
      let weights = try program.floats("weights")
      for _ in 1...3 {
        try program.run("kept = net\nstate = opt\nupdate net by opt { cross_entropy(net(x), labels) }\nafter = net")
        #expect(try program.floats("old") == before)
        #expect(try program.floats("list[1]") == before)
        #expect(try program.floats("weights") == weights)
        #expect(try program.floats("kept") != program.floats("net"))
      }
      #expect(try program.text("first.steps") == "0")
      #expect(try program.text("state.steps") == "2")
      #expect(try program.text("opt.steps") == "3")
    }

    @Test func anOptimizerIsAValueToo() throws {
      let program = Program()
      try program.run("w = [1, 2]\nopt = sgd(0.1, momentum: 90%)\nfor i in 1..3 { update w by opt { sum(w^2) } }\nsaved = opt\nstart = w")
      try program.run("update w by opt { sum(w^2) }\none = w")
      try program.run("opt = saved\nw = start\nupdate w by opt { sum(w^2) }")
      #expect(try program.floats("w") == program.floats("one"))
      #expect(try program.text("saved.steps") == "3")
    }

    @Test func aNetAloneIsUpdatedInPlace() throws {
      let program = try started("opt = sgd(0.1, momentum: 90%)")
      func address() throws -> UnsafeMutableRawPointer? {
        guard case .thing(let net as Net)? = program.session.value(of: "net") else { return nil }
        return net.store?.trained.address
      }
      let step = "update net by opt { cross_entropy(net(x), labels) }"
      try program.run("\(step)\n\(step)")
      let own = try address()
      try program.run("for i in 1..5 { \(step) }")
      #expect(try address() == own)
      try program.run("old = net\n\(step)")
      #expect(try address() != own)
    }

    // MARK: - several names

    @Test func twoNamesMoveTogether() throws {
      let program = Program()
      try program.run(
        "a = layers(2) { dense(2, init: 1, bias: false) }\nb = layers(2) { dense(1, init: 1, bias: false) }\nx = [[1, 2], [3, 4]]")
      try program.run("g, l = grad(n -> mean(b(n(x))^2), at: a)\nh, l = grad(n -> mean(n(a(x))^2), at: b)\nopt = sgd(0.01)")
      let a = try program.floats("a - 0.01 * g")
      let b = try program.floats("b - 0.01 * h")
      try program.run("update a, b by opt { mean(b(a(x))^2) }")
      #expect(agree(try program.floats("a"), a))
      #expect(agree(try program.floats("b"), b))
      #expect(try program.text("opt.steps") == "1")
    }

    @Test func aNetAndItsCopyAreTwo() throws {
      let program = try started("twin = net\nopt = sgd(0.1)\nsum_of = x[0..31]")
      // The copy is no trainee: it does not drop, does not gather statistics, and keeps its numbers.
      let statistics = try program.floats("net.weights.batch_norm.mean")
      try program.run("for i in 1..2 { update net by opt { mean((net(sum_of) - twin(10 * sum_of))^2) } }")
      #expect(try program.floats("twin.weights.batch_norm.mean") == statistics)
      let found = try program.floats("net.weights.batch_norm.mean")
      #expect(found.allSatisfy { abs($0) < 0.5 })
      // Both at once: each gathers its own.
      try program.run("update net, twin by opt { mean(net(sum_of)^2) + mean(twin(100 * sum_of)^2) }")
      #expect(try program.floats("twin.weights.batch_norm.mean").contains { abs($0) > 0.5 })
      #expect(try program.floats("net.weights.batch_norm.mean").allSatisfy { abs($0) < 0.5 })
    }

    @Test func recordsListsAndTensorsAreMoved() throws {
      let program = Program()
      try program.run("w = record(slope: [[1]], bias: 0)\nv = [ones([1]), 2 * ones([2])]\nopt = sgd(0.5)\nother = sgd(0.5)")
      try program.run("update w by opt { sum(w.slope) + 2 * w.bias }\nupdate v by other { sum(v[0]) + sum(v[1]) }")
      #expect(try program.text("w") == "record(slope: [[0.5]], bias: -1)")
      #expect(try program.floats("v") == [0.5, 1.5, 1.5])
      #expect(try program.complaint("t = \"text\"\nupdate t by opt { 1 }").hasPrefix("type: "))
    }

    // MARK: - the body

    @Test func aBodyThatPrintsGivesTheSameNumbers() throws {
      let body = "cross_entropy(net(x), labels)"
      let results = try ["l = \(body)\nprint(l)\nl", body].map { body -> ([Float], Program) in
        let program = try started("opt = adam(0.01)\nseed(8)\nfor i in 1..4 { update net by opt { \(body) } }")
        return (try program.floats("net") + program.floats("net.weights.batch_norm.variance"), program)
      }
      #expect(results[0].1.printed.count == 4)
      #expect(agree(results[0].0, results[1].0, relative: 1e-4, absolute: 1e-5))
    }

    @Test func aBodyMayBranchOnItsNumbers() throws {
      let program = Program()
      try program.run("w = [1, 4]\nopt = sgd(0.1)\nfor i in 1..3 { update w by opt { if max(w) > 3.95 { sum(w) } else { sum(2 * w) } } }")
      // The first step has the slope 1, the others 2.
      #expect(agree(try program.floats("w"), [0.5, 3.5]))
    }

    @Test func aNumberThatChangesBecomesAnInput() throws {
      let program = Program()
      try program.run("w = 0\nopt = sgd(1)\nseen = []")
      let loop = "for i in 1..6 { update w by opt { w * i }\n seen = append(seen, w) }"
      try program.run(loop)
      #expect(try program.floats("seen") == [-1, -3, -6, -10, -15, -21])
      #expect(try traces(program) == 2)
      #expect(!(try #require(memory(program)).runsAsWritten))
    }

    @Test func anotherShapeIsAnotherTrace() throws {
      let program = try started("opt = sgd(0.1)")
      let before = TracedStep.plansMade
      try program.run("for epoch in 1..4 { for batch in batches(data, 40) { update net by opt { cross_entropy(net(batch.x), batch.y) } } }")
      #expect(try traces(program) == 2)
      #expect(TracedStep.plansMade > before)
    }

    @Test func whatNeverComesBackRunsAsWritten() throws {
      let program = Program()
      try program.run("w = 1\nopt = sgd(0)\nfor i in 1..30 { t = \"{i}\"\n update w by opt { w * t.count } }")
      #expect(try #require(memory(program)).runsAsWritten)
      #expect(try program.text("opt.steps") == "30")
    }

    @Test func aChangedTextOrFunctionIsNoticed() throws {
      let program = Program()
      try program.run("w = 0\nopt = sgd(1)\nseen = []\nf = v -> v\nk = 2")
      try program.run("for i in 1..4 { update w by opt { f(w) }\n seen = append(seen, w)\n if i == 2 { f = v -> 10 * v } }")
      #expect(try program.floats("seen") == [-1, -2, -12, -22])
    }

    @Test func aFunctionCalledAgainReadsItsOwnNames() throws {
      let program = Program()
      try program.run(
        """
        fn train(w, x) {
          opt = sgd(0.1)
          for i in 1..2 { update w by opt { sum(w * x) } }
          return w
        }
        """)
      #expect(agree(try program.floats("train([1], [1])"), [0.8]))
      #expect(agree(try program.floats("train([1], [2])"), [0.6]))
      #expect(agree(try program.floats("train([1], [3])"), [0.4]))
    }

    @Test func namesThatClosuresKeepApartStayApart() throws {
      let program = Program()
      try program.run("fn scaled(k) = v -> v * k\na = scaled(2)\nb = scaled(3)\nw = 0\nopt = sgd(1)\nk = 100\nseen = []")
      try program.run("for i in 1..3 { update w by opt { a(w) + b(w) + k * w }\n seen = append(seen, w) }")
      #expect(try program.floats("seen") == [-105, -210, -315])
    }

    @Test func netsOfOtherWidthsAreOthers() throws {
      let program = Program()
      try program.run(
        """
        fn trained(width) {
          net = layers(3) { dense(width, init: 1); dense(1, init: 1) }
          opt = sgd(0.01)
          for i in 1..2 { loss = update net by opt { mean(net(ones([2, 3]))) }
          }
          return net.parameters
        }
        """)
      // Structures come and go: what was traced for one must not serve another that lies at its place.
      for width in [4, 9, 2, 30, 4] { #expect(try program.number("trained(\(width))") == Double(5 * width + 1)) }
    }

    // MARK: - randomness

    @Test func whatTheBodyDrawsIsAnotherInEachStep() throws {
      for body in ["sum(w * normal([3]))", "l = sum(w * normal([3]))\nprint(l)\nl"] {
        let program = Program()
        try program.run("w = zeros([3])\nopt = sgd(1)\nlast = w\nmoves = []")
        try program.run("for i in 1..4 { update w by opt { \(body) }\n moves = append(moves, w - last)\n last = w }")
        let moves = try (0..<4).map { try program.floats("moves[\($0)]") }
        #expect(Set(moves).count == 4, "\(moves)")
      }
    }

    @Test func theSameSeedGivesTheSameDraws() throws {
      let program = Program()
      let loop =
        "seed(3)\nw = zeros([3])\nopt = sgd(1)\nfor i in 1..4 { update w by opt { sum(dropout(w, 50%)) + sum(w * normal([3])) } }\nw"
      #expect(try program.floats(loop) == program.floats(loop))
      #expect(try program.floats(loop) != program.floats(loop.replacing("seed(3)", with: "seed(4)")))
    }

    @Test func aNetThatIsAppliedTwiceDropsTwoWays() throws {
      let program = Program()
      try program.run("net = layers(200) { dropout(50%); dense(1, init: 1, bias: false) }\nopt = sgd(0)")
      #expect(try program.number("update net by opt { mean((net(ones([8, 200])) - net(ones([8, 200])))^2) }") > 1)
    }

    // MARK: - mistakes

    @Test(arguments: [
      ("update w by w { 1 }", "type: `update` moves by an optimizer, and this is a tensor of shape [2]"),
      ("update w by opt { \"loss\" }", "type: the body of `update` ends in the loss, a number, and this is a text"),
      ("update w by opt { [1, 2] * w }", "shape: a loss is one number, and this has the shape [2]"),
      ("update w by opt { nothing }", "name: there is no `nothing`"),
      ("update w by opt { w @ [1, 2, 3] }", nil),
    ]) func mistakesLoseNoName(_ text: String, _ message: String?) throws {
      let program = Program()
      let complaint = try program.complaint("w = [1, 2]\nopt = sgd(0.1)\n\(text)")
      if let message { #expect(complaint == message) } else { #expect(complaint.hasPrefix("shape: "), "\(complaint)") }
      #expect(try program.text("w") == "[1, 2]")
      #expect(try program.text("opt") == "sgd(0.1)")
      #expect(try program.text("update w by opt { sum(w) }") == "3")
    }

    @Test func anOptimizerThatRemembersOthersIsRefused() throws {
      let program = Program()
      try program.run("a = [1, 2]\nb = [1, 2, 3]\nopt = adam(0.1)\nupdate a by opt { sum(a) }")
      let complaint = try program.complaint("update b by opt { sum(b) }")
      #expect(complaint == "shape: this optimizer has moved other parameters before, and remembers them")
      #expect(try program.text("opt.steps") == "1")
    }

    /// What the last `update` of a program's loops learned.
    private func memory(_ program: Program) -> UpdateMemory? {
      program.context.memories.values.compactMap { $0 as? UpdateMemory }.max { $0.traces.count < $1.traces.count }
    }

    private func traces(_ program: Program) throws -> Int { try #require(memory(program)).traces.count }
  }
}
