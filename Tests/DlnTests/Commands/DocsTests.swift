// The pages that are committed are those that the program writes, and pages are programs.

import Foundation
import Testing

@Suite struct DocsTests {
  private static let root = Binary.tests.deletingLastPathComponent()

  /// When this fails, run `dln docs` in the repository and look at what changed.
  @Test func theReferenceIsUpToDate() throws {
    try Binary.inFolder { (folder: URL) throws in
      #expect(try Binary.run(["docs", "-o", "pages"], in: folder).status == 0)
      let committed = Self.root.appending(path: "Documentation/reference")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "pages").path).sorted()
      #expect(try FileManager.default.contentsOfDirectory(atPath: committed.path).sorted() == names)
      #expect(names.count > 20)
      for name in names {
        #expect(
          try Binary.text(of: folder.appending(path: "pages/\(name)")) == Binary.text(of: committed.appending(path: name)), "\(name)")
      }
    }
  }

  @Test(arguments: ["Documentation/tour.md", "Documentation/language.md", "README.md"])
  func pagesKeepTheirPromises(_ page: String) throws {
    try Binary.inFolder { (out: URL) throws in
      let outcome = try Binary.run(["test", page, "--out", out.path], in: Self.root)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(!outcome.output.hasPrefix("0 passed"))
      let laidOut = try Binary.run(["fmt", "--check", page], in: Self.root)
      #expect(laidOut.status == 0, "\(laidOut.errors)")
    }
  }

  @Test func pagesRunAndAreChecked() throws {
    let page = "# Title\n\n```dln\nx = 1\nx\n```\n\n```dln error\nx + \"a\"\n```\n\n```dln\nx + 1\n```\n"
    try Binary.inFolder(["a.md": page, "b.md": "```dln error\n1\n```\n\n```dln\nx = dnese(4)\n```"]) { (folder: URL) throws in
      let run = try Binary.run(["a.md"], in: folder)
      #expect(run.lines.first == "1")
      #expect(run.lines.last == "2")
      #expect(run.output.contains("at a.md:9, cell \"Title\""))
      #expect(run.status == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).contains("a.out"))
      #expect(try Binary.run(["check", "a.md"], in: folder).output == "a.md: well\n")
      #expect(try Binary.run(["check", "b.md"], in: folder).errors.contains("b.md:6"))
      #expect(try Binary.run(["test", "a.md"], in: folder).output == "1 passed, 0 failed\n")
      let wrong = try Binary.run(["test", "b.md"], in: folder)
      #expect(wrong.errors.contains("should end in an error"))
      #expect(wrong.status == 1)
    }
  }

  @Test func pagesAreLaidOut() throws {
    try Binary.inFolder(["a.md": "x=1\n\n```dln\nx=1\n```\n\n```dln error\nx +\n```\n"]) { (folder: URL) throws in
      #expect(try Binary.run(["fmt", "a.md"], in: folder).status == 0)
      #expect(try Binary.text(of: folder.appending(path: "a.md")) == "x=1\n\n```dln\nx = 1\n```\n\n```dln error\nx +\n```\n")
    }
  }
}
