import Catalog
import Testing

@testable import Notebook

@Suite struct PlaceTests {
  @Test(arguments: [
    ("fit.dln", ".", "fit.out"), ("work/fit.dln", "work", "work/fit.out"), ("/fit.dln", "/", "/fit.out"), ("./a.b.dln", ".", "a.b.out"),
    ("notes", ".", "notes.out"),
  ])
  func outputsStandBesideTheNotebook(_ path: String, _ folder: String, _ out: String) {
    let place = Place(notebook: path)
    #expect(place.folder == folder)
    #expect(place.outFolder == out)
  }

  @Test func theOutFolderIsReadFirst() {
    let trial = Trial()
    Place(notebook: "work/fit.dln", out: "elsewhere").apply(to: trial.session)
    #expect(trial.context.readFolders == ["elsewhere", "work"])
    #expect(trial.context.writeFolder == "elsewhere")
  }

  @Test func thePromptReadsAndWritesTheCurrentFolder() {
    let trial = Trial()
    Place().apply(to: trial.session)
    #expect(trial.context.readFolders == ["."])
    #expect(trial.context.writeFolder == ".")
  }

  @Test func missingFiles() {
    #expect(throws: Complaint.self) { try Place(notebook: "/nowhere/x.dln").readText("other.dln") }
  }
}
