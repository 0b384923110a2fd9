// Metrics of guessed classes: counted at the end over all samples, from pairs of guess and truth.

import Catalog
import Tensor

/// What a net's outputs say which class it is, and which it is in truth.
struct ClassPairs {
  let guesses: Tensor
  let truths: Tensor
  /// How many scores each sample has; 0: the outputs are classes or answers themselves.
  let classes: Int

  /// [threshold]: above which a single number means class 1. Nil: 0.5, or 0 for scores that no sigmoid squeezed; whole numbers are
  /// classes as they stand.
  init(_ output: Tensor, _ y: Tensor, _ threshold: Double?, _ word: String) throws {
    truths = y
    if output.rank == y.rank + 1, output.rank >= 2, [output.shape[0]] + output.shape.dropFirst(2) == y.shape {
      classes = max(output.shape[1], 2)
      guesses = try output.shape[1] > 1 ? output.argmax(axis: 1) : ClassPairs.answers(output.reshaped(y.shape), threshold)
    } else if output.shape == y.shape {
      classes = 0
      guesses = try ClassPairs.answers(output, threshold)
    } else {
      throw Complaint(
        .shape,
        "\(word) wants scores [batch, classes] and labels [batch], or guesses of the labels' shape, not \(output.shape.shapeText) and \(y.shape.shapeText)",
        [.init(.position(0), output.shape.shapeText), .init(.position(1), y.shape.shapeText)])
    }
  }

  private static func answers(_ output: Tensor, _ threshold: Double?) throws -> Tensor {
    guard output.type.isFloating else { return output }
    let isAbove = try output > (threshold ?? (output.isScore ? 0 : 0.5))
    if threshold != nil || output.isScore { return isAbove.converted(to: .float32) }
    let whole = output.converted(to: .int32).converted(to: .float32)
    return try select(whole == output, output, isAbove.converted(to: .float32))
  }

  /// 1 where guess and truth agree.
  var hits: Tensor {
    get throws { try (guesses.converted(to: .float32) == truths.converted(to: .float32)).converted(to: .float32) }
  }

  /// Guesses and truths as rows, and how many classes there are.
  var rows: [Tensor] {
    get throws {
      let isTable = truths.rank == 2 && truths.shape[1] > 1 && classes == 0
      let shape = isTable ? truths.shape : [truths.itemCount]
      return [try guesses.reshaped(shape), try truths.reshaped(shape), Tensor(filled: Double(classes), shape: [1])]
    }
  }
}

/// Ways to make one number of several; the value `none` keeps them apart.
protocol AveragingChoice: Choice {
  static var perClass: Self { get }
}

extension AveragingChoice {
  static func from(_ value: Value, _ context: Context) throws -> Self? {
    switch value {
    case .none: .perClass
    case .text(let text): Self(rawValue: text)
    default: nil
    }
  }
}

/// How metrics of each class become one.
enum Averaging: String, AveragingChoice {
  /// Class 1 where there are two classes, else the mean over classes.
  case usual
  case macro, micro, weighted, samples
  case perClass = "none"
}

/// How often a class was found rightly, wrongly, and missed.
struct Hits {
  var found = 0.0
  var wrong = 0.0
  var missed = 0.0
  var rest = 0.0

  static func + (a: Hits, b: Hits) -> Hits {
    Hits(found: a.found + b.found, wrong: a.wrong + b.wrong, missed: a.missed + b.missed, rest: a.rest + b.rest)
  }

  /// How many samples are of the class.
  var support: Double { found + missed }
  var isSeen: Bool { found + wrong + missed > 0 }
}

/// Counts of guesses against truths over all samples.
struct ClassCounts {
  /// matrix[true][guessed]; empty where each sample answers several questions.
  private(set) var matrix: [[Double]] = []
  private var questions: [Hits] = []
  private var samples: [Hits] = []
  let isBinary: Bool

  /// From what `ClassPairs.rows` gives.
  init(_ gathered: [Gathered]) throws {
    let (guesses, truths) = (gathered[0], gathered[1])
    if truths.shape.count == 2 {
      isBinary = false
      (questions, samples) = ClassCounts.answers(guesses, truths)
      return
    }
    let known = Int(gathered[2].numbers.max() ?? 0)
    let largest = (guesses.numbers + truths.numbers).max() ?? 0
    guard (guesses.numbers + truths.numbers).allSatisfy({ $0 >= 0 && $0 < 1e6 && $0 == $0.rounded() }) else {
      throw Complaint(.label, "classes are whole numbers from 0, and these are not all", [.init(.position(1), "labels")])
    }
    let count = max(known, Int(largest) + 1)
    isBinary = count <= 2
    matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for (guess, truth) in zip(guesses.numbers, truths.numbers) { matrix[Int(truth)][Int(guess)] += 1 }
  }

