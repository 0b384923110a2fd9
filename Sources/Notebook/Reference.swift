// The reference: what `?name`, `dln help` and `dln docs` say, made from the declarations.

import Catalog
import Language

/// What there is to say of one word or sign, whatever declared it.
struct ReferenceEntry {
  let family: Family
  let name: String
  let signature: String
  let summary: String
  var shapes: [ShapeRule] = []
  var notes: [ParameterNote] = []
  let examples: [Example]
  var paper: String?
  var elsewhere: [ForeignNames] = []
  /// Where it is declared: words of one file belong together.
  var file = ""

  init(_ word: Declaration, _ catalog: Catalog) {
    (family, name, signature, summary, examples) = (word.family, word.name, word.signature, word.summary, word.examples)
    (shapes, notes, paper) = (word.shapes, word.notes, word.paper)
    elsewhere = catalog.foreignNames(of: word.name)
    file = word.place.file
  }

  init(_ entry: GrammarEntry) {
    (family, name, signature, summary, examples) = (entry.family, entry.name, entry.form, entry.summary, entry.examples)
  }
}

/// Explains words, signs and families.
public struct Reference {
  let catalog: Catalog
  /// How many columns a line may take.
  let width: Int
  /// Examples that take longer are shown with what they are declared to give.
  private static let patience = 1.0
  private let isInterrupted: () -> Bool

  public init(_ catalog: Catalog, width: Int = 100, isInterrupted: @escaping () -> Bool = { false }) {
    self.catalog = catalog
    self.width = max(width, 40)
    self.isInterrupted = isInterrupted
  }

  /// What `?name` shows: a word, a sign, a family, or a name from elsewhere. Throws with the nearest name where there is none.
  public func help(on name: String) throws -> String {
    let pages = [entry(of: name).map(page), family(called: name).map(list)].compactMap { $0 }
    if !pages.isEmpty { return pages.joined(separator: "\n\n") }
    if let meant = catalog.meaning(ofForeign: name), let entry = entry(of: meant) {
      return "`\(name)` is called `\(meant)` here.\n\n\(page(entry))"
    }
    let families = Family.allCases.map { $0.rawValue.lowercased() }
    let near = suggestion(for: name, among: catalog.names + catalog.grammar.flatMap(\.names) + families)
    throw Complaint(.name, "there is no word `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? ""))
  }

  /// All families with their words, a line a word.
  public var overview: String { Family.allCases.filter { !entries(of: $0).isEmpty }.map(list).joined(separator: "\n\n") }

  /// The words and signs of a family in the order of their declaration.
  func entries(of family: Family) -> [ReferenceEntry] {
    catalog.words(of: family).map { ReferenceEntry($0, catalog) }
      + catalog.grammar.filter { $0.family == family }.map { ReferenceEntry($0) }
  }

  private func entry(of name: String) -> ReferenceEntry? {
    catalog[name].map { ReferenceEntry($0, catalog) } ?? catalog.grammar(of: name).map { ReferenceEntry($0) }
  }

  private func family(called name: String) -> Family? {
    let plain = name.lowercased()
    return Family.allCases.first { ($0.rawValue.lowercased() == plain || "\($0)" == plain) && !entries(of: $0).isEmpty }
  }

  /// What running an example shows.
  func output(of example: Example) -> String? {
    ExampleRun(example, catalog, limit: Reference.patience, isInterrupted: isInterrupted)?.shown ?? example.result
  }
}
