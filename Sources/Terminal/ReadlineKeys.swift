// What keys do at the prompt beside what readline has them do, and how the user's inputrc can say otherwise.

@preconcurrency import CReadline

typealias ReadlineCommand = @convention(c) (_ count: Int32, _ key: Int32) -> Int32

extension ReadlineReader {
  /// What is set before readline reads the user's inputrc can be set otherwise there.
  static func setUp() {
    readline_set_name("dln")
    readline_keep_environment()
    rl_set_keyboard_input_timeout(50_000)
    readline_set_event_hook(watchForInterrupt)
    readline_set_startup_hook(keepInterrupts)
    readline_set_completion(completeLine) { _, _, _ in ReadlineCompletion.list() }
    rl_variable_bind("show-all-if-ambiguous", "on")
    rl_variable_bind("enable-bracketed-paste", "on")
    rl_variable_bind("blink-matching-paren", "off")
    for name in ["emacs", "vi-insert", "vi-command"] {
      let map = rl_get_keymap_by_name(name)
      for (keys, command) in keys { rl_bind_keyseq_in_map(keys, command, map) }
    }
    rl_bind_keyseq_in_map("\\e\\C-m", breakLine, rl_get_keymap_by_name("emacs"))
    rl_initialize()
  }

  /// Up and Down look for lines that begin as this one does before the cursor.
  private static let keys: [(String, ReadlineCommand)] = [
    ("\\e[A", rl_history_search_backward), ("\\eOA", rl_history_search_backward),
    ("\\e[B", rl_history_search_forward), ("\\eOB", rl_history_search_forward),
    ("\\e[200~", paste),
  ]

  /// Alt-Enter: another line in the same entry.
  private static let breakLine: ReadlineCommand = { _, _ in rl_insert_text("\n") > 0 ? 0 : 1 }

  /// What is pasted comes in as a program: prompts and results of a sitting are taken out. With a line end at its end it is run.
  private static let paste: ReadlineCommand = { count, key in
    let start = readline_cursor()
    let result = rl_bracketed_paste_begin(count, key)
    rl_deactivate_mark()
    let end = readline_cursor()
    guard end > start else { return result }
    let pasted = String(decoding: ReadlineLine.bytes[Int(start)..<Int(end)], as: UTF8.self)
    var text = Paste.cleaned(pasted)
    while text.last == "\n" { text.removeLast() }
    if text != pasted { ReadlineLine.replace(from: start, to: end, with: text) }
    guard pasted.last == "\n", readline_cursor() == readline_end() else { return result }
    drawInColours()
    return rl_newline(1, 10)
  }
}
