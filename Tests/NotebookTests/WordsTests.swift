import Catalog
import Testing

@testable import Notebook

@Suite struct WordsTests {
  @Test func printing() throws {
    let trial = Trial()
    try trial.run("print(\"a\", 1.50, [\"b\"])\nprint()")
    #expect(trial.printed == ["a 1.5 [\"b\"]", ""])
    #expect(try value("print(1)") == "none")
  }

  @Test func seedsStartTheStreamAnew() throws {
    let trial = Trial()
    let first = try trial.run("seed(3); draw()")
    #expect(try trial.run("draw()") != first)
    #expect(try trial.run("seed(3); draw()") == first)
    #expect(heading("seed(-1)").hasPrefix("error[argument]"))
    #expect(heading("seed(1.5)").hasPrefix("error[argument]"))
  }

  @Test func records() throws {
    #expect(try value("record(a: 1, b: \"x\")") == "record(a: 1, b: \"x\")")
    #expect(try value("record()") == "record()")
  }

  @Test func foreignNames() {
    #expect(heading("dict(a: 1)") == "error[name]: there is no `dict`")
    #expect(Trial.catalog().meaning(ofForeign: "dict") == "record")
  }

  @Test func everyWordHasASummaryAndAnExample() {
    let catalog = Catalog()
    catalog.addNotebookWords()
    for word in catalog.words {
      #expect(word.summary.hasSuffix("."), "\(word.name)")
      #expect(!word.examples.isEmpty, "\(word.name)")
    }
  }
}
