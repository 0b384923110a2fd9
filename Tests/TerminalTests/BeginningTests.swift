import Foundation
import Testing

@testable import Terminal

@Suite struct BeginningTests {
  /// A sitting that began with a file in a folder of settings.
  private func talk(after text: String) throws -> (talk: Talk, shown: [String]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "dln-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "dln"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "dln/init.dln"))
    setenv("XDG_CONFIG_HOME", folder.path, 1)
    defer { unsetenv("XDG_CONFIG_HOME") }
    let talk = Talk()
    let shown = talk.hear { talk.sitting.begin(banner: "hello") }
    return (talk, shown)
  }

  @Test func theFileBindsNames() throws {
    let (talk, shown) = try talk(after: "fn twice(x) = 2 * x\ntwice(4)\ndraw()")
    #expect(shown == ["hello"])
    #expect(talk.type("twice(3)", "out(2)", "draw()") == ["6", "! error[argument]: there is no out(2)"] + Talk().type("draw()"))
  }

  @Test func anErrorInItIsTold() throws {
    let (talk, shown) = try talk(after: "a = 1\nnobody")
    #expect(shown == ["hello", "! error[name]: there is no `nobody`"])
    #expect(talk.type("a") == ["1"])
  }
}
