// What a run leaves beside the notebook: pictures, report.json, transcript.txt, and measured times apart in timing.json.

import Catalog
import Language

/// Something that a cell gave.
public enum Output: Sendable, Equatable {
  case printed(String)
  /// The value of the cell's last line, as it is shown.
  case value(String)
  /// A figure: its file's name in the out folder, and its text.
  case picture(file: String, text: String)
  case error(String)
}

/// What a cell gave, in order, and how long it took.
public struct CellReport: Sendable {
  public let cell: Cell
  public internal(set) var outputs: [Output] = []
  public internal(set) var seconds = 0.0

  /// Everything as it stood on the screen, a newline behind each.
  var transcript: String {
    outputs.map { output in
      switch output {
      case .printed(let text), .value(let text), .error(let text): text + "\n"
      case .picture(let file, let text): "\(text) -> \(file)\n"
      }
    }.joined()
  }
}

/// Writes what a run left.
public struct OutputFolder {
  public let path: String

  public init(_ path: String) { self.path = path }

  /// Writes report, transcript and times. [facts] says what the run depends on: notebook, seed, threads.
  public func write(_ reports: [CellReport], of document: Document, facts: [(String, JSON)]) throws {
    try write(report(reports, document, facts).text + "\n", to: "report.json")
    try write(transcript(reports, document), to: "transcript.txt")
    let times = reports.filter { !$0.cell.isMarkdown }.map { report in
      JSON.object([("cell", .number(Double(report.cell.number))), ("seconds", .number((report.seconds * 1e6).rounded() / 1e6))])
    }
    try write(JSON.object([("cells", .list(times))]).text + "\n", to: "timing.json")
  }

  /// `03-loss-curve.png` for the third cell, "Loss curve".
  public static func pictureName(for cell: Cell) -> String {
    let words = (cell.title ?? "").lowercased().split { !$0.isLetter && !$0.isNumber }
    let number = cell.number < 10 ? "0\(cell.number)" : "\(cell.number)"
    return ([number] + words.map(String.init)).joined(separator: "-") + ".png"
  }

  private func write(_ text: String, to name: String) throws {
    try Files.write(Array(text.utf8), to: Files.join(path, name))
  }

  private func report(_ reports: [CellReport], _ document: Document, _ facts: [(String, JSON)]) -> JSON {
    .object(facts + [("cells", .list(reports.map { entry($0, document) }))])
  }

  private func entry(_ report: CellReport, _ document: Document) -> JSON {
    let cell = report.cell
    var fields: [(String, JSON)] = [("number", .number(Double(cell.number)))]
    if let title = cell.title { fields.append(("title", .text(title))) }
    fields.append(("kind", .text(cell.isMarkdown ? "markdown" : "code")))
    if !cell.options.isEmpty { fields.append(("options", .object(cell.options.map { ($0.key, .text($0.value)) }))) }
    fields.append(("source", .text(document.text(of: cell))))
    if !cell.isMarkdown { fields.append(("outputs", .list(report.outputs.map(\.json)))) }
    return .object(fields)
  }

  private func transcript(_ reports: [CellReport], _ document: Document) -> String {
    reports.filter { !$0.cell.isMarkdown }.map { report in
      let heading = report.cell.title.map { "\(CellHeading.mark) \($0)\n" } ?? "\(CellHeading.mark)\n"
      return heading + report.transcript
    }.joined(separator: "\n")
  }
}

extension Output {
  fileprivate var json: JSON {
    switch self {
    case .printed(let text): .object([("kind", .text("print")), ("text", .text(text))])
    case .value(let text): .object([("kind", .text("value")), ("text", .text(text))])
    case .picture(let file, let text): .object([("kind", .text("picture")), ("file", .text(file)), ("text", .text(text))])
    case .error(let text): .object([("kind", .text("error")), ("text", .text(text))])
    }
  }
}
