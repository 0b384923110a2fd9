// Calls words as a program would, without a program.

import Catalog
import Data
import Glibc
import Tensor
import Testing

/// The words of this floor and what surrounds them, with files in a folder of its own.
final class Program {
  let context: Context
  let folder: String
  private(set) var notes: [String] = []

  init(seed: UInt64 = 1) {
    let catalog = Catalog()
    catalog.addTensors()
    catalog.addData()
    context = Context(catalog: catalog)
    context.random = RandomStream(seed: seed, cell: "")
    folder = "/tmp/dln-data-tests-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    context.readFolders = [folder]
    context.writeFolder = folder
    context.note = { [unowned self] in notes.append($0) }
  }

  deinit {
    for name in Files.names(in: folder) ?? [] { unlink(folder + "/" + name) }
    rmdir(folder)
  }

  @discardableResult
  func call(_ word: String, _ positional: Value..., named: [(name: String, value: Value)] = []) throws -> Value {
    try #require(context.catalog[word]).call(Given(positional: positional, named: named), context)
  }

  func data(_ word: String, _ positional: Value..., named: [(name: String, value: Value)] = []) throws -> Dataset {
    let value = try #require(context.catalog[word]).call(Given(positional: positional, named: named), context)
    guard case .thing(let data as Dataset) = value else { throw Surprise(value: value) }
    return data
  }

  /// What a word of the family makes.
  func augmentation(_ word: String, _ positional: Value..., named: [(name: String, value: Value)] = []) throws -> Augmentation {
    let value = try #require(context.catalog[word]).call(Given(positional: positional, named: named), context)
    guard case .thing(let augmentation as Augmentation) = value else { throw Surprise(value: value) }
    return augmentation
  }

  /// `augment { lines }`.
  func block(_ lines: Value...) throws -> Augmentation {
    let build = try #require(context.catalog.builders["augment"])
    let value = try build(Given(), Body(lines: lines), context)
    guard case .thing(let augmentation as Augmentation) = value else { throw Surprise(value: value) }
    return augmentation
  }

  func digits() throws -> Dataset { try data("dataset", .text("digits")) }

  func field(_ thing: some Thing, _ name: String) throws -> Value { try #require(try thing.field(name, context)) }

  func part(_ thing: some Thing, _ name: String) throws -> Dataset {
    guard case .thing(let data as Dataset) = try field(thing, name) else { throw Surprise(value: .text(name)) }
    return data
  }

  func tensor(_ thing: some Thing, _ name: String) throws -> Tensor { try #require(try Tensor(try field(thing, name))) }

  func word(_ name: String) throws -> Value { .thing(try #require(context.catalog[name])) }

  /// Writes a file that the program can load.
  func write(_ text: String, _ name: String) throws { try Files.write(Array(text.utf8), to: folder + "/" + name) }
}

/// A value of another kind than a test expects.
struct Surprise: Error {
  let kind: String

  init(value: Value) { kind = value.kind }
}

extension Body {
  /// A block whose lines have these values.
  init(lines: [Value]) {
    let place = Mark()
    self.init(
      flow: { _, start, step in try lines.enumerated().reduce(start) { it, line in try step(line.element, it, line.offset) } },
      value: { _ in lines.last ?? .none }, source: { "{ … }" }, outerNames: { [] }, identity: ObjectIdentifier(place))
  }

  private final class Mark {}
}

extension Thing {
  /// All that a walk over this thing gives.
  func walked(_ context: Context) throws -> [Value] {
    let source = try #require(try items(context))
    var values: [Value] = []
    while let value = try source.next() { values.append(value) }
    return values
  }
}

extension Value {
  /// A column of a batch or a sample.
  func column(_ name: String) throws -> Tensor {
    guard case .record(let record) = self, let value = record[name] else { throw Surprise(value: self) }
    return try #require(try Tensor(value))
  }
}

/// The kind and message of the complaint that [work] ends with.
func complaint(_ work: () throws -> Void) -> String {
  do {
    try work()
    return "nothing"
  } catch let complaint as Complaint {
    return "\(complaint.kind.rawValue): \(complaint.message)"
  } catch {
    return "\(error)"
  }
}

/// Images that count up: item i is i / count.
func ramp(_ shape: [Int]) -> Tensor {
  let count = shape.reduce(1, *)
  return Tensor((0..<count).map { Float($0) / Float(count) }, shape: shape)
}
