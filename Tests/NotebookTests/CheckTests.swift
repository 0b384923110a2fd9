import Catalog
import Testing

@testable import Notebook

@Suite struct CheckTests {
  private func found(_ text: String, files: [String: String] = [:]) -> [String] {
    let trial = Trial()
    trial.session.readFile = { path in
      guard let text = files[path] else { throw Complaint(.file, "there is no \(path)") }
      return text
    }
    return Check(document(text), trial.session).failures().map { "\($0.line): \($0.heading)" }
  }

  @Test func wellWrittenNotebooksPass() {
    #expect(found("# %% A\nx = 1\n# %% [markdown]\nnot ( read\n# %% B\nprint(x, \"{x}\")").isEmpty)
  }

  @Test func allThatCannotBeReadIsTold() {
    #expect(found("1 +\n# %% B\n(2").count == 2)
  }

  @Test func usedFilesBindTheirNames() {
    let files = ["a.dln": "a = 1\nuse \"b.dln\"", "b.dln": "fn b() = 2\nuse \"a.dln\"", "bad.dln": "1 +"]
    #expect(found("use \"a.dln\"\na + b()", files: files.merging(["b.dln": "fn b() = 2"]) { $1 }).isEmpty)
    #expect(found("use \"a.dln\"\na + b()", files: files) == ["2: error[cycle]: these files each need the other first"])
    #expect(found("use \"none.dln\"", files: files) == ["1: error[file]: there is no none.dln"])
    #expect(found("use \"bad.dln\"", files: files).count == 1)
  }
}