  /// Several questions a sample, each answered with yes or no.
  private static func answers(_ guesses: Gathered, _ truths: Gathered) -> (questions: [Hits], samples: [Hits]) {
    var questions = [Hits](repeating: Hits(), count: truths.width)
    var samples = [Hits](repeating: Hits(), count: truths.count)
    for (place, pair) in zip(guesses.numbers, truths.numbers).enumerated() {
      let (guess, truth) = (pair.0 != 0, pair.1 != 0)
      let one = Hits(
        found: guess && truth ? 1 : 0, wrong: guess && !truth ? 1 : 0, missed: truth && !guess ? 1 : 0, rest: guess || truth ? 0 : 1)
      questions[place % truths.width] = questions[place % truths.width] + one
      samples[place / truths.width] = samples[place / truths.width] + one
    }
    return (questions, samples)
  }

  /// The hits of each class, or of each question.
  var hits: [Hits] {
    guard questions.isEmpty else { return questions }
    let total = matrix.joined().reduce(0, +)
    return matrix.indices.map { place in
      let found = matrix[place][place]
      let guessed = matrix.reduce(0) { $0 + $1[place] }
      let true_ = matrix[place].reduce(0, +)
      return Hits(found: found, wrong: guessed - found, missed: true_ - found, rest: total - guessed - true_ + found)
    }
  }

  /// A ratio of hits over classes.
  func averaged(_ averaging: Averaging, _ ratio: (Hits) -> Double) -> Value {
    let all = hits
    switch averaging {
    case .perClass: return .thing(Tensor(all.map { Float(ratio($0)) }, shape: [all.count]))
    case .micro: return .number(ratio(all.reduce(Hits(), +)))
    case .samples: return .number(mean(samples.map(ratio)))
    case .weighted:
      let support = all.reduce(0) { $0 + $1.support }
      return .number(support == 0 ? 0 : all.reduce(0) { $0 + ratio($1) * $1.support } / support)
    case .usual where isBinary && all.count == 2: return .number(ratio(all[1]))
    case .macro, .usual:
      let seen = questions.isEmpty ? all.filter(\.isSeen) : all
      return .number(mean(seen.map(ratio)))
    }
  }
}

func mean(_ numbers: [Double]) -> Double { numbers.isEmpty ? 0 : numbers.reduce(0, +) / Double(numbers.count) }

/// 0 where there is nothing to divide by.
private func ratio(_ a: Double, _ b: Double) -> Double { b == 0 ? 0 : a / b }

private let guessesAndLabels = (
  output: (name: "predictions", summary: "scores [batch, classes], classes [batch], or a score or share of class 1 each"),
  y: (name: "labels", summary: "whole numbers [batch], or 0 and 1 for several questions [batch, questions]")
)

private func threshold() -> Parameter<Double?> {
  optionalNumber("threshold", "above which one number means class 1; none: 0.5, or 0 for scores that no sigmoid squeezed")
}

extension Catalog {
  func addClassMetrics() {
    addClassMetric(
      "accuracy", "The share of samples whose largest score stands at the label.", "accuracy([[1, 0], [3, 2]], int32([0, 1]))",
      gives: "0.5",
      threshold()
    ) { (threshold: Double?) in Metric(ofEach: "accuracy", isShare: true) { try ClassPairs($0, $1, threshold, "accuracy").hits } }
    addClassMetric(
      "exact_match", "The share of samples all of whose answers are right.", shapes: ["[n, questions], [n, questions] -> []"],
      "exact_match([[1, 0], [1, 1]], [[1, 0], [1, 0]])",
      gives: "0.5",
      threshold()
    ) { (threshold: Double?) in
      Metric(ofEach: "exact_match", isShare: true) { output, y in
        let hits = try ClassPairs(output, y, threshold, "exact_match").hits
        return try hits.rank > 1 ? hits.min(axes: Array(1..<hits.rank)) : hits
      }
    }
    addClassMetric(
      "hamming", "The share of answers that are wrong.", "hamming([[1, 0], [1, 1]], [[1, 0], [1, 0]])", gives: "0.25", threshold()
    ) { (threshold: Double?) in
      Metric(ofEach: "hamming", isShare: true) { try 1 - ClassPairs($0, $1, threshold, "hamming").hits }
    }
    addRatios()
    addAgreements()
    addForeign("metrics.CategoricalAccuracy", "metrics.SparseCategoricalAccuracy", "metrics.BinaryAccuracy", in: "Keras", means: "accuracy")
    addForeign("acc", "Accuracy", "accuracy_score", means: "accuracy")
    addForeign("subset_accuracy", "ExactMatch", means: "exact_match")
    addForeign("hamming_loss", "HammingDistance", "hamming_distance", means: "hamming")
  }

