// Every rule of shapes that a word states is what the word does, whatever the sizes.

import Catalog
import Foundation
import Testing

@testable import dln

@Suite struct EveryShapeTests {
  /// Words that are there to map shapes.
  static let families: [Family] = [
    .tensor, .elementwise, .activation, .reduction, .movement, .contraction, .algebra, .layer, .initialiser, .loss, .metric,
    .augmentation,
  ]

  /// Words of those families that are given no tensors first, or make no single one of a shape that follows from theirs.
  static let others: Set = [
    "score", "predict", "confusion", "einsum", "chunk", "unique", "nms", "roc_curve", "precision_recall_curve", "feature_pyramid",
    "mean_average_precision", "bleu", "rouge", "word_error_rate", "character_error_rate",
  ]

  @Test(arguments: families)
  func isStated(_ family: Family) {
    for word in Catalog.complete().words(of: family) where !Self.others.contains(word.name) {
      #expect(!word.shapes.isEmpty, "\(word.name) states no rule of shapes")
    }
  }

  @Test(arguments: Family.allCases)
  func isKept(_ family: Family) throws {
    let words = Catalog.complete().words(of: family).filter { !$0.shapes.isEmpty }
    if words.isEmpty { return }
    let checks = words.flatMap { word in
      word.shapes.flatMap { rule in [["2", "3"], [], ["4"]].map { Self.check(word, rule, rest: $0) } }
    }
    try Binary.inFolder(["shapes.dln": checks.joined()]) { (folder: URL) throws in
      let outcome = try Binary.run(["test", "shapes.dln"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output == "\(checks.count) passed, 0 failed\n")
    }
  }

  @Test func aWrongRuleIsFound() throws {
    let word = try #require(Catalog.complete()["transpose"])
    let checks = Self.check(word, "[n, m] -> [n, m]", rest: [])
    #expect(try Binary.inFolder(["shapes.dln": checks]) { try Binary.run(["test", "shapes.dln"], in: $0) }.status == 3)
  }

  /// A line that expects the shape of what the word gives; [rest] stands for `...`.
  private static func check(_ word: Declaration, _ rule: ShapeRule, rest: [String]) -> String {
    let sizes = names(in: rule).enumerated().map { "\($1) = \($0 + 5)\n" }.joined()
    let inputs = rule.inputs.map { tensor($0, rest: rest) }
    let arguments = [rule.arguments].compactMap { $0 }
    let call =
      word.family == .augmentation
      ? "\(inputs[0]) |> augment { \(word.name)(\(arguments.joined())) }"
      : "\(word.name)(\((inputs + arguments).joined(separator: ", ")))"
    let wanted = spelled(rule.output, rest: rest)
    let shape = "tensor(\(call)).shape"
    return sizes + (wanted == "[]" ? "expect \(shape).count == 0\n" : "expect \(shape) == \(wanted)\n")
  }

  /// `int32 [n, ...]` as zeros of that shape.
  private static func tensor(_ input: String, rest: [String]) -> String {
    let parts = input.split(separator: " ", maxSplits: 1)
    let hasType = !input.hasPrefix("[")
    let shape = spelled(hasType ? String(parts[1]) : input, rest: rest)
    let zeros = shape == "[]" ? "0" : "zeros(\(shape))"
    return hasType ? "\(parts[0])(\(zeros))" : zeros
  }

  private static func spelled(_ shape: String, rest: [String]) -> String {
    let inner = shape.dropFirst().dropLast().split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return "[" + inner.flatMap { $0 == "..." ? rest : [$0] }.joined(separator: ", ") + "]"
  }

  private static func names(in rule: ShapeRule) -> [String] {
    let text = "\(rule.text), \(rule.arguments ?? "")"
    let words = text.split { !$0.isLetter && $0 != "_" && !$0.isNumber }.map(String.init).filter { $0.first?.isLetter == true }
    let known: Set = ["int32", "floor", "ceil", "axis", "keep", "true", "stride", "padding", "same", "valid", "zeros", "dense"]
    return Set(words).subtracting(known).sorted()
  }
}
