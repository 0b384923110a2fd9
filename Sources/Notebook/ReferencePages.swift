// The reference as Markdown: a page a family, and an index.

import Catalog
import Language

/// A file of the reference.
public struct ReferencePage {
  public let file: String
  public let text: String
}

extension Reference {
  /// All pages, the index first. Every example is run for them.
  public func pages() -> [ReferencePage] {
    let families = Family.allCases.filter { !entries(of: $0).isEmpty }
    return [ReferencePage(file: "README.md", text: index(families))] + families.map { ReferencePage(file: $0.file, text: page($0)) }
  }

  private func index(_ families: [Family]) -> String {
    let lines = families.map { family in
      let words = entries(of: family).map { "[`\($0.name)`](\(family.file)\($0.anchor ?? ""))" }
      return "## [\(family.rawValue)](\(family.file))\n\n\(family.about)\n\n\(words.joined(separator: " · "))\n"
    }
    let head = """
      # Reference

      Every word and sign of the language. These pages are written by `dln docs` from the declarations in the program; `dln help NAME`, or `?NAME` at
      the prompt, shows the same. [The prompt](prompt.md) has commands of its own.

      """
    return ([head] + lines).joined(separator: "\n")
  }

  private func page(_ family: Family) -> String {
    let entries = entries(of: family)
    let table = entries.map { entry in
      let name = "`\(entry.name.cell)`"
      return "| \(entry.anchor.map { "[\(name)](\($0))" } ?? name) | \(entry.summary.cell) |"
    }
    let head = ["# \(family.rawValue)", "", family.about, "", "| word | |", "| --- | --- |"] + table
    return (head + entries.map(section)).joined(separator: "\n") + "\n"
  }

  private func section(_ entry: ReferenceEntry) -> String {
    var parts = ["\n## `\(entry.name)`", "`` \(entry.signature) ``", entry.summary]
    if !entry.shapes.isEmpty { parts.append(shapeTable(entry)) }
    if !entry.notes.isEmpty { parts.append(parameterTable(entry)) }
    if !entry.examples.isEmpty { parts.append("```dln\n" + entry.examples.map(listing).joined(separator: "\n\n") + "\n```") }
    let facts = [entry.paper.map { "Paper: \($0)." }] + entry.elsewhere.map { ($0.library == nil ? "Elsewhere: " : "") + "\($0.text)." }
    let line = facts.compactMap { $0 }.joined(separator: " ")
    return (parts + (line.isEmpty ? [] : [line])).joined(separator: "\n\n")
  }

  private func shapeTable(_ entry: ReferenceEntry) -> String {
    let rows = entry.shapes.map { "| `\($0.text)` | \($0.arguments.map { "`\(entry.name)(\($0))`" } ?? "") |" }
    return (["| shapes | with |", "| --- | --- |"] + rows).joined(separator: "\n")
  }

  private func parameterTable(_ entry: ReferenceEntry) -> String {
    let rows = entry.notes.map { note in
      let fallback = note.role == .ordinary ? note.fallback.map { $0.isEmpty ? "" : "`\($0.cell)`" } ?? "" : ""
      let name = note.role == .rest ? "\(note.name)…" : note.role == .names ? "name: value…" : note.name
      return "| `\(name)` | \(fallback) | \(note.summary.cell) | \(note.takes.cell) |"
    }
    return (["| parameter | default | is | takes |", "| --- | --- | --- | --- |"] + rows).joined(separator: "\n")
  }

  /// Where a line and what it gives are longer than this, that stands below.
  private static let widestListing = 90

  /// An example in the one layout, with what it gives as a promise, or as a comment where nothing can be promised.
  private func listing(_ example: Example) -> String {
    guard !example.source.contains("#"), let given = ExampleRun(example, catalog, limit: .infinity)?.text, !given.isEmpty else {
      return laidOut(example.source) ?? example.source
    }
    let lines = given.split(separator: "\n", omittingEmptySubsequences: false)
    let last = example.source.split(separator: "\n").last ?? ""
    let fits = lines.count == 1 && last.count + given.count < Reference.widestListing
    let promise = fits ? "  #=> \(given)" : lines.map { "\n#=> \($0)" }.joined()
    return laidOut(example.source + promise) ?? ([example.source] + lines.map { "# \($0)" }).joined(separator: "\n")
  }

  /// Nil: it cannot be read.
  private func laidOut(_ program: String) -> String? {
    guard case .text(let text) = format(Source(name: "an example", text: program)) else { return nil }
    return String(text.dropLast())
  }
}

extension Family {
  /// `making-tensors.md`.
  fileprivate var file: String { rawValue.lowercased().split(separator: " ").joined(separator: "-") + ".md" }
}

extension ReferenceEntry {
  /// What its heading is linked by: `#batch_norm`. A sign has no letters to link by.
  fileprivate var anchor: String? {
    name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? "#" + name.lowercased() : nil
  }
}

extension String {
  /// As it stands in a table: a bar would part cells.
  fileprivate var cell: String { split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
}
