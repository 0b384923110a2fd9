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
      try checkGroups(points, groups, "silhouette")
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
    addAgreementsOfGroups()
    addSpreads()
    addForeign("silhouette_score", means: "silhouette")
    addForeign("adjusted_rand_score", "ari", "ARI", means: "adjusted_rand")
    addForeign("nmi", "NMI", "normalized_mutual_info_score", "v_measure", "v_measure_score", means: "mutual_information")
  }
}

extension Catalog {
  private func addAgreementsOfGroups() {
    for (name, summary, result, compute) in [
      ("rand_index", "The share of pairs on which two ways to group agree: together or apart.", "1", { $0.rand }),
      (
        "adjusted_mutual_information", "mutual_information less what chance would give: 1 the same, 0 chance.", "1",
        { $0.adjustedInformation }
      ),
      ("homogeneity", "How far each group holds members of one truth only: 1 wholly.", "1", { $0.homogeneity }),
      ("completeness", "How far the members of each truth lie in one group: 1 wholly.", "1", { $0.completeness }),
      ("fowlkes_mallows", "The geometric mean of precision and recall over pairs of one group.", "1", { $0.fowlkesMallows }),
    ] as [(String, String, String, (Contingency) -> Double)] {
      addMetric(
        name, summary, shapes: ["int32 [n], int32 [n] -> []"], "\(name)([0, 0, 1, 1], [1, 1, 0, 0])", gives: result,
        of: ("groups", "whole numbers [count]"), and: ("truths", "whole numbers [count]")
      ) { () in groupMetric(name, compute) }
    }
    addForeign("rand_score", means: "rand_index")
    addForeign("ami", "adjusted_mutual_info_score", means: "adjusted_mutual_information")
    addForeign("homogeneity_score", means: "homogeneity")
    addForeign("completeness_score", means: "completeness")
    addForeign("fowlkes_mallows_score", means: "fowlkes_mallows")
  }

  /// Metrics of points in groups, by the groups' centres.
  private func addSpreads() {
    for (name, summary, result, compute) in [
      (
        "davies_bouldin", "How wide groups are against how far apart they lie, for the worst neighbour of each: small is good.", "0.1",
        { $0.daviesBouldin }
      ),
      (
        "calinski_harabasz", "How far groups lie apart against how wide they are: large is good.", "200", { $0.calinskiHarabasz }
      ),
    ] as [(String, String, String, (GroupedPoints) -> Double)] {
      add(
        .metric, name, summary, shapes: ["[n, d], int32 [n] -> []"],
        examples: [Example("\(name)([[0], [1], [10], [11]], int32([0, 0, 1, 1]))", gives: result)],
        given("points", "[count, features]", Tensor.self), given("groups", "whole numbers [count]", Tensor.self)
      ) { (points: Tensor, groups: Tensor) in
        try checkGroups(points, groups, name)
        return compute(try GroupedPoints(Gathered(points), groups.wholes()))
      }
    }
    addForeign("davies_bouldin_score", means: "davies_bouldin")
    addForeign("calinski_harabasz_score", means: "calinski_harabasz")
  }
}

/// Refuses points without a group each.
private func checkGroups(_ points: Tensor, _ groups: Tensor, _ word: String) throws {
  guard points.rank == 2, groups.shape == [points.shape[0]] else {
    throw Complaint(
      .shape,
      "\(word) wants points [count, features] and groups [count], not \(points.shape.shapeText) and \(groups.shape.shapeText)",
      [.init(.position(0), points.shape.shapeText), .init(.position(1), groups.shape.shapeText)])
  }
}

/// Points by group, with each group's centre.
private struct GroupedPoints {
  private let groups: [(points: [[Double]], centre: [Double])]
  private let count: Int
  private let middle: [Double]

  init(_ points: Gathered, _ labels: [Int]) {
    func centre(_ points: [[Double]]) -> [Double] {
      (0..<(points.first?.count ?? 0)).map { place in mean(points.map { $0[place] }) }
    }
    let rows = (0..<points.count).map { points.row($0) }
    groups = Set(labels).sorted().map { label in
      let own = rows.indices.filter { labels[$0] == label }.map { rows[$0] }
      return (own, centre(own))
    }
    count = rows.count
    middle = centre(rows)
  }

