// Metrics of pictures and signals: how like they are to what was there.

import Catalog
import Glibc
import Tensor

/// A bell of weights that sum to 1, one for each place of a square window: [channels, 1, size, size].
private func bell(_ channels: Int, size: Int, deviation: Double) -> Tensor {
  let row = (0..<size).map { place in
    let gap = Double(place) - Double(size - 1) / 2
    return Glibc.exp(-gap * gap / (2 * deviation * deviation))
  }
  let sum = row.reduce(0, +)
  let square = row.flatMap { a in row.map { b in Float(a * b / (sum * sum)) } }
  return Tensor((0..<channels).flatMap { _ in square }, shape: [channels, 1, size, size])
}

/// The structural similarity of each picture: [batch].
private func similarity(_ p: Tensor, _ y: Tensor, range: Double) throws -> Tensor {
  try checkSameShape(p, y, "ssim")
  guard p.rank == 4, p.shape[2] >= 11, p.shape[3] >= 11 else {
    throw Complaint(
      .shape, "ssim wants pictures [batch, channels, h, w] of 11x11 or more, not \(p.shape.shapeText)",
      [.init(.position(0), p.shape.shapeText)])
  }
  let channels = p.shape[1]
  let kernel = bell(channels, size: 11, deviation: 1.5)
  let window = Window(stride: [1, 1], low: [0, 0], high: [0, 0], dilation: [1, 1])
  func local(_ x: Tensor) throws -> Tensor { try convolve(x, kernel, window, groups: channels) }
  let (meanP, meanY) = (try local(p), try local(y))
  let (spreadP, spreadY) = (try local(square(p)) - square(meanP), try local(square(y)) - square(meanY))
  let shared = try local(p * y) - meanP * meanY
  let (a, b) = (0.01 * 0.01 * range * range, 0.03 * 0.03 * range * range)
  let above = try (meanP * meanY * 2 + a) * (shared * 2 + b)
  let below = try (square(meanP) + square(meanY) + a) * (spreadP + spreadY + b)
  return try (above / below).mean(axes: [1, 2, 3])
}

/// 10 * log10(signal / noise) over the last axis: [..].
private func decibels(_ signal: Tensor, _ noise: Tensor) throws -> Tensor {
  let axis = [signal.rank - 1]
  let ratio = try (square(signal).sum(axes: axis) + 1.1920929e-07) / (square(noise).sum(axes: axis) + 1.1920929e-07)
  return try log(ratio) * 4.342944819032518
}

extension Catalog {
  func addPictureMetrics() {
    addMetric(
      "ssim", "The structural similarity of pictures, in windows of 11x11: 1 is the same.",
      shapes: [ShapeRule("[n, c, 16, 12], [n, c, 16, 12] -> []")],
      "ssim(ones([1, 1, 11, 11]), ones([1, 1, 11, 11]))", gives: "1", paper: "Wang and others 2004",
      number("range", "how far the smallest and the largest value are apart", 1, in: 1e-30...1e30)
    ) { (range: Double) in Metric(ofEach: "ssim") { try similarity($0, $1, range: range) } }
    addMetric(
      "snr", "How much stronger a signal is than the error in it, in decibels: the mean over signals.",
      shapes: ["[n, time], [n, time] -> []"],
      "snr([[1, 1]], [[1, 0]])", gives: "0", and: ("y", "what is true, of the same shape: [.., time]")
    ) { () in
      Metric(ofEach: "snr") { p, y in
        try checkSignals(p, y, "snr")
        return try decibels(y, y - p)
      }
    }
    addMetric(
      "si_sdr", "snr that forgives another loudness: the truth is scaled to fit first.", shapes: ["[n, time], [n, time] -> []"],
      "si_sdr([[1, 1]], [[1, 0]])", gives: "0", paper: "Le Roux and others 2019",
      and: ("y", "what is true, of the same shape: [.., time]")
    ) { () in
      Metric(ofEach: "si_sdr") { p, y in
        try checkSignals(p, y, "si_sdr")
        let axis = [p.rank - 1]
        let scale = try ((p * y).sum(axes: axis) + 1.1920929e-07) / (square(y).sum(axes: axis) + 1.1920929e-07)
        let fitted = try y * scale.expanded(at: p.rank - 1)
        return try decibels(fitted, fitted - p)
      }
    }
    addForeign("SSIM", "structural_similarity", "StructuralSimilarityIndexMeasure", means: "ssim")
    addForeign("SignalNoiseRatio", "signal_noise_ratio", means: "snr")
    addForeign("sdr", "ScaleInvariantSignalDistortionRatio", "scale_invariant_sdr", means: "si_sdr")
  }
}

private func checkSignals(_ p: Tensor, _ y: Tensor, _ word: String) throws {
  try checkSameShape(p, y, word)
  guard p.rank > 0 else {
    throw Complaint(.shape, "\(word) wants signals [.., time], and this is one number", [.init(.position(0), "rank 0")])
  }
}
