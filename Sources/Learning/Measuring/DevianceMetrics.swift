// Metrics by the likelihood of a family of distributions, and how much better predictions are than one number for all.

import Catalog
import Glibc
import Tensor

/// How far a prediction is from the truth under Tweedie's distribution of a power: 0 the normal one, 1 Poisson's, 2 the gamma one.
private func deviance(_ y: Double, _ p: Double, _ power: Double) -> Double {
  func raised(_ x: Double, _ exponent: Double) -> Double { Glibc.pow(x, exponent) }
  switch power {
  case 0: return (y - p) * (y - p)
  case 1: return 2 * ((y == 0 ? 0 : y * Glibc.log(y / p)) - y + p)
  case 2: return 2 * (Glibc.log(p / y) + y / p - 1)
  default:
    let whole = raised(max(y, 0), 2 - power) / ((1 - power) * (2 - power))
    return 2 * (whole - y * raised(p, 1 - power) / (1 - power) + raised(p, 2 - power) / (2 - power))
  }
}

private func checkPower(_ power: Double) throws {
  guard power > 0, power < 1 else { return }
  throw Complaint(
    .argument, "no distribution has a power between 0 and 1", [.init(.argument("power"), numberText(power))],
    why: "0 is the normal one, 1 Poisson's, 2 the gamma one")
}

/// The loss of a quantile.
private func pinball(_ y: Double, _ p: Double, _ share: Double) -> Double { max((y - p) * share, (y - p) * (share - 1)) }

/// The smallest number with such a share at or below it; the mean with the next where the share falls on the edge of two.
private func quantile(_ numbers: [Double], _ share: Double) -> Double {
  let sorted = numbers.sorted()
  guard !sorted.isEmpty else { return .nan }
  let place = share * Double(sorted.count)
  func item(_ index: Int) -> Double { sorted[min(max(index, 0), sorted.count - 1)] }
  let whole = place.rounded()
  if Swift.abs(place - whole) < 1e-9 { return (item(Int(whole) - 1) + item(Int(whole))) / 2 }
  return item(Int(place.rounded(.up)) - 1)
}

extension Catalog {
  func addDevianceMetrics() {
    addMetric(
      "tweedie_deviance", "How unlikely numbers are under predicted means: by the normal, Poisson's or the gamma distribution, or between.",
      shapes: ["[n], [n] -> []"], "tweedie_deviance([1, 2], [1, 4])", gives: "2", and: ("y", "what is true, of the same shape"), power()
    ) { (power: Double) in
      try checkPower(power)
      return pairs("tweedie_deviance") { p, y in mean(zip(y, p).map { deviance($0, $1, power) }) }
    }
    addMetric(
      "d2_tweedie", "How much better than the mean predictions are, by tweedie_deviance.", shapes: ["[n], [n] -> []"],
      "d2_tweedie([1, 2, 2], [1, 2, 3])", gives: "0.5", power()
    ) { (power: Double) in
      try checkPower(power)
      return pairs("d2_tweedie") { p, y in
        let middle = mean(y)
        let whole = y.reduce(0) { $0 + deviance($1, middle, power) }
        return whole == 0 ? 0 : 1 - zip(y, p).reduce(0) { $0 + deviance($1.0, $1.1, power) } / whole
      }
    }
    addMetric(
      "d2_pinball", "How much better than the quantile of all predictions of a quantile are, by pinball.",
      shapes: ["[n, ...], [n, ...] -> []"], "d2_pinball([1, 2, 2], [1, 2, 3])", gives: "0.5",
      number("share", "the quantile that is predicted, in 0..1", 0.5, in: 0...1)
    ) { (share: Double) in
      pairs("d2_pinball") { p, y in
        let middle = quantile(y, share)
        let whole = y.reduce(0) { $0 + pinball($1, middle, share) }
        return whole == 0 ? 0 : 1 - zip(y, p).reduce(0) { $0 + pinball($1.0, $1.1, share) } / whole
      }
    }
    addForeign("mean_tweedie_deviance", "mean_poisson_deviance", "mean_gamma_deviance", "TweedieDevianceScore", means: "tweedie_deviance")
    addForeign("d2_tweedie_score", means: "d2_tweedie")
    addForeign("d2_pinball_score", means: "d2_pinball")
  }

  private func power() -> Parameter<Double> {
    number("power", "of the mean, that the variance follows: 0 normal, 1 Poisson, 2 gamma", 0, in: -100...100)
  }
}

/// A metric of all predictions and truths, quantity by quantity.
private func pairs(_ name: String, _ compute: @escaping (_ predictions: [Double], _ truths: [Double]) -> Double) -> Metric {
  Metric(joining: name) { predictions, y in
    try checkSameShape(predictions, y, name)
    return [predictions, y]
  } end: { gathered in
    .number(mean((0..<gathered[0].width).map { compute(gathered[0].column($0), gathered[1].column($0)) }))
  }
}
