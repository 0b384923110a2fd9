// A sitting that is typed in advance, and what was shown in it.

import Catalog
import Interpreter
import Notebook

@testable import Terminal

/// Lines that are typed in advance.
final class Script: LineReader {
  private var readings: [Reading]
  var prompts: [String] = []
  var history: [String] = []

  init(_ readings: [Reading]) { self.readings = readings.reversed() }

  func read(prompt: String, above: String) -> Reading {
    prompts.append(prompt)
    return readings.popLast() ?? .end
  }

  func remember(_ submission: String) { history.append(submission) }
}

/// A sitting without tensors: `draw()` is the next random key, `stop()` a Ctrl-C, `slow()` takes long.
final class Talk {
  let sitting: Sitting
  private var shown: [String] = []
  private var isInterrupted = false

  init(seed: UInt64 = 0) {
    let context = Context(catalog: Talk.catalog())
    let session = Session(context, stackSize: 4 << 20)
    var show: (String) -> Void = { _ in }
    var interrupt: () -> Bool = { false }
    let voice = Sitting.Voice(
      show: { show($0) }, complain: { text in show("! " + text.split(separator: "\n").prefix(1).joined()) },
      takeInterrupt: { interrupt() })
    sitting = Sitting(session, seed: seed, voice)
    show = { [unowned self] in shown.append($0) }
    interrupt = { [unowned self] in
      defer { isInterrupted = false }
      return isInterrupted
    }
    context.print = { [unowned self] in shown.append($0) }
    context.isInterrupted = { [unowned self] in isInterrupted }
    context.catalog.add(.language, "stop", "A Ctrl-C.") { [unowned self] () in
      isInterrupted = true
      return 7.0
    }
  }

  private static func catalog() -> Catalog {
    let catalog = Catalog()
    catalog.addNotebookWords()
    catalog.add(.tensor, "draw", "The next random number.", surroundings()) { (context: Context) in
      let next = context.random.next()
      return Double(next.key % 1_000_000) * 1000 + Double(next.counter)
    }
    return catalog
  }

  /// What is shown of what is typed: values, and the first line of errors behind a `!`.
  @discardableResult
  func type(_ readings: [Reading]) -> (shown: [String], script: Script) {
    shown = []
    let script = Script(readings)
    Prompt(sitting, script).run()
    // An empty line ends what Ctrl-D interrupts.
    return (shown.last == "" ? shown.dropLast() : shown, script)
  }

  @discardableResult
  func type(_ lines: String...) -> [String] { type(lines.map { .line($0) }).shown }

  /// What is shown while something is done.
  func hear(_ work: () -> Void) -> [String] {
    shown = []
    work()
    return shown
  }

  /// The names and what they stand for.
  var names: [String: String] {
    sitting.session.names.reduce(into: [:]) { $0[$1] = (try? sitting.session.value(of: $1)?.quoted()) ?? "" }
  }
}

/// What is shown of lines that are typed in a new sitting.
func talk(_ lines: String...) -> [String] { Talk().type(lines.map { .line($0) }).shown }
