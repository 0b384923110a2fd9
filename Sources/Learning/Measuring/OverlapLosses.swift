// Losses of masks: how little predicted and true regions overlap.

import Catalog
import Tensor

extension Catalog {
  func addOverlapLosses() {
    let output = (name: "shares", summary: "0..1, as sigmoid gives them: [batch, …]")
    let truth = (name: "y", summary: "0 and 1, or shares, of the same shape")
    addLoss(
      "dice", "1 - 2 * overlap / (sum of both), for each sample: regions count, however small.", shapes: ["[n, ...], [n, ...] -> []"],
      "dice([[1, 0]], [[1, 0]], smooth: 0)",
      gives: "0", paper: "Milletari and others 2016", samples: .pairs(in: 0.1...0.9), of: output, and: truth,
      number("smooth", "added above and below, so that empty regions agree", 1, in: 0...1e30), reduction()
    ) { (smooth: Double, reduce: Reduction) in
      Loss(pairs: "dice", reduce) { p, y in
        let overlap = try regions(p * y)
        return try 1 - (overlap * 2 + smooth) / (regions(p) + regions(y) + smooth)
      }
    }
    addLoss(
      "tversky", "dice with a weight for what is wrongly found and one for what is missed.", shapes: ["[n, ...], [n, ...] -> []"],
      "tversky([[1, 1]], [[1, 0]], alpha: 1, smooth: 0)", gives: "0.5", paper: "Salehi and others 2017",
      samples: .pairs(in: 0.1...0.9, with: [("alpha", .number(0.7)), ("beta", .number(0.2))]), of: output, and: truth,
      number("alpha", "the weight of what is wrongly found", 0.5, in: 0...1e6),
      number("beta", "the weight of what is missed", 0.5, in: 0...1e6),
      number("smooth", "added above and below, so that empty regions agree", 1, in: 0...1e30), reduction()
    ) { (alpha: Double, beta: Double, smooth: Double, reduce: Reduction) in
      Loss(pairs: "tversky", reduce) { p, y in
        let overlap = try regions(p * y)
        let wrong = try regions(p * (1 - y)) * alpha
        let missed = try regions((1 - p) * y) * beta
        return try 1 - (overlap + smooth) / (overlap + wrong + missed + smooth)
      }
    }
    addForeign("DiceLoss", "dice_loss", means: "dice")
    addForeign("TverskyLoss", "tversky_loss", means: "tversky")
  }
}

/// The sum over all but the batch.
private func regions(_ x: Tensor) throws -> Tensor { try x.sum(axes: Array(x.shape.indices.dropFirst())) }