  /// Ratios of what was found, wrong and missed, averaged over classes.
  private func addRatios() {
    addRatio("precision", "Of what was taken for a class, the share that is of it.", "1") { ratio($0.found, $0.found + $0.wrong) }
    addRatio("recall", "Of what is of a class, the share that was found.", "0.5") { ratio($0.found, $0.support) }
    addRatio("f1", "The harmonic mean of precision and recall.", "0.6666666666666666") {
      ratio(2 * $0.found, 2 * $0.found + $0.wrong + $0.missed)
    }
    addRatio("specificity", "Of what is not of a class, the share that was not taken for it.", "1") { ratio($0.rest, $0.rest + $0.wrong) }
    addRatio("jaccard", "Found, of all that is of a class or was taken for it: intersection over union.", "0.5") {
      ratio($0.found, $0.found + $0.wrong + $0.missed)
    }
    addClassMetric(
      "f_beta", "The mean of precision and recall in which recall counts beta times as much.", "f_beta([1, 0, 0], [1, 1, 0], beta: 2)",
      gives: "0.5555555555555556",
      number("beta", "how much recall counts", 1, in: 0...1e6), averaging(), threshold()
    ) { (beta: Double, averaging: Averaging, threshold: Double?) in
      Metric(joining: "f_beta", isShare: true) {
        try ClassPairs($0, $1, threshold, "f_beta").rows
      } end: {
        let weight = beta * beta
        return try ClassCounts($0).averaged(averaging) { hits in
          ratio((1 + weight) * hits.found, (1 + weight) * hits.found + weight * hits.missed + hits.wrong)
        }
      }
    }
    addForeign("precision_score", "Precision", means: "precision")
    addForeign("recall_score", "Recall", "sensitivity", "true_positive_rate", means: "recall")
    addForeign("f1_score", "F1Score", "F1", "dice_score", means: "f1")
    addForeign("fbeta", "fbeta_score", "FBetaScore", "f2", means: "f_beta")
    addForeign("Specificity", "true_negative_rate", means: "specificity")
    addForeign("metrics.MeanIoU", in: "Keras", means: "jaccard")
    addForeign("iou", "IoU", "mean_iou", "miou", "jaccard_score", "JaccardIndex", "jaccard_index", means: "jaccard")
  }

  private func averaging() -> Parameter<Averaging> {
    given(
      "average", "how classes become one number; usual: class 1 of two, else macro; none: a number each", Averaging.self, .usual)
  }

  private func addRatio(
    _ name: String, _ summary: String, _ result: String, file: String = #fileID, line: Int = #line, _ compute: @escaping (Hits) -> Double
  ) {
    addClassMetric(name, summary, "\(name)([1, 0, 0], [1, 1, 0])", gives: result, file: file, line: line, averaging(), threshold()) {
      (averaging: Averaging, threshold: Double?) in
      Metric(joining: name, isShare: true) {
        try ClassPairs($0, $1, threshold, name).rows
      } end: {
        try ClassCounts($0).averaged(averaging, compute)
      }
    }
  }

  /// Numbers made of the whole table of guesses.
  private func addAgreements() {
    addTableMetric("balanced_accuracy", "The mean over classes of the share that was found.", "0.75", isShare: true) { () in
      { counts in .number(mean(counts.hits.filter { $0.support > 0 }.map { $0.found / $0.support })) }
    }
    addTableMetric(
      "matthews", "The correlation of guesses and truths: 1 is perfect, 0 chance, also where classes are of unlike size.", "0.5"
    ) { () in { .number(matthews($0)) } }
    addTableMetric(
      "cohen_kappa", "How much better than chance guesses agree with truths: 1 is perfect, 0 chance.", "0.4",
      given("weights", "how much a miss counts by how far it is off: linear or quadratic; none: all alike", MissWeight?.self, .some(nil))
    ) { (weights: MissWeight?) in { .number(kappa($0.matrix, weights)) } }
    addTableMetric(
      "confusion_matrix", "How often each class was taken for each other: rows are the true classes.",
      shapes: ["[n, classes], int32 [n] -> [classes, classes]"], "[[1, 0],\n [1, 1]]",
      given("normalize", "shares of the true class, of the guess, or of all samples; none: counts", CountShare?.self, .some(nil))
    ) { (share: CountShare?) in { counts in share?.shares(counts) ?? counts.table } }
    addForeign("balanced_accuracy_score", means: "balanced_accuracy")
    addForeign("matthews_corrcoef", "mcc", "MCC", "MatthewsCorrCoef", means: "matthews")
    addForeign("kappa", "cohen_kappa_score", "CohenKappa", means: "cohen_kappa")
    addForeign("ConfusionMatrix", in: "torchmetrics", means: "confusion_matrix")
  }

