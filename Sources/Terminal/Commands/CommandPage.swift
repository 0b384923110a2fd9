// The commands as a page of the reference.

import Language

extension Command {
  /// A page of Markdown, made from the list of commands.
  public static var page: String {
    let rows = all.map { command -> String in
      let names = ([command.usage] + command.shortForms).map { "`\($0)`" }.joined(separator: ", ")
      return "| \(names) | \(command.summary.replacingBars) |"
    }
    return """
      # The prompt

      What can be typed at `dln>` beside lines of the language. None of it is valid in a notebook, and `:save` leaves it out.

      | typed | does |
      | --- | --- |
      \((Question.all.map { "| `\($0.form)` | \($0.summary.replacingBars) |" } + rows).joined(separator: "\n"))

      """
  }
}

extension String {
  /// A bar would end the cell of a table.
  fileprivate var replacingBars: String { split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
}
