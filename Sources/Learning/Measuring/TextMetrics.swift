// Metrics of texts: how far what was written is from what should have been.

import Catalog
import Glibc

/// How many insertions, deletions and replacements lead from one row to another.
private func edits<Item: Equatable>(_ from: [Item], _ to: [Item]) -> Int {
  var above = Array(0...to.count)
  for (row, item) in from.enumerated() {
    var current = [row + 1]
    for (column, other) in to.enumerated() {
      current.append(min(above[column] + (item == other ? 0 : 1), above[column + 1] + 1, current[column] + 1))
    }
    above = current
  }
  return above[to.count]
}

private func wordsOf(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map { String($0) } }

/// How often each run of [length] items occurs.
private func runs(_ items: [String], _ length: Int) -> [[String]: Int] {
  var counts: [[String]: Int] = [:]
  guard items.count >= length else { return counts }
  for start in 0...(items.count - length) { counts[Array(items[start..<(start + length)]), default: 0] += 1 }
  return counts
}

/// What both hold of each run.
private func shared(_ a: [[String]: Int], _ b: [[String]: Int]) -> Int { a.reduce(0) { $0 + min($1.value, b[$1.key] ?? 0) } }

/// Texts and as many references, of which all are taken together.
private struct TextPairs {
  let pairs: [(text: String, reference: String)]

  init(_ texts: [String], _ references: [String], _ word: String) throws {
    guard texts.count == references.count, !texts.isEmpty else {
      throw Complaint(
        .argument, "\(word) wants a reference for each text: there are \(texts.count) texts and \(references.count) references",
        [.init(.position(1), "\(references.count)"), .init(.position(0), "\(texts.count)")])
    }
    pairs = Array(zip(texts, references))
  }

  /// Edits by the length of the references.
  func errorRate<Item: Equatable>(_ parts: (String) -> [Item]) -> Double {
    let wrong = pairs.reduce(0) { $0 + edits(parts($1.text), parts($1.reference)) }
    let length = pairs.reduce(0) { $0 + parts($1.reference).count }
    return length == 0 ? (wrong == 0 ? 0 : 1) : Double(wrong) / Double(length)
  }

  /// The geometric mean of the shares of runs that the references hold, less where texts are too short.
  func bleu(_ longest: Int) -> Double {
    let lines = pairs.map { (wordsOf($0.text), wordsOf($0.reference)) }
    let (written, wanted) = lines.reduce((0, 0)) { ($0.0 + $1.0.count, $0.1 + $1.1.count) }
    var sum = 0.0
    for length in 1...longest {
      let counts = lines.map { (runs($0.0, length), runs($0.1, length)) }
      let hits = counts.reduce(0) { $0 + shared($1.0, $1.1) }
      let total = counts.reduce(0) { $0 + $1.0.values.reduce(0, +) }
      guard hits > 0 else { return 0 }
      sum += Glibc.log(Double(hits) / Double(total))
    }
    let brevity = written >= wanted ? 1 : Glibc.exp(1 - Double(wanted) / Double(max(written, 1)))
    return brevity * Glibc.exp(sum / Double(longest))
  }

  /// The mean over texts of F1 on runs of words; 0: on the longest row of words that both have in order.
  func rouge(_ length: Int) -> Double {
    let values = pairs.map { text, reference -> Double in
      let (a, b) = (wordsOf(text), wordsOf(reference))
      let hits = length == 0 ? commonLength(a, b) : shared(runs(a, length), runs(b, length))
      let (made, wanted) = length == 0 ? (a.count, b.count) : (a.count - length + 1, b.count - length + 1)
      return hits == 0 ? 0 : 2 * Double(hits) / Double(made + wanted)
    }
    return mean(values)
  }
}

/// How long the longest row is that both have in order.
private func commonLength(_ a: [String], _ b: [String]) -> Int {
  var above = [Int](repeating: 0, count: b.count + 1)
  for item in a {
    var current = [0]
    for (column, other) in b.enumerated() {
      current.append(item == other ? above[column] + 1 : max(above[column + 1], current[column]))
    }
    above = current
  }
  return above[b.count]
}

/// One text, or a list of them.
struct Texts: Argument {
  let all: [String]
  static var wanted: String { "a text, or a list of texts" }
  static func from(_ value: Value, _ context: Context) throws -> Texts? {
    if case .text(let text) = value { return Texts(all: [text]) }
    guard case .list(let items) = value else { return nil }
    let texts = items.compactMap { item -> String? in if case .text(let text) = item.first { text } else { nil } }
    return texts.count == items.count ? Texts(all: texts) : nil
  }
  var value: Value { .list(all.map { .text($0) }) }
}

/// What rouge counts.
private enum RougeKind: String, Choice {
  case words = "1"
  case pairs = "2"
  case longest = "L"

  var length: Int { self == .words ? 1 : self == .pairs ? 2 : 0 }
}

extension Catalog {
  func addTextMetrics() {
    addTextMetric(
      "word_error_rate", "Words that must be changed, by how many there should be.", "word_error_rate(\"a cat\", \"the cat\")", "0.5"
    ) { () in { $0.errorRate(wordsOf) } }
    addTextMetric(
      "character_error_rate", "Letters that must be changed, by how many there should be.", "character_error_rate(\"cut\", \"cats\")", "0.5"
    ) { () in { $0.errorRate { Array($0) } } }
    addTextMetric(
      "bleu", "How many runs of one to four words the references hold, over all texts: 1 is the same.",
      "bleu(\"the cat sat here\", \"the cat sat here\")", "1", paper: "Papineni and others 2002",
      count("longest", "how many words the longest run has", 4, in: 1...100)
    ) { (longest: Int) in { $0.bleu(longest) } }
    addTextMetric(
      "rouge", "F1 of the words, pairs of words or rows in order that a text shares with its reference: the mean over texts.",
      "rouge(\"a cat sat\", \"the cat sat\", kind: \"2\")", "0.5", paper: "Lin 2004",
      given("kind", "\"1\": words, \"2\": pairs of words, \"L\": the longest row in order", RougeKind.self, .longest)
    ) { (kind: RougeKind) in { $0.rouge(kind.length) } }
    addForeign("wer", "WER", "WordErrorRate", means: "word_error_rate")
    addForeign("cer", "CER", "CharErrorRate", means: "character_error_rate")
    addForeign("BLEU", "BLEUScore", "sacre_bleu", means: "bleu")
    addForeign("ROUGE", "ROUGEScore", "rouge_l", means: "rouge")
  }

  private func addTextMetric<each Kind: Argument>(
    _ name: String, _ summary: String, _ example: String, _ result: String, paper: String? = nil, file: String = #fileID,
    line: Int = #line,
    _ parameter: repeat Parameter<each Kind>, make: @escaping (repeat each Kind) -> (TextPairs) -> Double
  ) {
    add(
      .metric, name, summary, paper: paper, examples: [Example(example, gives: result)], file: file, line: line,
      given("texts", "what was written", Texts.self), given("references", "what should have been, one for each", Texts.self),
      repeat each parameter
    ) { (texts: Texts, references: Texts, settings: repeat each Kind) in
      make(repeat each settings)(try TextPairs(texts.all, references.all, name))
    }
  }
}