  private func addTableMetric<each Kind: Argument>(
    _ name: String, _ summary: String, shapes: [ShapeRule] = ["[n, classes], int32 [n] -> []"], _ result: String, isShare: Bool = false,
    file: String = #fileID, line: Int = #line, _ parameter: repeat Parameter<each Kind>,
    make: @escaping (repeat each Kind) throws -> (ClassCounts) throws -> Value
  ) {
    addClassMetric(
      name, summary, shapes: shapes, "\(name)([1, 0, 0], [1, 1, 0])", gives: result, file: file, line: line, threshold(),
      repeat each parameter
    ) {
      (threshold: Double?, settings: repeat each Kind) in
      let compute = try make(repeat each settings)
      return Metric(joining: name, isShare: isShare) {
        try ClassPairs($0, $1, threshold, name).rows
      } end: { gathered in
        let counts = try ClassCounts(gathered)
        guard !counts.matrix.isEmpty else {
          throw Complaint(.shape, "`\(name)` wants one class a sample, not several answers", [.init(.position(1), "labels [batch]")])
        }
        return try compute(counts)
      }
    }
  }

  private func addClassMetric<each Kind: Argument>(
    _ name: String, _ summary: String, shapes: [ShapeRule] = ["[n, classes], int32 [n] -> []", "int32 [n], int32 [n] -> []"],
    _ example: String, gives result: String, file: String = #fileID, line: Int = #line, _ parameter: repeat Parameter<each Kind>,
    make: @escaping (repeat each Kind) throws -> Metric
  ) {
    addMetric(
      name, summary, shapes: shapes, example, gives: result, file: file, line: line, of: guessesAndLabels.output, and: guessesAndLabels.y,
      repeat each parameter, make: make)
  }
}

/// How much a miss counts by how many classes it is off.
private enum MissWeight: String, Choice {
  case linear, quadratic

  func weight(_ gap: Int) -> Double { self == .linear ? Double(Swift.abs(gap)) : Double(gap * gap) }
}

/// What the counts of a confusion table are shares of.
private enum CountShare: String, Choice {
  case truth = "true"
  case guess = "pred"
  case all

  func shares(_ counts: ClassCounts) -> Value {
    let matrix = counts.matrix
    let total = matrix.joined().reduce(0, +)
    let items = matrix.indices.flatMap { row in
      matrix.indices.map { column in
        let whole =
          switch self {
          case .truth: matrix[row].reduce(0, +)
          case .guess: matrix.reduce(0) { $0 + $1[column] }
          case .all: total
          }
        return Float(ratio(matrix[row][column], whole))
      }
    }
    return .thing(Tensor(items, shape: [matrix.count, matrix.count]))
  }
}

extension ClassCounts {
  fileprivate var table: Value { .thing(Tensor(matrix.joined().map { Int32($0) }, shape: [matrix.count, matrix.count])) }
}

/// 1 less the misses by those that chance would give.
private func kappa(_ matrix: [[Double]], _ weights: MissWeight?) -> Double {
  let total = matrix.joined().reduce(0, +)
  var (missed, chance) = (0.0, 0.0)
  for row in matrix.indices {
    for column in matrix.indices where row != column {
      let weight = weights?.weight(row - column) ?? 1
      missed += weight * matrix[row][column]
      chance += weight * matrix[row].reduce(0, +) * matrix.reduce(0) { $0 + $1[column] }
    }
  }
  return chance == 0 ? 0 : 1 - missed * total / chance
}

private func matthews(_ counts: ClassCounts) -> Double {
  let hits = counts.hits
  let total = counts.matrix.joined().reduce(0, +)
  let right = hits.reduce(0) { $0 + $1.found }
  let both = hits.reduce(0) { $0 + $1.support * ($1.found + $1.wrong) }
  let guessed = hits.reduce(0) { $0 + ($1.found + $1.wrong) * ($1.found + $1.wrong) }
  let actual = hits.reduce(0) { $0 + $1.support * $1.support }
  let spread = ((total * total - guessed) * (total * total - actual)).squareRoot()
  return spread == 0 ? 0 : (right * total - both) / spread
}
