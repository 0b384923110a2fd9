// Where a notebook lies, where it reads, and where its outputs go.

import Catalog
import Interpreter

/// The folders of a program that runs.
public struct Place: Sendable {
  /// Where `use` looks, and `load` after the out folder.
  public let folder: String
  /// Where pictures, the report and saved files go; nil: the program is no notebook, and writes into its folder.
  public let outFolder: String?

  /// A notebook reads beside itself and writes to `NAME.out` there, or to [out].
  public init(notebook path: String, out: String? = nil) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let parent = parts.dropLast().joined(separator: "/")
    folder = parts.count == 1 ? "." : parent.isEmpty ? "/" : parent
    let name = parts.last.map(String.init) ?? path
    outFolder = out ?? Files.join(folder, Place.stem(of: name) + ".out")
  }

  /// The name without the ending of a notebook or a page.
  private static func stem(of name: String) -> String {
    let ending = [".dln", ".md"].first { name.hasSuffix($0) } ?? ""
    return String(name.dropLast(ending.count))
  }

  /// The prompt, and what comes by pipe: the current folder, and [out] if it is given.
  public init(out: String? = nil) {
    folder = "."
    outFolder = out
  }

  /// Tells the session's words where to read and write.
  public func apply(to session: Session) {
    session.context.readFolders = (outFolder.map { [$0] } ?? []) + [folder]
    session.context.writeFolder = outFolder ?? folder
    session.readFile = readText
  }

  /// The text of a program beside this one: what `use` runs.
  public func readText(_ name: String) throws -> String {
    let path = Files.join(folder, name)
    if Files.exists(path) { return String(decoding: try Files.read(path, limit: 1 << 26, isProgram: true), as: UTF8.self) }
    let parent = name.split(separator: "/").dropLast().joined(separator: "/")
    let beside = Files.names(in: Files.join(folder, parent.isEmpty ? "." : parent)) ?? []
    let near = suggestion(for: name, among: beside.map { parent.isEmpty ? $0 : "\(parent)/\($0)" })
    throw Complaint(
      .file, "there is no \(name)", [.init(.whole, near.map { "did you mean \(quote($0))?" } ?? "nothing here")],
      why: "looked in: \(folder)/", edits: near.map { [.replace(.whole, "\(quote($0))", "this file exists")] } ?? [])
  }
}
