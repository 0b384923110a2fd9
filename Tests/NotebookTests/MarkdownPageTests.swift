import Testing

@testable import Notebook

@Suite struct MarkdownPageTests {
  private static let page = """
    # Title
    Prose with `code`.

    ```dln
    x = 1
    ```

    ```sh
    # no heading
    ```
    ## Part `two`
    ```dln error
    x +
    ```
    ~~~~ dln
    ```
    x
    ~~~~
    end
    """

  @Test func fencesAreCells() {
    let program = MarkdownPage(Self.page).program
    let lines = program.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == Self.page.split(separator: "\n", omittingEmptySubsequences: false).count)
    #expect(lines[3] == "# %% Title")
    #expect(lines[4] == "x = 1")
    #expect(lines[11] == "# %% Part two fails=\"yes\"")
    #expect(lines.filter { !$0.isEmpty }.count == 7)
    let cells = document(program).cells
    #expect(cells.map(\.title) == ["Title", "Part two", "Part two"])
    #expect(cells.map(\.fails) == [false, true, false])
  }

  @Test func programsAreChanged() {
    let page = MarkdownPage(Self.page)
    #expect(page.changingPrograms { _ in nil } == Self.page)
    let changed = page.changingPrograms { $0 == "x = 1" ? "y = 2\nz = 3\n" : nil }
    #expect(changed.contains("```dln\ny = 2\nz = 3\n```"))
    #expect(page.changingPrograms { _ in "" }.contains("```dln\n```"))
  }

  @Test func openFencesReachTheEnd() {
    #expect(MarkdownPage("```dln\nx = 1").program == "# %%\nx = 1")
    #expect(MarkdownPage("").program == "")
    #expect(MarkdownPage("a\r\n```dln\r\nx = 1\r\n```\r\n").program == "\n# %%\nx = 1\r\n\n")
  }
}
