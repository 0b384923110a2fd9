import Language
import Testing

@testable import Notebook

@Suite struct DocumentTests {
  @Test func cellsBeginAtTheirHeadings() {
    let cells = document("a = 1\n# %% One two\nb = 2\n# %%\nc = 3\n").cells
    #expect(cells.map(\.title) == [nil, "One two", nil])
    #expect(cells.map(\.number) == [1, 2, 3])
  }

  @Test func blankLinesBeforeTheFirstHeadingAreNoCell() {
    #expect(document("\n\n# %% One\n1").cells.map(\.title) == ["One"])
    #expect(document("").cells.isEmpty)
    #expect(document("1").cells.count == 1)
  }

  @Test func headingsStandAtTheStartOfALine() {
    #expect(document("1 # %% no\n  # %% nor this\n# %%% Three\n# %d").cells.count == 2)
  }

  @Test func options() {
    let heading = CellHeading("# %% My title key=\"a b\" other=3")
    #expect(heading.title == "My title")
    #expect(heading.options.map(\.key) == ["key", "other"])
    #expect(heading.options.map(\.value) == ["a b", "3"])
  }

  @Test func prose() {
    let notebook = document("# %% [markdown]\n# # Title\n#\n# Words.\n# %% [markdown] Named\n# x\n# %% Code\n1\n\n")
    #expect(notebook.cells.map(\.isMarkdown) == [true, true, false])
    #expect(notebook.cells.map(\.title) == [nil, "Named", "Code"])
    #expect(notebook.text(of: notebook.cells[0]) == "# Title\n\nWords.")
    #expect(notebook.text(of: notebook.cells[2]) == "1")
  }

  @Test func cellsOfOneTitleDrawDifferently() {
    let streams = document("1\n# %% Train\n2\n# %% Train\n3\n# %%\n4").cells.map(\.stream)
    #expect(streams == ["cell 1", "Train", "Train (2)", "cell 4"])
  }

  @Test func aCellMayAskForItsNumbers() {
    let streams = document("# %% A stream=\"cell 7\"\n1\n# %% A\n2\n# %% stream=\"A\"\n3").cells.map(\.stream)
    #expect(streams == ["cell 7", "A (2)", "A"])
  }

  @Test func linesMayEndAsInWindows() {
    let notebook = document("# %% One\r\n1\r\n# %% Two\r\n2\r\n")
    #expect(notebook.cells.map(\.title) == ["One", "Two"])
    #expect(notebook.text(of: notebook.cells[1]) == "2")
  }
}
