import Foundation
import Testing

@Suite struct FmtTests {
  @Test func replacesFiles() throws {
    try Binary.inFolder(["a.dln": "x=1 # one\n", "b.dln": "y = 2\n", "broken.dln": "x=1\nf("]) { (folder: URL) throws in
      let checked = try Binary.run(["fmt", "--check", "a.dln", "b.dln"], in: folder)
      #expect(checked.output == "a.dln\n")
      #expect(checked.status == 1)
      #expect(try Binary.text(of: folder.appending(path: "a.dln")) == "x=1 # one\n")
      #expect(try Binary.run(["fmt", "a.dln", "b.dln"], in: folder).status == 0)
      #expect(try Binary.text(of: folder.appending(path: "a.dln")) == "x = 1" + String(repeating: " ", count: 33) + "# one\n")
      #expect(try Binary.run(["fmt", "--check", "a.dln", "b.dln"], in: folder).status == 0)
      let broken = try Binary.run(["fmt", "broken.dln", "b.dln"], in: folder)
      #expect(broken.status == 1)
      #expect(broken.errors.contains("error[syntax]"))
      #expect(try Binary.text(of: folder.appending(path: "broken.dln")) == "x=1\nf(")
      #expect(try Binary.run(["fmt", "missing.dln"], in: folder).status == 2)
    }
  }

  @Test func readsThePipe() throws {
    #expect(try Binary.run(["fmt", "-"], input: "x=1\n\n\n\ny=2").output == "x = 1\n\ny = 2\n")
    #expect(try Binary.run(["fmt", "-"], input: "").output == "")
    #expect(try Binary.run(["fmt", "-", "--check"], input: "x=1").status == 1)
    #expect(try Binary.run(["fmt"], input: "x = 1").status == 2)
  }

  /// What the repository ships is laid out.
  @Test func theRepository() throws {
    let root = Binary.tests.deletingLastPathComponent()
    let names = ["notebooks", "Tests/Programs"].flatMap { folder in
      (FileManager.default.enumerator(atPath: root.appending(path: folder).path)?.compactMap { $0 as? String } ?? []).map {
        "\(folder)/\($0)"
      }
    }
    // What shows an error of syntax has no layout.
    let programs = names.filter { $0.hasSuffix(".dln") && !$0.hasPrefix("Tests/Programs/errors/") }.sorted()
    #expect(programs.count > 40)
    #expect(try Binary.run(["fmt", "--check"] + programs, in: root).output == "")
  }
}
