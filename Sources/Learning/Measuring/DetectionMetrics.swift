// How well boxes are found: precision and recall over all images, a box counting as found where it overlaps a true one far enough.

import Catalog
import Tensor

/// The boxes of one image, each with a class and, where they were predicted, a score.
private struct BoxesOfImage: Argument {
  /// Four sides a box.
  let sides: [Double]
  let classes: [Int]
  let scores: [Double]

  static var wanted: String { "record(boxes: …, classes: …, scores: …)" }

  static func from(_ value: Value, _ context: Context) throws -> BoxesOfImage? {
    guard case .record(let record) = value, let boxes = try record["boxes"].flatMap({ try Tensor($0) }) else { return nil }
    guard boxes.rank == 2, boxes.shape[1] == 4 else {
      throw Complaint(
        .shape, "boxes are [count, 4]: left, top, right, bottom; not \(boxes.shape.shapeText)", [.init(.position(0), boxes.shape.shapeText)]
      )
    }
    func numbers(_ name: String, _ fallback: Double) throws -> [Double] {
      guard let tensor = try record[name].flatMap({ try Tensor($0) }) else {
        return [Double](repeating: fallback, count: boxes.shape[0])
      }
      guard tensor.shape == [boxes.shape[0]] else {
        throw Complaint(
          .shape, "there are \(boxes.shape[0]) boxes, and `\(name)` has the shape \(tensor.shape.shapeText)",
          [.init(.position(0), "one number a box is wanted")])
      }
      return try tensor.numbers()
    }
    return BoxesOfImage(
      sides: try boxes.numbers(), classes: try numbers("classes", 0).map { Int($0) }, scores: try numbers("scores", 1))
  }

  var value: Value { .none }

  func box(_ place: Int) -> ArraySlice<Double> { sides[(4 * place)..<(4 * place + 4)] }
}

/// Shared area by joined area.
private func overlap(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
  let (a, b) = (Array(a), Array(b))
  let shared = max(0, min(a[2], b[2]) - max(a[0], b[0])) * max(0, min(a[3], b[3]) - max(a[1], b[1]))
  let joined = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
  return joined > 0 ? shared / joined : 0
}

/// All images' boxes of one class.
private struct DetectedClass {
  /// Predicted ones, the surest first.
  private let guesses: [(image: Int, box: Int)]
  private let images: [(found: BoxesOfImage, truth: BoxesOfImage)]
  private let label: Int
  private let truths: Int

  init(_ label: Int, _ images: [(found: BoxesOfImage, truth: BoxesOfImage)]) {
    self.label = label
    self.images = images
    truths = images.reduce(0) { $0 + $1.truth.classes.count { $0 == label } }
    let all = images.indices.flatMap { image in
      images[image].found.classes.indices.filter { images[image].found.classes[$0] == label }.map { (image: image, box: $0) }
    }
    let scores = all.map { images[$0.image].found.scores[$0.box] }
    guesses = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }.map { all[$0] }
  }

  /// The area under precision against recall, precision being the best that is reached with that recall or more.
  func averagePrecision(_ threshold: Double) -> Double {
    var taken: Set<[Int]> = []
    let hits = guesses.map { guess in
      guard let truth = match(guess, threshold, taken) else { return false }
      return taken.insert([guess.image, truth]).inserted
    }
    var (found, area, best) = (Double(hits.count { $0 }), 0.0, 0.0)
    for place in hits.indices.reversed() where hits[place] {
      best = max(best, found / Double(place + 1))
      area += best / Double(truths)
      found -= 1
    }
    return area
  }

  /// The true box that a guess overlaps most, among those that no surer guess has taken.
  private func match(_ guess: (image: Int, box: Int), _ threshold: Double, _ taken: Set<[Int]>) -> Int? {
    let (found, truth) = images[guess.image]
    let overlaps = truth.classes.indices.filter { truth.classes[$0] == label && !taken.contains([guess.image, $0]) }
      .map { (truth: $0, share: overlap(found.box(guess.box), truth.box($0))) }
    return overlaps.filter { $0.share >= threshold }.max { $0.share < $1.share }?.truth
  }
}

extension Catalog {
  func addDetectionMetrics() {
    add(
      .metric, "mean_average_precision",
      "How well boxes are found: the area under precision against recall, the mean of all classes that there are.",
      paper: "Everingham and others 2010; Lin and others 2014",
      examples: [
        Example(
          "found = [record(boxes: [[0, 0, 4, 4], [5, 5, 9, 9]], classes: [0, 0], scores: [0.9, 0.8])]\n"
            + "truth = [record(boxes: [[0, 0, 4, 5]], classes: [0])]\nmean_average_precision(found, truth)",
          gives: "1")
      ],
      given("found", "for each image record(boxes: [count, 4], classes: [count], scores: [count])", [BoxesOfImage].self),
      given("truth", "for each image record(boxes: …, classes: …)", [BoxesOfImage].self),
      given("threshold", "the overlap from which a box is found; of several, such as 0.5..0.95 by 0.05, the mean", Thresholds.self, .half)
    ) { (found: [BoxesOfImage], truth: [BoxesOfImage], threshold: Thresholds) in
      guard found.count == truth.count else {
        throw Complaint(
          .argument, "\(found.count) images were searched, and boxes of \(truth.count) are true",
          [.init(.argument("found"), "\(found.count) images"), .init(.argument("truth"), "\(truth.count) images")])
      }
      let images = Array(zip(found, truth)).map { (found: $0, truth: $1) }
      let classes = Set(truth.flatMap(\.classes)).sorted().map { DetectedClass($0, images) }
      let areas = classes.flatMap { label in threshold.numbers.map { label.averagePrecision($0) } }
      return areas.isEmpty ? Double.nan : areas.reduce(0, +) / Double(areas.count)
    }
    addForeign("MeanAveragePrecision", "mean_ap", means: "mean_average_precision")
  }
}

/// One overlap, or several.
private struct Thresholds: Argument {
  let numbers: [Double]

  static var half: Thresholds { Thresholds(numbers: [0.5]) }
  static var wanted: String { "a number from 0 to 1, or a range of them" }
  static func from(_ value: Value, _ context: Context) throws -> Thresholds? {
    let numbers: [Double]? =
      if case .range(let range) = value { (0..<min(range.count, 1000)).map { range[$0] } } else { try [Double].from(value, context) }
    return numbers.flatMap { $0.isEmpty || !$0.allSatisfy((0...1).contains) ? nil : Thresholds(numbers: $0) }
  }
  var value: Value { numbers.count == 1 ? .number(numbers[0]) : .list(numbers.map { .number($0) }) }
}
