// Trainings that are only looked through: shapes, labels, arguments and schedules, and nothing is computed.

import Catalog
import Interpreter
import Language
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct FitForeseenTests {
    private func rehearse(_ text: String) -> Rehearsal {
      let source = Source(name: "test.dln", text: text)
      let parsed = parse(source)
      #expect(parsed.diagnostics.isEmpty)
      return Program().session.rehearse(parsed.program.statements, in: source, within: 10)
    }

    private func found(_ text: String) -> [String] { rehearse(text).failures.map { "\($0.line) \($0.kind.rawValue)" } }

    private static let data = "data = dataset(\"digits\")\nnet = layers(1x8x8) { flatten; dense(data.classes) }\n"

    @Test func aRunIsKnownButForItsNumbers() {
      let text =
        Self.data + """
          run = fit(net, data.train, validate: data.test, epochs: 3, batch: 64)
          if run.accuracy > 0.5 { a = 1 } else { a = 2 }
          zeros([run.steps]) + zeros([60])
          run.net(data.test.x) + zeros([540, 10])
          score(run.net, data.test) + 1; predict(run, data.test) + zeros([540, 10])
          fit(run, data.train, epochs: 2).steps
          run.history; run.stopped + "x"; "{run.loss:.3}"
          """
      #expect(found(text) == [])
    }

    @Test func whatItWouldStumbleOnIsFound() {
      #expect(found(Self.data + "run = fit(net, data.train)\nrun.acuracy") == ["4 name"])
      #expect(found(Self.data + "fit(layers(1x8x8) { flatten; dense(9) }, data.train)") == ["3 label"])
      #expect(found(Self.data + "fit(net, data.train, loss: mse)") == ["3 shape"])
      #expect(found(Self.data + "fit(net, data.train, metrics: [mse])") == ["3 shape"])
      #expect(found(Self.data + "fit(layers(4) { dense(10) }, data.train)") == ["3 shape"])
      #expect(found(Self.data + "fit(net, data.train, validate: record(x: zeros([3, 1, 8, 7]), y: int32([0, 1, 2])))") == ["3 shape"])
      #expect(found(Self.data + "fit(net, data.train, loss: (p, y) -> p)") == ["3 shape"])
      #expect(found(Self.data + "fit(net, data.train, stop: patience(3 steps))") == ["3 argument"])
      #expect(found(Self.data + "predict(net, data.test) + zeros([541, 10])") == ["3 shape"])
      #expect(found(Self.data + "score(net, record(x: zeros([3, 2]), y: int32([0, 1, 2])))") == ["3 shape"])
      #expect(found("fit(layers { dense(3) }, record(x: zeros([0, 2]), y: zeros([0, 3])))") == ["1 argument"])
    }

    @Test func schedulesAreHeldAgainstTheRun() {
      let run = "fit(net, data.train, epochs: 4, batch: 64, optimizer: "
      #expect(rehearse(Self.data + run + "sgd(warmup(0.1, over: 80 steps)))").warnings.isEmpty)
      let cut = rehearse(Self.data + run + "sgd(warmup(0.1, over: 81 steps)))")
      #expect(cut.failures.isEmpty)
      #expect(cut.warnings.map(\.heading) == ["warning[argument]: the schedule lasts 81 steps, but the run has 80"])
      let late = rehearse(Self.data + run + "sgd(warmup(0.1, over: 5 epochs) |> cosine(to: 0)))")
      #expect(late.warnings.first?.marks.first?.label == "part 2 of the schedule never begins")
    }

    @Test func updatesAreTraced() {
      let loop = "opt = adam(0.01)\nfor batch in batches(data.train, 64) { loss = update net by opt { LOSS } }\nloss + 1"
      func with(_ loss: String) -> [String] { found(Self.data + loop.split(separator: "LOSS").joined(separator: loss)) }
      #expect(with("cross_entropy(net(batch.x), batch.y)") == [])
      #expect(with("mse(net(batch.x), batch.y)") == ["4 shape"])
      #expect(with("net(batch.x)") == ["4 shape"])
      #expect(with("cross_entropy(net(batch.y), batch.y)") == ["4 shape"])
      #expect(found(Self.data + "opt = sgd(cosine(0.1))\nloss = update net by opt { sum(net(data.test.x)) }") == ["4 argument"])
      #expect(found("w = record(a: zeros([3]))\nopt = adam\nupdate w by opt { sum(w.a + zeros([4])) }") == ["3 shape"])
      #expect(found("w = zeros([3]); opt = 3\nupdate w by opt { sum(w) }") == ["2 type"])
    }

    @Test func theLastBatchIsLookedAtToo() {
      let text = "data = record(x: zeros([10, 2]), y: zeros([10, 1]))\nh = zeros([4, 1])\nfor b in batches(data, 4) { mse(b.y, h) }"
      #expect(found(text) == ["3 shape"])
      #expect(found(text.split(separator: "4)").joined(separator: "4, drop: true)")) == [])
    }

    @Test func nothingIsComputed() {
      let before = TracedStep.plansMade
      let text = Self.data + "run = fit(net, data.train, epochs: 1000)\nopt = adam(0.01)\nupdate net by opt { sum(net(data.train.x)) }"
      #expect(found(text + "\nscore(net, data.test)\nzeros([100000, 100000]) @ zeros([100000, 10])") == [])
      #expect(TracedStep.plansMade == before)
    }
  }
}
