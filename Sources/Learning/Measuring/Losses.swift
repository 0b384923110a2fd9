// Losses of numbers: how far a prediction is from a true number, item by item.

import Catalog
import Tensor

/// The mean of squared differences.
public func meanSquaredError(_ p: Tensor, _ y: Tensor) throws -> Tensor { try square(differences(p, y, "mse")).mean() }

extension Catalog {
  /// Declares the losses.
  public func addLosses() {
    addClassLosses()
    addNumberLosses()
    addBinaryLosses()
    addDistanceLosses()
    addOverlapLosses()
    addSequenceLosses()
    addRankingLosses()
  }

  private func addNumberLosses() {
    addErrorLoss("mse", "The mean of squared differences.", "mse([1, 2], [1, 4])", gives: "2") { try square($0) }
    addErrorLoss("mae", "The mean of absolute differences.", "mae([1, 2], [1, 4])", gives: "1") { abs($0) }
    addErrorLoss(
      "log_cosh", "The mean of log(cosh(difference)): square near 0, straight far out.", "log_cosh([1, 3], [1, 4])", gives: "0.2168904"
    ) { error in
      // As |x| it would have no slope at 0, and no curvature there.
      let size = try select(error > 0, error, -error)
      return try size + log1p(exp(size * -2)) - 0.6931471805599453
    }
    addBentLosses()
    addRelativeLosses()
    addLikelihoods()
    addForeign("nn.MSELoss", in: "PyTorch", means: "mse")
    addForeign("losses.MeanSquaredError", in: "Keras", means: "mse")
    addForeign("mse_loss", "mean_squared_error", "l2_loss", means: "mse")
    addForeign("nn.L1Loss", in: "PyTorch", means: "mae")
    addForeign("losses.MeanAbsoluteError", in: "Keras", means: "mae")
    addForeign("l1_loss", "l1", "mean_absolute_error", means: "mae")
    addForeign("losses.LogCosh", in: "Keras", means: "log_cosh")
    addForeign("logcosh", means: "log_cosh")
  }

  /// Losses that are square near 0 and straight far out.
  private func addBentLosses() {
    addLoss(
      "huber", "Half the square of a difference up to `delta`, and a straight line beyond: outliers pull less.",
      "huber([0, 0], [1, 3])", gives: "1.5", paper: "Huber 1964", samples: .pairs() + .pairs(with: [("delta", .number(0.3))]),
      number("delta", "where the line begins, in units of y", 1, in: 1e-30...1e30), reduction()
    ) { (delta: Double, reduce: Reduction) in
      Loss(pairs: "huber", reduce) { p, y in
        let size = try abs(p - y)
        return try select(size <= Tensor(delta), square(size) * 0.5, (size - delta / 2) * delta)
      }
    }
    addLoss(
      "smooth_l1", "huber divided by where its line begins: the line's slope is 1.", "smooth_l1([0, 0], [1, 3], beta: 2)", gives: "1.125",
      paper: "Girshick 2015", samples: .pairs() + .pairs(with: [("beta", .number(0.3))]),
      number("beta", "where the line begins, in units of y", 1, in: 0...1e30), reduction()
    ) { (beta: Double, reduce: Reduction) in
      Loss(pairs: "smooth_l1", reduce) { p, y in
        let size = try abs(p - y)
        return beta == 0 ? size : try select(size < Tensor(beta), square(size) * (0.5 / beta), size - beta / 2)
      }
    }
    addLoss(
      "pinball", "The loss of a quantile: what lies above the prediction weighs `share`, what lies below 1 - share.",
      "pinball([0, 0], [1, -1], share: 90%)", gives: "0.5", paper: "Koenker & Bassett 1978",
      samples: .pairs(with: [("share", .number(0.9))]),
      number("share", "the quantile that is predicted, in 0..1", 0.5, in: 0...1), reduction()
    ) { (share: Double, reduce: Reduction) in
      Loss(pairs: "pinball", reduce) { p, y in
        let error = try y - p
        return try maximum(error * share, error * (share - 1))
      }
    }
    addForeign("nn.HuberLoss", in: "PyTorch", means: "huber")
    addForeign("losses.Huber", in: "Keras", means: "huber")
    addForeign("huber_loss", means: "huber")
    addForeign("nn.SmoothL1Loss", in: "PyTorch", means: "smooth_l1")
    addForeign("smooth_l1_loss", means: "smooth_l1")
    addForeign("quantile_loss", "QuantileLoss", "pinball_loss", "mean_pinball_loss", means: "pinball")
  }

