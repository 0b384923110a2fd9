// The optimizers. Formulas are those of the papers in PyTorch's reading.

import Catalog
import Glibc
import Tensor

extension Catalog {
  /// Declares the optimizers.
  public func addOptimizers() {
    add(
      .optimizer, "sgd", "Moves against the gradient, with momentum if wanted.", paper: "Robbins & Monro 1951; Sutskever and others 2013",
      examples: [Example("sgd(0.1, momentum: 90%)", gives: "sgd(0.1, momentum: 0.9)")],
      rate(0.01), number("momentum", "the share of the last movement that goes on", 0, in: 0...1),
      number("decay", "pulls weights towards 0: this times the weight joins the gradient", 0, in: 0...1e6),
      flag("nesterov", "looks ahead along the momentum", false)
    ) { (rate: Schedule, momentum: Double, decay: Double, nesterov: Bool) in
      Optimizer(rate, remembers: momentum > 0 ? ["velocity"] : []) { step, memory in
        let gradient = decay > 0 ? try step.gradient + step.parameter * decay : step.gradient
        guard momentum > 0 else { return try step.parameter - gradient * step.rate }
        // The first velocity is the gradient itself, since memories start at 0.
        memory[0] = try memory[0] * momentum + gradient
        let direction = nesterov ? try gradient + memory[0] * momentum : memory[0]
        return try step.parameter - direction * step.rate
      }
    }
    addAdam(
      "adam", "Scales each step by running means of the gradient and its square.", paper: "Kingma & Ba 2015", decay: 0, decouples: false)
    addAdam("adamw", "Adam with weight decay apart from the gradient.", paper: "Loshchilov & Hutter 2019", decay: 0.01, decouples: true)
    addForeign("optim.SGD", in: "PyTorch", means: "sgd")
    addForeign("optim.Adam", in: "PyTorch", means: "adam")
    addForeign("optim.AdamW", in: "PyTorch", means: "adamw")
  }

  private func addAdam(
    _ name: String, _ summary: String, paper: String, decay: Double, decouples: Bool, file: String = #fileID, line: Int = #line
  ) {
    let note =
      decouples
      ? "pulls weights towards 0: this times the rate of each weight goes"
      : "pulls weights towards 0: this times the weight joins the gradient and is scaled with it, so little is much; mostly adamw is meant"
    add(
      .optimizer, name, summary, paper: paper, examples: [Example("\(name)(0.001)", gives: "\(name)(0.001)")], file: file, line: line,
      rate(0.001), number("beta1", "the share of the mean gradient that is kept", 0.9, in: 0...1),
      number("beta2", "the share of the mean square that is kept", 0.999, in: 0...1),
      number("epsilon", "keeps the division finite", 1e-8, in: 0...1),
      number("decay", note, decay, in: 0...1e6)
    ) { (rate: Schedule, beta1: Double, beta2: Double, epsilon: Double, decay: Double) in
      Optimizer(rate, remembers: ["mean", "square"]) { step, memory in
        let gradient = decay > 0 && !decouples ? try step.gradient + step.parameter * decay : step.gradient
        memory[0] = try memory[0] * beta1 + gradient * (1 - beta1)
        memory[1] = try memory[1] * beta2 + square(gradient) * (1 - beta2)
        let size = step.number { rate, t in rate / (1 - pow(beta1, t)) }
        let correction = step.number { _, t in 1 / sqrt(1 - pow(beta2, t)) }
        let movement = try memory[0] * size / (sqrt(memory[1]) * correction + epsilon)
        guard decay > 0, decouples else { return try step.parameter - movement }
        let kept = step.number { rate, _ in 1 - rate * decay }
        return try step.parameter * kept - movement
      }
    }
  }

  /// The first parameter of every optimizer.
  public func rate(_ usual: Double) -> Parameter<Schedule> {
    given("rate", "how far a step moves: a number, a schedule or a function of the step", Schedule.self, Schedule(usual))
  }
}
