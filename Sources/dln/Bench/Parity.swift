// The same weights and data as a peer had, and what comes out of the same steps, beside what came out there.

import Catalog
import Interpreter
import Language
import Notebook

/// A folder holds `NAME.npz` for a notebook: its params, tensors that stand for names of it, and as `expected_NAME` what a name is after
/// each step, a row for each. The weights of `net`, if there is one, lie in `NAME.safetensors`.
struct Parity {
  static let tolerance = 1e-3

  let steps: Int
  /// The difference from what was expected after the last step, as a share of the largest number there, or of 1.
  let last: Double
  /// The largest such difference of all steps.
  let largest: Double

  /// Runs the notebook up to its last cell, then that cell on what the folder holds. The session reads in that folder.
  init(_ document: Document, _ session: Session, folder: String) throws {
    let name = Parity.name(of: document)
    try session.run(Source(name: "\(name).npz", text: "peer = load(\(quote(name + ".npz")))"))
    guard case .record(let peer)? = session.value(of: "peer") else { throw Complaint(.file, "\(name).npz holds no tensors by name") }
    let params = Set(NotebookFile.params(of: document.source).map(\.name))
    var settings: [String: String] = [:]
    for field in peer.fields where params.contains(field.name) { settings[field.name] = try field.value.asNumber().map { numberText($0) } }
    session.setParameters(settings)
    let names = peer.fields.map(\.name).filter { !params.contains($0) }
    let hasWeights = Files.exists(Files.join(folder, name + ".safetensors"))
    let program = try Parity.program(document, name, names, hasWeights: hasWeights)
    try session.run(Source(name: document.source.name, text: program))
    steps = try session.value(of: "steps")?.asWhole() ?? 0
    last = try session.value(of: "gap")?.asNumber() ?? .nan
    largest = try session.value(of: "largest")?.asNumber() ?? .nan
  }

  /// The notebook with the peer's tensors in place of its own, its last cell in a loop, and the differences taken.
  private static func program(_ document: Document, _ name: String, _ names: [String], hasWeights: Bool) throws -> String {
    let prefix = "expected_"
    let expected = names.filter { $0.hasPrefix(prefix) }
    guard let first = expected.first else { throw Complaint(.file, "\(name).npz has nothing that is called \(prefix)NAME") }
    let given = names.filter { !$0.hasPrefix(prefix) }.map { "\($0) = peer.\($0)" }
    let weights = hasWeights ? ["net = with_weights(net, load(\(quote(name + ".safetensors"))))"] : []
    let gaps = expected.flatMap { field in
      let there = "peer.\(field)[step]"
      return ["gap = maximum(gap, max(abs(\(field.dropFirst(prefix.count)) - \(there))) / maximum(1, max(abs(\(there)))))"]
    }
    let cells = document.cells.filter { !$0.isMarkdown }.map { document.text(of: $0) }
    let head = ["largest = 0", "steps = peer.\(first).shape[0]", "for step in 0..<steps {", cells.last ?? "", "gap = 0"]
    let loop = head + gaps + ["largest = maximum(largest, gap)", "}"]
    return (cells.dropLast() + given + weights + loop).joined(separator: "\n")
  }

  /// The notebook's name, without folder and ending.
  static func name(of document: Document) -> String {
    let file = document.source.name.split(separator: "/").last ?? ""
    return String(file.prefix { $0 != "." })
  }
}
