// Trainings of every kind through the program itself: their bits depend on `--threads`, not on how many cores there are.

import Foundation
import Testing

@testable import dln

@Suite struct SameNumbersTests {
  /// A net, the shape of a sample, and how many are in a batch: so large that its products are shared.
  struct Training: CustomTestStringConvertible {
    let name: String
    let sample: String
    let count: Int
    let lines: String
    var testDescription: String { name }

    var notebook: String {
      """
      net = layers(\(sample)) { \(lines) }
      x = normal([\(count), \(sample.replacing("x", with: ", "))])
      y = int32(floor(uniform([\(count)], 0..10)))
      rule = adam(0.001)
      for i in 1..4 { print(update net by rule { cross_entropy(net(x), y) }) }
      print(mean(abs(net(x))))
      save(net, "net.safetensors");
      """
    }
  }

  static let trainings = [
    Training(name: "dense", sample: "256", count: 128, lines: "dense(300); relu; dropout(30%); dense(300); layer_norm; gelu; dense(10)"),
    Training(
      name: "convolutional", sample: "8x12x12", count: 24,
      lines: "conv(32, 3x3); batch_norm; relu; residual { conv(32, 3x3); batch_norm }; relu; max_pool(2); flatten; dense(10)"),
    Training(name: "recurrent", sample: "12x32", count: 32, lines: "lstm(64); gru(48, outputs: \"last\"); dense(10)"),
    Training(name: "transformer", sample: "24x64", count: 16, lines: "learned_positions; transformer_encoder(4, 256); flatten; dense(10)"),
  ]

  private struct Result: Equatable {
    let numbers: [Double]
    let weights: Data
  }

  /// Runs a training; [core]: on this one alone.
  private func run(_ training: Training, threads: Int, core: Int? = nil) throws -> Result {
    try Binary.inFolder(["train.dln": training.notebook]) { (folder: URL) throws in
      let outcome = try Binary.run(["train.dln", "--threads", "\(threads)", "--quiet"], in: folder, core: core)
      try #require(outcome.status == 0, "\(outcome.errors)")
      let weights = try Data(contentsOf: folder.appending(path: "train.out/net.safetensors"))
      return Result(numbers: outcome.lines.compactMap { Double($0) }, weights: weights)
    }
  }

  @Test(.enabled(if: Binary.core != nil), arguments: trainings) func twoThreadsGiveTheSameBitsOnOneCore(_ training: Training) throws {
    let usual = try run(training, threads: 2)
    #expect(usual.numbers.count == 5 && usual.numbers[3] < usual.numbers[0], "\(usual.numbers)")
    #expect(try run(training, threads: 2, core: Binary.core) == usual)
    let alone = try run(training, threads: 1)
    #expect(zip(alone.numbers, usual.numbers).allSatisfy { abs($0 - $1) <= 1e-3 * abs($1) + 1e-4 }, "\(alone.numbers) \(usual.numbers)")
  }
}
