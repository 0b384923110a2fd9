// An example of a word, run in a session of its own.

import Catalog
import Glibc
import Interpreter
import Language

/// What an example gave.
public struct ExampleRun {
  /// Printed lines and the last value as the prompt shows them.
  public let shown: String
  /// The same as `print` and `#=>` have it.
  public let text: String

  /// Runs an example with fresh names; nil: it failed, or took longer than [limit] seconds.
  public init?(_ example: Example, _ catalog: Catalog, limit: Double, isInterrupted: @escaping () -> Bool = { false }) {
    let scratch = Scratch()
    defer { scratch.remove() }
    let context = Context(catalog: catalog)
    (context.readFolders, context.writeFolder) = ([scratch.folder], scratch.folder)
    var printed: [String] = []
    context.print = { printed.append($0) }
    let end = monotonicSeconds() + limit
    context.isInterrupted = { monotonicSeconds() > end || isInterrupted() }
    var last = Value.none
    do {
      try Session(context).run(Source(name: "an example", text: example.source)) { statement, value in
        last = statement.isSilenced ? .none : value.first
      }
      let isNone = if case .none = last { true } else { false }
      shown = (printed + (isNone ? [] : [try last.display()])).joined(separator: "\n")
      text = (printed + (isNone ? [] : [try last.text()])).joined(separator: "\n")
    } catch {
      return nil
    }
    if context.isInterrupted() { return nil }
  }
}

/// A folder for what an example writes. It is made when something is written, and removed with it.
private struct Scratch {
  let folder: String

  init() {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    folder = Files.join(place, "dln-example-\(getpid())")
  }

  func remove() {
    guard let names = Files.names(in: folder) else { return }
    for name in names { unlink(Files.join(folder, name)) }
    rmdir(folder)
  }
}
