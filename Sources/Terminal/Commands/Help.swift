// `:help` and `:quit`.

import Language

extension Command {
  static let help = Command(":help", "lists the commands") { sitting, words in
    if let command = Command.named(words.hasPrefix(":") ? words : ":" + words) {
      sitting.voice.show("\(command.usage)  \(command.summary)")
      return .done
    }
    guard words.isEmpty else {
      sitting.explain("?" + words)
      return .done
    }
    let rows = Command.all.map { [$0.usage, $0.summary] }
    sitting.voice.show(Columns.lines(rows).joined(separator: "\n") + "\n\n`?` tells what can be asked.")
    return .done
  }

  static let quit = Command(":quit", "leaves, as Ctrl-D does", shortForms: [":q", ":exit"]) { _, words in
    guard words.isEmpty else { throw WrongUse("`:quit` takes nothing") }
    return .leave
  }
}
