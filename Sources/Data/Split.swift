// Dividing samples at random into two parts that never overlap.

import Catalog
import Tensor

/// Two parts of a data set: `.train` and `.test`, also as two values, `train, test = split(data, 80%)`.
final class Split: Thing {
  let train: Dataset
  let test: Dataset

  init(train: Dataset, test: Dataset) {
    self.train = train
    self.test = test
  }

  /// Puts a share of the samples, drawn from [key], into the first part and the rest into the second. With [stratify] and classes, each
  /// class is divided in this proportion. Throws when one part would be empty.
  init(_ data: Dataset, share: Double, stratify: Bool, _ key: RandomKey) throws {
    let wanted = Int((share * Double(data.count)).rounded())
    guard wanted > 0, wanted < data.count else {
      throw Complaint(
        .argument, "\(numberText(share)) of \(counted(data.count)) leaves no sample for one of the parts",
        [.init(.argument("share"), wanted == 0 ? "training would have none" : "testing would have none")])
    }
    if Checking.isOn {
      train = data.taking(.span(0..<wanted), title: "split")
      test = data.taking(.span(wanted..<data.count), title: "split")
      return
    }
    let order = key.shuffled(data.count)
    let labels = stratify ? try data.classLabels() : nil
    let isTrain = labels.map { Split.stratified(order, $0, wanted) } ?? order.indices.map { $0 < wanted }
    func part(_ isWanted: Bool, _ name: String) -> Dataset {
      let rows = zip(order, isTrain).filter { $1 == isWanted }.map(\.0)
      return data.taking(.picked(rows), title: "split(\(data.title), \(numberText(share))).\(name)")
    }
    train = part(true, "train")
    test = part(false, "test")
  }

  /// Which places of the order go to the first part: of each class its share; what rounding leaves over goes, one each, to the
  /// classes that lost most by it.
  private static func stratified(_ order: [Int32], _ labels: [Int], _ wanted: Int) -> [Bool] {
    let sizes = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
    let share = Double(wanted) / Double(order.count)
    var quota = sizes.mapValues { Int(share * Double($0)) }
    let missing = wanted - quota.values.reduce(0, +)
    func loss(_ label: Int) -> Double { share * Double(sizes[label] ?? 0) - Double(quota[label] ?? 0) }
    let losers = sizes.keys.map { (label: $0, loss: loss($0)) }.sorted { ($1.loss, $0.label) < ($0.loss, $1.label) }
    for loser in losers.prefix(missing) { quota[loser.label, default: 0] += 1 }
    return order.map { place in
      let label = labels[Int(place)]
      guard let left = quota[label], left > 0 else { return false }
      quota[label] = left - 1
      return true
    }
  }

  var kind: String { "a split data set" }
  func text() throws -> String { "\(train.count) training and \(counted(test.count, "test ")), \(train.content)" }
  var fieldNames: [String] { ["train", "test", "count"] + (train.classCount == nil ? [] : ["classes"]) }

  func field(_ name: String, _ context: Context) throws -> Value? {
    switch name {
    case "count": .number(Double(train.count + test.count))
    case "classes": train.classCount.map { .number(Double($0)) }
    default: readyField(name)
    }
  }

  func readyField(_ name: String) -> Value? {
    switch name {
    case "train": .thing(train)
    case "test": .thing(test)
    default: nil
    }
  }

  func items(_ context: Context) throws -> (any ItemSource)? { Parts([.thing(train), .thing(test)]) }

  private final class Parts: ItemSource {
    private var rest: [Value]
    init(_ parts: [Value]) { rest = parts }
    func next() throws -> Value? { rest.isEmpty ? nil : rest.removeFirst() }
  }
}

extension Split: Argument {
  static var wanted: String { "a split data set" }
  static func from(_ value: Value, _ context: Context) throws -> Split? { nil }
  var value: Value { .thing(self) }
}

extension Dataset {
  /// The class of each sample; nil when there are none.
  func classLabels() throws -> [Int]? {
    guard classCount != nil, let labelColumn, columns[labelColumn].shape.isEmpty else { return nil }
    return try tensor(of: labelColumn).wholes()
  }
}

extension Catalog {
  func addSplit() {
    add(
      .data, "split", "Divides samples at random into a training and a test part that share none.",
      examples: [
        Example("split(dataset(\"digits\"), 80%)", gives: "1438 training and 359 test samples, 1x8x8, 10 classes"),
        Example("train, test = split(record(x: normal([10, 2]), y: zeros([10, 1])), 70%)\ntest.count", gives: "3"),
      ],
      given("data", "the samples", Dataset.self), number("share", "the training part's share", 0.8, in: 0...1),
      flag("stratify", "divide each class in this proportion, where there are classes", true), surroundings()
    ) { (data: Dataset, share: Double, stratify: Bool, context: Context) in
      try Split(data, share: share, stratify: stratify, RandomKey(context))
    }
    addForeign("train_test_split", "random_split", means: "split")
  }
}
