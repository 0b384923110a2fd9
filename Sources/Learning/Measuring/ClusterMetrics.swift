// Metrics of groups: how well points lie in them, and how far two ways to group agree.

import Catalog
import Glibc
import Tensor

extension Catalog {
  func addClusterMetrics() {
    add(
      .metric, "silhouette", "How much nearer points are to their own group than to the next, in -1..1: the mean over all.",
      paper: "Rousseeuw 1987", shapes: ["[n, d], int32 [n] -> []"],
      examples: [Example("silhouette([[0], [1], [10], [11]], int32([0, 0, 1, 1]))", gives: "0.899749373433584")],
      given("points", "[count, features]", Tensor.self), given("groups", "whole numbers [count]", Tensor.self)
    ) { (points: Tensor, groups: Tensor) in
      guard points.rank == 2, groups.shape == [points.shape[0]] else {
        throw Complaint(
          .shape,
          "silhouette wants points [count, features] and groups [count], not \(points.shape.shapeText) and \(groups.shape.shapeText)",
          [.init(.position(0), points.shape.shapeText), .init(.position(1), groups.shape.shapeText)])
      }
      return try silhouette(Gathered(points), groups.wholes())
    }
    addMetric(
      "adjusted_rand", "How far two ways to group agree, whatever the groups are called: 1 the same, 0 chance.",
      shapes: ["int32 [n], int32 [n] -> []"],
      "adjusted_rand([0, 0, 1, 1], [1, 1, 0, 0])", gives: "1", paper: "Hubert & Arabie 1985", of: ("groups", "whole numbers [count]"),
      and: ("truths", "whole numbers [count]")
    ) { () in groupMetric("adjusted_rand") { $0.adjustedRand } }
    addMetric(
      "mutual_information", "What one way to group tells of another, by the mean of what each tells of itself: 1 all, 0 nothing.",
      shapes: ["int32 [n], int32 [n] -> []"],
      "mutual_information([0, 0, 1, 1], [1, 1, 0, 0])", gives: "1", of: ("groups", "whole numbers [count]"),
      and: ("truths", "whole numbers [count]")
    ) { () in groupMetric("mutual_information") { $0.normalisedInformation } }
    addForeign("silhouette_score", means: "silhouette")
    addForeign("adjusted_rand_score", "ari", "ARI", means: "adjusted_rand")
    addForeign("nmi", "NMI", "normalized_mutual_info_score", means: "mutual_information")
  }
}

private func groupMetric(_ name: String, _ compute: @escaping (Contingency) -> Double) -> Metric {
  Metric(joining: name) { groups, truths in
    try checkSameShape(groups, truths, name)
    return [try groups.reshaped([groups.itemCount]), try truths.reshaped([truths.itemCount])]
  } end: {
    .number(compute(Contingency($0[0].numbers, $0[1].numbers)))
  }
}

/// How often each group of one way meets each of the other.
private struct Contingency {
  private var cells: [[Double]: Double] = [:]
  private var rows: [Double: Double] = [:]
  private var columns: [Double: Double] = [:]
  private let total: Double

  init(_ a: [Double], _ b: [Double]) {
    total = Double(a.count)
    for (a, b) in zip(a, b) {
      cells[[a, b], default: 0] += 1
      rows[a, default: 0] += 1
      columns[b, default: 0] += 1
    }
  }

  var adjustedRand: Double {
    func pairs(_ count: Double) -> Double { count * (count - 1) / 2 }
    let both = cells.values.reduce(0) { $0 + pairs($1) }
    let (a, b) = (rows.values.reduce(0) { $0 + pairs($1) }, columns.values.reduce(0) { $0 + pairs($1) })
    let chance = a * b / max(pairs(total), 1)
    return (a + b) / 2 == chance ? 1 : (both - chance) / ((a + b) / 2 - chance)
  }

  var normalisedInformation: Double {
    // In order of the keys: sums must repeat bit for bit.
    let keys = cells.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let shared = keys.reduce(0.0) { sum, key in
      guard let count = cells[key], let row = rows[key[0]], let column = columns[key[1]] else { return sum }
      return sum + count / total * Glibc.log(count * total / (row * column))
    }
    func entropy(_ counts: [Double: Double]) -> Double {
      counts.sorted { $0.key < $1.key }.reduce(0) { $0 - $1.value / total * Glibc.log($1.value / total) }
    }
    let middle = (entropy(rows) + entropy(columns)) / 2
    return middle == 0 ? 1 : shared / middle
  }
}

/// The mean silhouette; a point alone in its group has 0.
private func silhouette(_ points: Gathered, _ groups: [Int]) -> Double {
  let width = points.width
  func distance(_ a: Int, _ b: Int) -> Double {
    (0..<width).reduce(0.0) { sum, place in
      let gap = points.numbers[a * width + place] - points.numbers[b * width + place]
      return sum + gap * gap
    }.squareRoot()
  }
  let values = groups.indices.map { point -> Double in
    var sums: [Int: (sum: Double, count: Double)] = [:]
    for other in groups.indices where other != point {
      let known = sums[groups[other]] ?? (0, 0)
      sums[groups[other]] = (known.sum + distance(point, other), known.count + 1)
    }
    guard let own = sums.removeValue(forKey: groups[point]), let next = sums.values.map({ $0.sum / $0.count }).min() else { return 0 }
    let inside = own.sum / own.count
    return max(inside, next) == 0 ? 0 : (next - inside) / max(inside, next)
  }
  return mean(values)
}
