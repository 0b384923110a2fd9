import Catalog
import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct MetricsTests {
    /// A metric of fixed arrays, as scikit-learn computed it.
    struct Case: NamedCase {
      enum Item: Decodable {
        case number(Double)
        case text(String)
        case truth(Bool)
        case nothing
        case list([Item])

        init(from decoder: any Decoder) throws {
          let box = try decoder.singleValueContainer()
          if box.decodeNil() {
            self = .nothing
          } else if let truth = try? box.decode(Bool.self) {
            self = .truth(truth)
          } else if let number = try? box.decode(Double.self) {
            self = .number(number)
          } else if let text = try? box.decode(String.self) {
            self = .text(text)
          } else {
            self = .list(try box.decode([Item].self))
          }
        }

        /// All numbers in it, in order.
        var numbers: [Double] {
          switch self {
          case .number(let number): [number]
          case .list(let items): items.flatMap(\.numbers)
          case .text("inf"): [.infinity]
          default: []
          }
        }

        var shape: [Int] {
          guard case .list(let items) = self else { return [] }
          return [items.count] + (items.first?.shape ?? [])
        }

        var value: Value {
          switch self {
          case .number(let number): .number(number)
          case .text(let text): .text(text)
          case .truth(let truth): .truth(truth)
          default: .none
          }
        }
      }

      let name: String
      let operation: String
      let options: [String: Item]
      let arguments: [String: Item]
      let value: Item

      func tensor(_ names: String...) -> Tensor {
        let item = names.compactMap { arguments[$0] }.first ?? .nothing
        return Tensor(item.numbers.map { Float($0) }, shape: item.shape)
      }
    }

    static let cases: [Case] = Fixture.read("metrics.json") ?? []

    /// The words under which other libraries' metrics are known here, and what their options are called.
    private static let words = [
      "roc_auc": "auc", "roc_auc_ovr": "auc", "median_ae": "median_absolute_error", "pinball": "pinball", "f1_multilabel": "f1",
      "matthews_corrcoef": "matthews", "fbeta": "f_beta", "nmi": "mutual_information", "ece": "calibration_error", "rand": "rand_index",
    ]
    private static let unneeded = ["zero_division", "multi_class", "drop_intermediate"]

    @Test func casesAreThere() { #expect(Self.cases.count == 48) }

    @Test(arguments: cases) func agreesWithScikitLearn(_ one: Case) throws {
      let word = Self.words[one.operation] ?? one.operation
      let named = one.options.filter { !Self.unneeded.contains($0.key) }
        .map { (name: $0.key == "alpha" ? "share" : $0.key, value: $0.value.value) }
      let first = one.tensor("y_pred", "y_score", "y_proba", "X")
      let given = Given(positional: [first.value, one.tensor("y_true", "labels").value], named: named)
      let found = try #require(try allWords[word]?.call(given, Context(catalog: allWords)), "no word `\(word)`")
      let numbers: [Double] =
        if case .record(let record) = found { try record.values.flatMap { try Tensor($0)?.numbers() ?? [] } } else {
          try Tensor(found)?.numbers() ?? []
        }
      let wanted = one.value.numbers
      try #require(numbers.count == wanted.count)
      for (a, b) in zip(numbers, wanted) { #expect(a == b || abs(a - b) < 1e-6 * max(1, abs(b)) * 2, "\(a) is not \(b)") }
    }

    /// The cases that several projects share, in their own form.
    private struct SharedFile: Decodable {
      struct Entry: Decodable {
        let id: String
        let op: String
        let args: [String: Case.Item]
        let options: [String: Case.Item]
        let value: Case.Item
      }

      let cases: [Entry]
    }

    @Test func sharedCasesAgree() throws {
      guard let path = Fixture.shared("metrics/metrics.json"), let file = Fixture.read(at: path) as SharedFile? else {
        print("skipped: ../shared/fixtures/metrics is not there")
        return
      }
      #expect(!file.cases.isEmpty)
      for one in file.cases {
        try agreesWithScikitLearn(
          Case(name: one.id, operation: one.op, options: one.options, arguments: one.args, value: one.value))
      }
    }

    @Test func accuracyIsTheShareOfHits() throws {
      let program = Program()
      #expect(try program.number("accuracy([[1, 0], [3, 2], [0, 5]], int32([0, 1, 1]))") == Double(Float(2) / 3))
      // Of equal scores the first counts.
      #expect(try program.number("accuracy([[1, 1]], int32([1]))") == 0)
    }

    @Test(arguments: [
      "accuracy([[1, 0], [3, 2]], int32([[0], [1]]))", "accuracy([1, 0], int32([0, 1, 1]))", "accuracy([[1, 0], [3, 2]], int32([0]))",
    ]) func shapesThatDoNotBelongTogetherAreRefused(_ call: String) throws {
      #expect(try Program().complaint(call).hasPrefix("shape: accuracy wants scores [batch, classes] and labels [batch]"))
    }

    @Test(arguments: [
      // Shares, scores that no sigmoid squeezed, whole numbers, a threshold.
      ("accuracy([0.6, 0.4], [1, 0])", 1.0), ("accuracy([[0.4], [-0.2]] @ [[1]], int32([1, 0]))", 1),
      ("accuracy(sigmoid([[0.4], [-0.2]] @ [[1]]), int32([1, 0]))", 1), ("accuracy([2, 1], [2, 0])", 0.5),
      ("accuracy([0.6, 0.4], [1, 0], threshold: 0.7)", 0.5),
    ]) func singleNumbersSayYesOrNo(_ call: String, _ share: Double) throws { #expect(try Program().number(call) == share) }

    /// What nets may give and what may be true, as many metrics want it: the shape of a sample, outputs, labels.
    private static let kinds: [(sample: String, x: String, y: String)] = [
      ("5", "normal([40, 5])", "int32(uniform([40], 0..5))"),
      ("2", "x2", "x2 * 0.5 + normal([40, 2])"),
      ("4", "uniform([40, 4], 0..1)", "float32(uniform([40, 4], 0..1) > 0.5)"),
      ("1", "float32(int32(uniform([40, 1], 0..3)))", "float32(int32(uniform([40, 1], 0..3)))"),
      ("1x12x12", "uniform([11, 1, 12, 12], 0..1)", "uniform([11, 1, 12, 12], 0..1)"),
    ]

    /// Every word that makes a metric or a loss of a net's outputs, in one number: a confusion matrix is a table.
    static let accumulating: [String] = (allWords.words(of: .metric) + allWords.words(of: .loss)).map(\.name).filter { name in
      if name == "confusion_matrix" { return false }
      let context = Context(catalog: allWords)
      guard let value = try? allWords[name]?.madeBare(context), case .thing(let thing) = value else { return false }
      return thing is Metric || thing is Loss
    }

    @Test func mostWordsAccumulate() { #expect(Self.accumulating.count > 60, "\(Self.accumulating.count)") }

    @Test(arguments: accumulating) func batchesMakeNoDifference(_ name: String) throws {
      var tried = 0
      for kind in Self.kinds {
        let program = Program()
        try program.run(
          "x2 = normal([40, 2])\ndata = dataset(x: \(kind.x), y: \(kind.y))\nnet = layers(\(kind.sample)) { x -> x * 1 }")
        guard case .thing(let net as Net) = try program.run("net"), case .thing(let data as any Samples) = try program.run("data") else {
          Issue.record("no net, no data")
          continue
        }
        let metric = try #require(try Metric.from(program.run(name), program.context))
        guard let whole = try? Evaluation(net, data, [metric], batch: 540, program.context).measure()[0], whole.isFinite else { continue }
        tried += 1
        let pieces = try Evaluation(net, data, [metric], batch: 7, program.context).measure()[0]
        #expect(abs(whole - pieces) <= 1e-5 * max(1, abs(whole)), "\(whole), \(pieces)")
        // The word itself on all outputs.
        let direct = try program.number("\(name)(predict(net, data), data.y)")
        #expect(abs(direct - whole) <= 1e-5 * max(1, abs(whole)), "\(direct), \(whole)")
      }
      #expect(tried > 0, "no data of the test suit \(name)")
    }

    @Test func settingsMakeAMetricForTraining() throws {
      let program = Program()
      try program.run(
        "data = dataset(\"digits\")\nnet = layers(1x8x8) { flatten; dense(10) }\nrun = fit(net, data.train, validate: data.test, epochs: 1, metrics: [f1(average: \"weighted\"), top_k_accuracy(k: 3)])"
      )
      #expect(abs(try program.number("run.f1 - f1(predict(run.net, data.test), data.test.y, average: \"weighted\")")) < 1e-6)
      #expect(try program.number("run.top_k_accuracy") > 0.3)
      #expect(try program.text("f1(average: \"weighted\")") == "f1(average: \"weighted\")")
      let complaint = try program.complaint("score(net, data.test, metric: f1(average: none))")
      #expect(complaint.hasPrefix("argument: a metric of a training is one number"))
    }

    @Test func theMetricOfALossIsItsMeanOverAllSamples() throws {
      let program = Program()
      try program.run("scores = [[2, 0], [0, 1], [3, 3]]\nlabels = int32([0, 0, 1])\nw = [1, 3]")
      let metric = try #require(try Metric.from(program.run("cross_entropy(weight: w)"), program.context))
      let value = try metric(try program.tensor("scores"), try program.tensor("labels")).asNumber()
      #expect(abs(try #require(value) - (try program.number("cross_entropy(scores, labels, weight: w)"))) < 1e-6)
    }

    @Test func anyFunctionIsAMetric() throws {
      let program = Program()
      try program.run("data = record(x: [[1], [2], [3]], y: [[1.5], [2.5], [3.5]])\nnet = layers(1) { dense(1, init: 1, bias: false) }")
      #expect(try program.number("score(net, data, metric: (p, y) -> mean((p - y)^2))") == 0.25)
      #expect(try program.number("score(net, data, metric: (p, y) -> max(p))") == 3)
      #expect(try program.complaint("score(net, data, metric: (p, y) -> \"good\")").hasPrefix("type: a metric gives a number"))
    }
  }
}
