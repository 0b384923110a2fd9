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

  /// `dln check` knows the shape without computing anything: a loss, which never broadcasts, takes it for that of the rule and for no other.
  @Test(arguments: families)
  func isForeseen(_ family: Family) throws {
    let rules = Catalog.complete().words(of: family).flatMap { word in word.shapes.map { (word, $0) } }
    let right = rules.map { Self.comparison($0, $1, further: "") }
    let wrong = rules.map { Self.comparison($0, $1, further: "7") }
    try Binary.inFolder(["right.dln": right.joined()].merging(Self.files(wrong)) { $1 }) { (folder: URL) throws in
      let well = try Binary.run(["check", "right.dln"], in: folder)
      #expect(well.status == 0, "\(well.errors)")
      let files = Self.files(wrong)
      let found = try Binary.run(["check"] + files.keys.sorted(), in: folder)
      let counts = Dictionary(found.lines.compactMap { $0.firstMatch(of: #/^(\S+): (\d+) error/#) }.map { ($0.1, Int($0.2)) }) { $1 }
      for (name, text) in files {
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("mse(") }
        #expect(counts[name[...]] == lines.count, "\(text)")
      }
    }
  }

  /// Programs of some checks each: no more errors are told than ten.
  private static func files(_ checks: [String]) -> [String: String] {
    let starts = Array(stride(from: 0, to: checks.count, by: 8))
    return Dictionary(uniqueKeysWithValues: starts.map { ("wrong\($0).dln", checks[$0..<min($0 + 8, checks.count)].joined()) })
  }

  @Test func aWrongRuleIsFound() throws {
    let word = try #require(Catalog.complete()["transpose"])
    let checks = Self.check(word, "[n, m] -> [n, m]", rest: [])
    #expect(try Binary.inFolder(["shapes.dln": checks]) { try Binary.run(["test", "shapes.dln"], in: $0) }.status == 3)
  }

  /// A line that expects the shape of what the word gives; [rest] stands for `...`.
  private static func check(_ word: Declaration, _ rule: ShapeRule, rest: [String]) -> String {
    let wanted = spelled(rule.output, rest: rest)
    let shape = "tensor(\(call(word, rule, rest: rest))).shape"
    return sizes(rule) + (wanted == "[]" ? "expect \(shape).count == 0\n" : "expect \(shape) == \(wanted)\n")
  }

  /// A line that compares what the word gives with zeros of the rule's shape and [further] axes.
  private static func comparison(_ word: Declaration, _ rule: ShapeRule, further: String) -> String {
    let axes = [spelled(rule.output, rest: ["2", "3"]).dropFirst().dropLast(), further[...]].filter { !$0.isEmpty }
    let zeros = axes.isEmpty ? "0" : "zeros([\(axes.joined(separator: ", "))])"
    return sizes(rule) + "mse(float32(tensor(\(call(word, rule, rest: ["2", "3"])))), \(zeros))\n"
  }

  private static func sizes(_ rule: ShapeRule) -> String { names(in: rule).enumerated().map { "\($1) = \($0 + 5)\n" }.joined() }

  private static func call(_ word: Declaration, _ rule: ShapeRule, rest: [String]) -> String {
    let inputs = rule.inputs.map { tensor($0, rest: rest) }
    let arguments = [rule.arguments].compactMap { $0 }
    return word.family == .augmentation
      ? "\(inputs[0]) |> augment { \(word.name)(\(arguments.joined())) }"
      : "\(word.name)(\((inputs + arguments).joined(separator: ", ")))"
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