  private func addRelativeLosses() {
    addLoss(
      "mape", "The mean of absolute differences as shares of the true numbers.", "mape([1, 2], [2, 4])", gives: "0.5",
      samples: .pairs(in: 0.5...1.5),
      reduction()
    ) { (reduce: Reduction) in
      Loss(pairs: "mape", reduce) { p, y in try abs(p - y) / maximum(abs(y), Tensor(1.1920929e-07)) }
    }
    addLoss(
      "msle", "The mean of squared differences of log(1 + x): relative errors count.", "msle([1, 3], [1, 7])", gives: "0.2402265",
      samples: .pairs(in: 0.1...1),
      reduction()
    ) { (reduce: Reduction) in
      Loss(pairs: "msle", reduce) { p, y in try square(log1p(p) - log1p(y)) }
    }
    addForeign("losses.MeanAbsolutePercentageError", in: "Keras", means: "mape")
    addForeign("mean_absolute_percentage_error", means: "mape")
    addForeign("losses.MeanSquaredLogarithmicError", in: "Keras", means: "msle")
    addForeign("mean_squared_logarithmic_error", means: "msle")
  }

  /// Losses that are the -log of a density.
  private func addLikelihoods() {
    addLoss(
      "poisson", "How surprising counts are under predicted rates: -log of Poisson's share, without the part that only y decides.",
      "poisson([0, 0], [1, 2])", gives: "1", samples: .pairs() + .pairs(in: 0.5...1.5, with: [("log", .truth(false))]),
      flag("log", "the predictions are logarithms of rates, as a net gives them", true), reduction()
    ) { (isLogarithm: Bool, reduce: Reduction) in
      Loss(pairs: "poisson", reduce) { p, y in isLogarithm ? try exp(p) - y * p : try p - y * log(p + 1e-8) }
    }
    add(
      .loss, "gaussian_nll", "How surprising numbers are under predicted means and variances: -log of the normal density.",
      shapes: ["[...], [...], [...] -> []"],
      examples: [Example("gaussian_nll([0], [1], [1])", gives: "0.5")],
      samples: [.apart([2, 3], [2, 3], [2, 3], in: 0.5...1.5), .apart([1], [1], [1], in: 0.5...1.5, with: [("full", .truth(true))])],
      given("mean", "predicted means", Tensor.self), given("y", "what is true, of the same shape", Tensor.self),
      given("variance", "predicted variances, of the same shape", Tensor.self), flag("full", "adds log(2π)/2", false),
      number("epsilon", "variances count as at least this much", 1e-6, in: 0...1e30), reduction()
    ) { (mean: Tensor, y: Tensor, variance: Tensor, full: Bool, epsilon: Double, reduce: Reduction) in
      let error = try differences(mean, y, "gaussian_nll")
      try checkSameShape(mean, variance, "gaussian_nll", (0, 2))
      let spread = try maximum(variance, Tensor(epsilon))
      let items = try (log(spread) + square(error) / spread) * 0.5
      return try reduce.applied(to: full ? items + 0.9189385332046727 : items)
    }
    addForeign("nn.PoissonNLLLoss", in: "PyTorch", means: "poisson")
    addForeign("poisson_nll_loss", "poisson_nll", means: "poisson")
    addForeign("nn.GaussianNLLLoss", in: "PyTorch", means: "gaussian_nll")
    addForeign("gaussian_nll_loss", means: "gaussian_nll")
  }

  /// A loss of the difference alone.
  private func addErrorLoss(
    _ name: String, _ summary: String, _ example: String, gives result: String, file: String = #fileID, line: Int = #line,
    _ item: @escaping (Tensor) throws -> Tensor
  ) {
    addLoss(name, summary, example, gives: result, samples: .pairs(), file: file, line: line, reduction()) { (reduce: Reduction) in
      Loss(pairs: name, reduce) { p, y in try item(p - y) }
    }
  }
}
