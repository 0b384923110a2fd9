// Every parameter refuses a value of a wrong kind, by its name.

import Catalog
import Interpreter
import Language
import Testing

@testable import dln

/// A value that is of no kind that a word could want.
private struct Stranger: Thing {
  var kind: String { "a stranger" }
  func text() throws -> String { "a stranger" }
}

@Suite struct EveryParameterTests {
  static let words = Catalog.complete().names

  @Test(arguments: words)
  func ofThisWord(_ name: String) throws {
    let catalog = Catalog.complete()
    let word = try #require(catalog[name])
    let context = Context(catalog: catalog)
    let ordinary = word.notes.filter { $0.role == .ordinary }
    for (place, note) in ordinary.enumerated() where note.wanted != "a value" {
      // Those before it are bound first: they get what they want, or their defaults.
      let before = ordinary[..<place].filter { $0.fallback == nil }
      guard let values = fitting(before, context) else { continue }
      let given = Given(named: values + [(note.name, .thing(Stranger()))])
      do {
        _ = try word.call(given, context)
        Issue.record("\(name) takes anything as \(note.name)")
      } catch let complaint as Complaint {
        #expect(complaint.message.contains("`\(note.name)`"), "\(name): \(complaint.message)")
        #expect(complaint.kind == .argument, "\(name): \(complaint.message)")
      }
    }
  }

  @Test func fewAreLeftOut() throws {
    let catalog = Catalog.complete()
    let context = Context(catalog: catalog)
    let left = catalog.words.flatMap { word in
      let ordinary = word.notes.filter { $0.role == .ordinary }
      return ordinary.indices.filter { fitting(ordinary[..<$0].filter { $0.fallback == nil }, context) == nil }
        .map { "\(word.name): \(ordinary[$0].name)" }
    }
    #expect(left.count <= 5, "\(left)")
  }

  /// Values that some parameters take; nil where none is known for one of them.
  private func fitting(_ notes: [ParameterNote], _ context: Context) -> [(name: String, value: Value)]? {
    var values: [(name: String, value: Value)] = []
    for note in notes {
      guard let value = value(for: note, context) else { return nil }
      values.append((note.name, value))
    }
    return values
  }

  /// What a parameter takes, by the beginning of what it wants.
  private static let samples: [(wanted: String, line: String)] = [
    ("a number with a unit", "1 epochs"), ("a number", "1"), ("a whole number or a size", "3x3"), ("a whole number", "1"),
    ("a rate", "0.1"),
    ("a tensor", "[1, 2]"), ("a table", "[[1, 2], [3, 4]]"), ("a shape", "2x2"), ("a text", "\"text\""), ("true or false", "true"),
    ("a function", "relu"), ("a list", "[]"), ("a layer", "relu"), ("a range", "0..1"), ("a net", "layers(4) { dense(2) }"),
    ("data", "dataset(\"digits\")"),
    ("a data set", "dataset(\"digits\")"), ("a record", "record(size: [1, 2], kind: [\"a\", \"b\"])"), ("a value", "1"),
  ]

  private func value(for note: ParameterNote, _ context: Context) -> Value? {
    if let lowest = note.range?.lowerBound, lowest > 1 { return .number(lowest) }
    guard let line = Self.samples.first(where: { note.wanted.hasPrefix($0.wanted) })?.line else { return nil }
    var value: Value?
    try? Session(context).run(Source(name: "a sample", text: line)) { value = $1 }
    return value
  }
}