  private func squared(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }

  var daviesBouldin: Double {
    let widths = groups.map { group in mean(group.points.map { squared($0, group.centre).squareRoot() }) }
    return mean(
      groups.indices.map { own in
        groups.indices.filter { $0 != own }.map { other in
          let apart = squared(groups[own].centre, groups[other].centre).squareRoot()
          return apart == 0 ? 0 : (widths[own] + widths[other]) / apart
        }.max() ?? 0
      })
  }

  var calinskiHarabasz: Double {
    let between = groups.reduce(0) { $0 + Double($1.points.count) * squared($1.centre, middle) }
    let inside = groups.reduce(0) { sum, group in sum + group.points.reduce(0) { $0 + squared($1, group.centre) } }
    return inside == 0 ? 1 : between * Double(count - groups.count) / (inside * Double(groups.count - 1))
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

  /// Pairs of one group in both ways, in the first and in the second.
  private var togetherness: (both: Double, first: Double, second: Double) {
    (
      cells.values.reduce(0) { $0 + pairs($1) }, rows.values.reduce(0) { $0 + pairs($1) },
      columns.values.reduce(0) { $0 + pairs($1) }
    )
  }

  private func pairs(_ count: Double) -> Double { count * (count - 1) / 2 }

  var rand: Double {
    let (both, a, b) = togetherness
    return total < 2 ? 1 : (pairs(total) + 2 * both - a - b) / pairs(total)
  }

  var fowlkesMallows: Double {
    let (both, a, b) = togetherness
    return both == 0 ? 0 : (both / a).squareRoot() * (both / b).squareRoot()
  }

  var adjustedRand: Double {
    let (both, a, b) = togetherness
    let chance = a * b / max(pairs(total), 1)
    return (a + b) / 2 == chance ? 1 : (both - chance) / ((a + b) / 2 - chance)
  }

  /// What one way tells of the other. In order of the keys: sums must repeat bit for bit.
  private var information: Double {
    cells.keys.sorted { $0.lexicographicallyPrecedes($1) }.reduce(0.0) { sum, key in
      guard let count = cells[key], let row = rows[key[0]], let column = columns[key[1]] else { return sum }
      return sum + count / total * Glibc.log(count * total / (row * column))
    }
  }

  private func entropy(_ counts: [Double: Double]) -> Double {
    counts.sorted { $0.key < $1.key }.reduce(0) { $0 - $1.value / total * Glibc.log($1.value / total) }
  }

  var normalisedInformation: Double {
    let middle = (entropy(rows) + entropy(columns)) / 2
    return middle == 0 ? 1 : information / middle
  }

  var homogeneity: Double { entropy(columns) == 0 ? 1 : information / entropy(columns) }
  var completeness: Double { entropy(rows) == 0 ? 1 : information / entropy(rows) }

  var adjustedInformation: Double {
    let middle = (entropy(rows) + entropy(columns)) / 2
    if middle == 0 || rows.count == columns.count && (rows.count == 1 || rows.count == Int(total)) { return 1 }
    let chance = expectedInformation
    return (information - chance) / Swift.max(middle - chance, 2.220446049250313e-16)
  }

  /// What groups of these sizes tell of each other by chance (Vinh and others 2010).
  private var expectedInformation: Double {
    func factorial(_ number: Double) -> Double { Glibc.lgamma(number + 1) }
    var sum = 0.0
    for row in rows.values.sorted() {
      for column in columns.values.sorted() {
        let fixed =
          factorial(row) + factorial(column) + factorial(total - row) + factorial(total - column) - factorial(total)
        for count in stride(from: Swift.max(1, row + column - total), through: Swift.min(row, column), by: 1) {
          let ways = fixed - factorial(count) - factorial(row - count) - factorial(column - count)
          let chance = Glibc.exp(ways - factorial(total - row - column + count))
          sum += count / total * Glibc.log(total * count / (row * column)) * chance
        }
      }
    }
    return sum
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
