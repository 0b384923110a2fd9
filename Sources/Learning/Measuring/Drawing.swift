// Drawing by chance: classes by a net's scores, which is how a text is written, and orders.

import Catalog
import Tensor

/// Scores along the last axis without those that are not to be drawn, which become -inf.
private func narrowed(_ scores: Tensor, topK: Int?, topP: Double?) throws -> Tensor {
  guard topK != nil || topP != nil else { return scores }
  let axis = scores.rank - 1
  let sorted = try scores.sorted(axis: axis, descending: true).items
  var least = sorted.slice(axis: axis, from: 0, count: 1)
  if let topK {
    least = sorted.slice(axis: axis, from: min(topK, scores.shape[axis]) - 1, count: 1)
  }
  if let topP {
    let shares = try softmax(sorted, axis: axis)
    // What comes before an item counts, so the one that reaches the share is in.
    let isKept = try shares.cumulativeSum(axis: axis) - shares < Tensor(topP)
    let smallest = try select(isKept, sorted, Tensor(.infinity)).min(axes: [axis]).expanded(at: axis)
    least = topK == nil ? smallest : try maximum(least, smallest)
  }
  return try select(least <= scores, scores, Tensor(-.infinity))
}

extension Catalog {
  /// Declares the words that draw.
  func addDrawing() {
    add(
      .tensor, "sample", "Draws classes by their scores, with the shares that softmax makes of them: how a text is written.",
      shapes: ["[..., classes] -> [...]"],
      examples: [
        Example("sample([0, 50, 0])", gives: "1"),
        Example("sample(zeros([1000, 2])).shape", gives: "[1000]"),
        Example("sample([1, 3, 2], top_k: 1)", gives: "1"),
      ],
      given("scores", "[.., classes], before any softmax", Tensor.self),
      number("temperature", "what scores are divided by: below 1 bolder, above 1 more even; 0 takes the largest", 1, in: 0...1e6),
      optionalCount("top_k", "draws only among so many of the largest"),
      optionalNumber("top_p", "draws only among the largest that make up this share", in: 1e-9...1), surroundings()
    ) { (scores: Tensor, temperature: Double, topK: Int?, topP: Double?, context: Context) in
      guard let classes = scores.shape.last, classes > 0 else {
        throw Complaint(.shape, "`sample` wants scores of classes along the last axis", [.init(.position(0), scores.shape.shapeText)])
      }
      let scores = scores.converted(to: .float32)
      if temperature == 0 { return try scores.argmax(axis: scores.rank - 1) }
      let key = TrainingSession.current?.drawKey() ?? RandomKey(context).tensor()
      // Adding Gumbel's noise to scores and taking the largest draws by softmax (Gumbel 1954).
      let noise = try 0 - log(0 - log(Tensor.random(scores.shape, key: key)))
      return try (narrowed(scores / temperature, topK: topK, topP: topP) + noise).argmax(axis: scores.rank - 1)
    }
    add(
      .tensor, "permutation", "The whole numbers below a count in random order: shuffles rows.", shapes: [ShapeRule("-> [n]", "n")],
      examples: [Example("sort(permutation(4))", gives: "[0, 1, 2, 3]")],
      count("count", "how many", nil, in: 0...1e8), surroundings()
    ) { (count: Int, context: Context) in
      Checking.isOn ? Tensor(awaiting: [count], type: .int32) : Tensor(RandomKey(context).shuffled(count), shape: [count])
    }
    addForeign("randperm", "shuffle", means: "permutation")
    addForeign("multinomial", "categorical", "Categorical", means: "sample")
  }
}
