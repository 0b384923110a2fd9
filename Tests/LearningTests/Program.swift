// Programs as people write them, run over the words of learning, and things to look at what they leave.

import Catalog
import Data
import Glibc
import Interpreter
import Language
import Tensor
import Testing

@testable import Learning

/// A session with all words that learning meets, and with files in a folder of its own.
final class Program {
  let context: Context
  let session: Session
  let folder: String
  private(set) var printed: [String] = []
  private(set) var notes: [String] = []
  /// What was told of trainings, the steps only counted.
  private(set) var watched: [TrainingProgress] = []
  private(set) var watchedSteps = 0

  init(seed: UInt64 = 1) {
    let catalog = Catalog()
    catalog.addTensors()
    catalog.addLearning()
    catalog.addData()
    addPlainWords(to: catalog)
    context = Context(catalog: catalog)
    context.random = RandomStream(seed: seed, cell: "")
    folder = "/tmp/dln-learning-tests-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    context.readFolders = [folder]
    context.writeFolder = folder
    session = Session(context, stackSize: 4 << 20)
    context.print = { [unowned self] in printed.append($0) }
    context.note = { [unowned self] in notes.append($0) }
    context.progress = { [unowned self] in if $0.moment == .step { watchedSteps += 1 } else { watched.append($0) } }
  }

  deinit {
    for name in Files.names(in: folder) ?? [] { unlink(folder + "/" + name) }
    rmdir(folder)
  }

  /// Runs a text; the value of its last statement.
  @discardableResult
  func run(_ text: String) throws -> Value {
    var last = Value.none
    try session.run(Source(name: "test.dln", text: text)) { _, value in last = value }
    return last
  }

  /// What a text gives, as `print` shows it.
  func text(_ text: String) throws -> String { try run(text).text() }

  func number(_ text: String) throws -> Double { try #require(try run(text).asNumber()) }

  func tensor(_ text: String) throws -> Tensor { try #require(try Tensor(try run(text).first)) }

  /// All numbers that a text gives, those of nets and records leaf after leaf.
  func floats(_ text: String) throws -> [Float] { try run(text).tensorLeaves().flatMap { try $0.floats() } }

  /// The failure that a text ends with; nil when it runs.
  func failure(_ text: String) throws -> Failure? {
    do {
      try run(text)
      return nil
    } catch let failure as Failure {
      return failure
    }
  }

  /// `shape: one sentence`, or nothing.
  func complaint(_ text: String) throws -> String {
    try failure(text).map { "\($0.kind.rawValue): \($0.message)" } ?? "nothing"
  }

  func write(_ bytes: [UInt8], _ name: String) throws { try Files.write(bytes, to: folder + "/" + name) }
}

/// The words of the language itself, as far as programs of these tests use them.
private func addPlainWords(to catalog: Catalog) {
  catalog.add(.language, "print", "Prints.", hasEffect: true, rest("values", "what", Value.self), surroundings()) {
    (values: [Value], context: Context) in
    context.print(try values.map { try $0.text() }.joined(separator: " "))
    return Nothing()
  }
  catalog.add(.language, "record", "Named values.", names("fields", "the names and their values")) { (fields: Record) in fields }
  catalog.add(.language, "append", "A longer list.", given("list", "the list", Value.self), given("item", "what is added", Value.self)) {
    (list: Value, item: Value) in
    guard case .list(let items) = list else { throw Complaint(.type, "no list") }
    return Value.list(items + [item])
  }
  catalog.add(.language, "seed", "Starts the random numbers anew.", hasEffect: true, count("number", "which", nil), surroundings()) {
    (number: Int, context: Context) in
    context.random = RandomStream(seed: UInt64(number), cell: "")
    return Nothing()
  }
}

/// Whether two rows of numbers agree: |a - b| <= absolute + relative * |b|.
func agree(_ a: [Float], _ b: [Float], relative: Float = 1e-5, absolute: Float = 1e-6) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { a, b in a == b || abs(a - b) <= absolute + relative * abs(b) }
}

/// All words that learning meets, to derive tests from.
nonisolated(unsafe) let allWords: Catalog = {
  let catalog = Catalog()
  catalog.addTensors()
  catalog.addLearning()
  catalog.addData()
  return catalog
}()
