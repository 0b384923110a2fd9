// `dln`, `dln FILE`, `dln -e LINE`: the prompt, a notebook, or single lines.

import ArgumentParser
import CSignal
import Catalog
import Interpreter
import Language
import Notebook
import Terminal

import struct ArgumentParser.Argument

struct Run: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Runs a notebook (the default).", helpNames: [])

  @Argument(help: "The notebook, then name=value for its params. Without a notebook: the prompt, or what comes by pipe.")
  var words: [String] = []

  @Option(name: .customShort("e"), parsing: .unconditionalSingleValue, help: "Runs a line and prints its value; can be given again.")
  var lines: [String] = []

  @Option(help: "The folder for outputs (default: NAME.out beside the notebook).")
  var out: String?

  @Option(help: "Runs the notebook up to this cell and shows what that cell gives.")
  var cell: String?

  @Flag(help: "Shows no progress.")
  var quiet = false

  @Flag(name: [.short, .long], help: "Lists the notebook's params, or shows this help.")
  var help = false

  @OptionGroup var settings: Settings

  mutating func work(_ stackSize: Int) throws -> Int32 {
    let isFileNamed = lines.isEmpty && words.first.map { !$0.contains("=") || Files.exists($0) } ?? false
    let file = try isFileNamed ? NotebookFile.read(words.removeFirst()) : nil
    if help { return explain(file) }
    let params = try ParamSettings(words)
    if !lines.isEmpty { return run(lines: lines, params, stackSize) }
    if let file { return try run(file, Place(notebook: file.name, out: out), params, stackSize) }
    if Console.readsTerminal { return prompt(params, stackSize) }
    return try run(NotebookFile.readInput(), Place(out: out), params, stackSize)
  }

  // MARK: - A notebook

  private func run(_ source: Source, _ place: Place, _ params: ParamSettings, _ stackSize: Int) throws -> Int32 {
    let document = Document(source)
    let last = try cell.map { try chosenCell($0, of: document) }
    let session = settings.session(place, stackSize: stackSize, quiet: quiet)
    try params.apply(to: session, document)
    let pictures = PictureScreen(.ofStandardError(), environment: Settings.environment)
    let runner = Runner(document, session, seed: settings.seed, outFolder: place.outFolder, show: Console.say, draw: pictures.drawing)
    var status = Status.well
    do { try runner.run(upTo: last) } catch { status = report(ended(error, place)) }
    guard let folder = place.outFolder, last == nil else { return status }
    // Ctrl-C is answered: what there is gets written.
    _ = signal_take()
    do {
      try OutputFolder(folder).write(runner.reports, of: document, facts: facts(source, status))
      return status
    } catch {
      return max(status, report(error))
    }
  }

  /// A program that is stopped is over: its names are gone, what its cells gave stays.
  private func ended(_ error: any Error, _ place: Place) -> any Error {
    guard var failure = error as? Failure, failure.stop != nil else { return error }
    failure.stop?.kept = place.outFolder.map { "what the cells gave so far, in \($0)" } ?? "what was printed and saved so far"
    failure.stop?.goOn = nil
    return failure
  }

  private func facts(_ source: Source, _ status: Int32) -> [(String, JSON)] {
    [
      ("notebook", .text(source.name.split(separator: "/").last.map(String.init) ?? source.name)), ("dln", .text(Program.number)),
      ("seed", .number(Double(settings.seed))), ("threads", .number(Double(settings.threadCount))), ("status", .number(Double(status))),
    ]
  }

  private func chosenCell(_ title: String, of document: Document) throws -> Cell {
    if let cell = document.cells.first(where: { $0.title == title && !$0.isMarkdown }) { return cell }
    let titles = document.cells.filter { !$0.isMarkdown }.compactMap(\.title)
    let near = suggestion(for: title, among: titles).map { "; did you mean \(quote($0))?" } ?? ""
    let cells = titles.map(quote).joined(separator: " ")
    throw ValidationError("\(document.source.name) has no cell \(quote(title))\(near). Its cells: \(cells)")
  }

  // MARK: - Lines and the prompt

  private func run(lines: [String], _ params: ParamSettings, _ stackSize: Int) -> Int32 {
    let session = settings.session(Place(out: out), stackSize: stackSize, quiet: quiet)
    session.setParameters(params.values)
    do {
      for line in lines {
        let source = Source(name: "the command line", text: line)
        try session.run(source) { statement, value in
          let isShown = if case .none = value.first { false } else { !statement.isSilenced }
          if isShown { Console.say(try session.placing(statement, in: source) { try value.first.text() }) }
          if session.context.isInterrupted() { throw session.interruption(after: statement, in: source) }
        }
      }
      return Status.well
    } catch {
      return report(error)
    }
  }

  private func prompt(_ params: ParamSettings, _ stackSize: Int) -> Int32 {
    let session = settings.session(Place(out: out), stackSize: stackSize, quiet: quiet)
    session.setParameters(params.values)
    let pictures = PictureScreen(.ofStandardError(), environment: Settings.environment)
    let reader: any LineReader =
      ReadlineReader.isPossible
      ? ReadlineReader(
        session, history: .standard(Settings.environment), isInterrupted: signal_is_pending, takeInterrupt: signal_take)
      : PlainReader(takeInterrupt: signal_take)
    signal_never_ends()
    let voice = Sitting.Voice(
      show: Console.say, complain: Console.note, colors: Console.colorsErrors, takeInterrupt: signal_take,
      keepOutput: signal_keep_output, pictures: pictures)
    let sitting = Sitting(session, seed: settings.seed, voice)
    sitting.begin(banner: Program.banner)
    Prompt(sitting, reader).run()
    return Status.well
  }

  // MARK: - Help

  /// The params of a notebook, or how to use the command.
  private func explain(_ file: Source?) -> Int32 {
    guard let file else {
      Console.say(Program.helpMessage(for: Run.self))
      return Status.well
    }
    let params = NotebookFile.params(of: file)
    let heads = params.map { "\($0.name)=\($0.fallback)" }
    Console.say("dln \(file.name)\(params.isEmpty ? "" : " [name=value]...")")
    for line in Columns.lines(zip(params, heads).map { ["  " + $1, $0.note ?? ""] }) { Console.say(line) }
    if params.isEmpty { Console.say("  it declares no params") }
    return Status.well
  }
}
