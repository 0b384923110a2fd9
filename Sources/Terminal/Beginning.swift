// How a sitting begins: a line of greeting, and the user's own file.

import Catalog
import Interpreter
import Language
import Notebook
@preconcurrency import Glibc

extension Sitting {
  /// Greets, and runs `$XDG_CONFIG_HOME/dln/init.dln` if there is one. An error in it is told and hinders nothing.
  public func begin(banner: String) {
    voice.show(banner)
    guard let path = Sitting.initPath, Files.exists(path) else { return }
    let random = session.context.random
    do {
      let text = String(decoding: try Files.read(path, limit: 1 << 24), as: UTF8.self)
      // Numbers of its own: the sitting draws the same with or without it.
      session.context.random = RandomStream(seed: seed, cell: path)
      try Place(notebook: path, out: ".").lent(to: session) { try session.run(Source(name: path, text: text)) }
    } catch {
      tell(error)
    }
    lastFailure = nil
    session.context.random = random
    session.takeBackAnswers(to: start)
    initFile = (path, session.names)
  }

  private static var initPath: String? {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }
    return (variable("XDG_CONFIG_HOME") ?? variable("HOME").map { $0 + "/.config" }).map { $0 + "/dln/init.dln" }
  }
}
