import Catalog
import Testing

@testable import Notebook

@Suite struct OutputsTests {
  @Test func pictureNames() {
    let cells = document("1\n# %% Loss: curve, at 3%\n1\n# %% 损失\n1").cells
    #expect(cells.map(OutputFolder.pictureName) == ["01.png", "02-loss-curve-at-3.png", "03-损失.png"])
  }

  @Test func reportTranscriptAndTimes() throws {
    try inFolder { (folder: String) throws in
      let trial = Trial()
      let notebook = document("# %% [markdown]\n# Words\n# %% A key=\"v\"\nprint(1)\n2\n# %% B\nfigure(3)")
      let runner = Runner(notebook, trial.session, outFolder: folder) { _ in }
      try runner.run()
      try OutputFolder(folder).write(runner.reports, of: notebook, facts: [("seed", .number(0))])
      let read = { (name: String) in String(decoding: try Files.read(folder + "/" + name), as: UTF8.self) }
      #expect(try read("transcript.txt") == "# %% A\n1\n2\n\n# %% B\nfigure 3 -> 03-b.png\n")
      let report = try read("report.json")
      #expect(report.hasPrefix("{\n  \"seed\": 0,\n  \"cells\": ["))
      #expect(report.contains("\"key\": \"v\""))
      #expect(report.contains("\"file\": \"03-b.png\""))
      #expect(!report.contains("seconds"))
      #expect(try read("timing.json").contains("seconds"))
    }
  }
}
