// A small language to test the interpreter with: a vector, a few words, blocks that build, and a program that runs.

import Catalog
import Glibc
import Interpreter
import Language

import enum Catalog.IndexItem

/// Numbers in a row, standing in for a tensor.
final class Vector: Thing {
  let numbers: [Double]

  init(_ numbers: [Double]) { self.numbers = numbers }

  var kind: String { "a vector" }
  func text() throws -> String { "<" + numbers.map { numberText($0) }.joined(separator: " ") + ">" }
  var fieldNames: [String] { ["shape", "size"] }

  func field(_ name: String, _ context: Context) throws -> Value? {
    switch name {
    case "shape": .size([numbers.count])
    case "size": .number(Double(numbers.count))
    default: nil
    }
  }

  func settingField(_ name: String, to value: Value, _ context: Context) throws -> Value? {
    guard name == "size", let size = try value.asWhole(), (0...100).contains(size) else { return nil }
    return .thing(Vector(Array(repeating: 0, count: size)))
  }

  func element(_ index: [IndexItem], _ context: Context) throws -> Value {
    switch index.first {
    case .at(.number(let place)) where numbers.indices.contains(Int(exactly: place) ?? -1): .number(numbers[Int(place)])
    case .slice(let start, let end): .text("slice \(start.map(String.init) ?? "") to \(end.map(String.init) ?? "")")
    case .at(.list(let items)): .text("places \(items.count)")
    default: throw Complaint(.shape, "no such place", [.init(.position(0), "outside"), .init(.left, "[\(numbers.count)]")])
    }
  }

  func settingElement(_ index: [IndexItem], to value: Value, _ context: Context) throws -> Value {
    guard case .at(.number(let number))? = index.first, let place = Int(exactly: number), numbers.indices.contains(place),
      let number = try value.asNumber()
    else { return .thing(self) }
    var numbers = numbers
    numbers[place] = number
    return .thing(Vector(numbers))
  }

  func combine(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    let others: [Double]
    switch other {
    case .number(let number): others = numbers.map { _ in number }
    case .truth(let truth): others = numbers.map { _ in truth ? 1 : 0 }
    case .thing(let thing as Vector): others = thing.numbers
    default: return nil
    }
    guard others.count == numbers.count else {
      let (left, right) = isLeft ? (numbers, others) : (others, numbers)
      throw Complaint(
        .shape, "these two cannot be combined: [\(left.count)] and [\(right.count)]",
        [.init(.operator, "needs the same sizes"), .init(.left, "[\(left.count)]"), .init(.right, "[\(right.count)]")])
    }
    let pairs = isLeft ? zip(numbers, others).map { ($0, $1) } : zip(others, numbers).map { ($0, $1) }
    switch operation {
    case .add: return .thing(Vector(pairs.map { $0 + $1 }))
    case .subtract: return .thing(Vector(pairs.map { $0 - $1 }))
    case .multiply: return .thing(Vector(pairs.map { $0 * $1 }))
    case .equal: return .thing(Vector(pairs.map { $0 == $1 ? 1 : 0 }))
    case .and: return .thing(Vector(pairs.map { min($0, $1) }))
    default: return nil
    }
  }

  func negated() throws -> Value? { .thing(Vector(numbers.map { -$0 })) }
  func inverted() throws -> Value? { .thing(Vector(numbers.map { $0 == 0 ? 1 : 0 })) }
  func number() throws -> Double? { numbers.count == 1 ? numbers[0] : nil }
  func truth() throws -> Bool? { numbers.count == 1 ? numbers[0] != 0 : nil }

  func equals(_ other: Value) throws -> Bool {
    switch other {
    case .thing(let thing as Vector): thing.numbers == numbers
    case .size(let sizes): sizes.map(Double.init) == numbers
    default: false
    }
  }

  func items(_ context: Context) throws -> (any ItemSource)? { Items(numbers) }

  private final class Items: ItemSource {
    private var rest: ArraySlice<Double>
    init(_ numbers: [Double]) { rest = numbers[...] }
    func next() throws -> Value? { rest.popFirst().map { .number($0) } }
  }
}

/// Writes down which names a traced body reads.
final class Watched {
  var names: [String] = []
  var places: [any NamePlace] = []
}

/// A session with the small language, and what it printed and settled.
final class Program {
  let session: Session
  let context: Context
  var printed: [String] = []
  var settled: [String] = []
  let watched = Watched()
  var bodies: [Body] = []

  init(files: [String: String] = [:], stackSize: Int = 4 << 20) {
    context = Context(catalog: Catalog())
    session = Session(context, stackSize: stackSize) { path in
      guard let text = files[path] else { throw Complaint(.file, "there is no \(path)", [.init(.whole, "nothing here")]) }
      return text
    }
    context.print = { [unowned self] in printed.append($0) }
    context.catalog.settle = { [unowned self] in settled += try $0.map { try $0.quoted() } }
    context.catalog.bracket = { values in
      let numbers = try values.map { try $0.asNumber() }
      return numbers.isEmpty || numbers.contains(nil) ? nil : .thing(Vector(numbers.compactMap { $0 }))
    }
    addWords(context.catalog)
    addBlocks(context.catalog)
  }

  private func addWords(_ catalog: Catalog) {
    catalog.addConstant("pi", "Half a turn.", .number(.pi))
    catalog.addForeign("lr", means: "rate")
    catalog.addForeign("relux", means: "double")
    catalog.add(.language, "print", "Prints.", hasEffect: true, rest("values", "what is printed", Value.self), surroundings()) {
      (values: [Value], context: Context) in
      context.print(try values.map { try $0.text() }.joined(separator: " "))
      return Nothing()
    }
    catalog.add(.language, "record", "Named values.", names("fields", "any names")) { (fields: Record) in fields }
    catalog.add(
      .language, "append", "A list with one item more.", given("list", "a list", [Value].self), given("item", "a value", Value.self)
    ) {
      (list: [Value], item: Value) in list + [item]
    }
    catalog.add(
      .language, "map", "Calls a function for each item.", given("list", "a list", [Value].self),
      given("f", "what is called", Callable.self)
    ) {
      (list: [Value], f: Callable) in try list.map { try f($0) }
    }
    catalog.add(.language, "double", "Twice a number.", number("x", "a number")) { (x: Double) in 2 * x }
    catalog.add(.language, "scale", "Scales a value.", given("x", "a value", Value.self), number("rate", "by how much", 0.1, in: 0...1)) {
      (x: Value, rate: Double) in Value.several([x, .number(rate)])
    }
    catalog.add(.language, "adder", "A function that adds.", number("by", "how much")) { (by: Double) in Value.thing(Adder(by)) }
    catalog.add(.language, "difference", "Takes two vectors.", given("p", "a value", Value.self), given("y", "a value", Value.self)) {
      (p: Value, y: Value) in
      guard case .thing(let thing) = p, let result = try thing.combine(.subtract, y, isLeft: true) else { return p }
      return result
    }
  }

  /// `layers` applies functions to what flows and lets other values replace it; `search` gives its body's value.
  private func addBlocks(_ catalog: Catalog) {
    catalog.addBuilder("layers") { [unowned self] given, body, context in
      bodies.append(body)
      return try body.flow([("size", .number(7))], given.positional.first ?? .number(1)) { try step($0, $1, $2, context) }
    }
    catalog.addBuilder("branches") { given, body, _ in
      throw Complaint(.shape, "line 1 is odd", [.init(.line(1), "this one"), .init(.argument("join"), "joined by")])
    }
    catalog.addBuilder("residual") { _, body, _ in .thing(Later(body)) }
    catalog.addBuilder("search") { [unowned self] given, body, context in
      bodies.append(body)
      return try body.value([("trial", .number(3))])
    }
    catalog.update = { [unowned self] request, context in
      let outer = context.watcher
      defer { context.watcher = outer }
      context.watcher = { [watched] name, place in
        watched.names.append(name)
        watched.places.append(place)
        return place.value
      }
      bodies.append(request.body)
      let loss = try request.body.value(Array(zip(request.names, request.values)))
      request.values = try request.values.map { try Program.moved($0, by: loss) }
      return loss
    }
  }

  private static func moved(_ value: Value, by loss: Value) throws -> Value {
    .number((try value.asNumber() ?? 0) - (try loss.asNumber() ?? 0))
  }

  /// Runs a text and gives what its last line prints as.
  @discardableResult
  func run(_ text: String, name: String = "test.dln") throws -> String {
    var last = Value.none
    try session.run(Source(name: name, text: text)) { last = $1 }
    return try last.quoted()
  }

  /// Runs a text that must fail and gives the message.
  func failure(_ text: String, name: String = "test.dln") -> String {
    do {
      return "no failure: \(try run(text, name: name))"
    } catch let failure as Failure {
      return failure.render()
    } catch {
      return "another error: \(error)"
    }
  }
}

/// A callable thing that is no function of the program.
final class Adder: Thing {
  let by: Double
  init(_ by: Double) { self.by = by }
  var kind: String { "an adder" }
  func text() throws -> String { "adder(\(numberText(by)))" }
  var isCallable: Bool { true }
  func call(_ given: Given, _ context: Context) throws -> Value {
    guard let number = try given.positional.first?.asNumber() else {
      throw Complaint(.argument, "an adder wants a number", [.init(.position(0), "not a number")])
    }
    return .number(number + by)
  }
}

/// A line of a block applied to what flows.
private func step(_ line: Value, _ it: Value, _ place: Int, _ context: Context) throws -> Value {
  if case .text(let text) = line { throw Complaint(.shape, "no layer: \(text)", [.init(.whole, "line \(place)")]) }
  guard case .thing(let thing) = line, thing.isCallable else { return line }
  return try context.call(line, Given(positional: [it]))
}

/// Runs its block when it is called.
private final class Later: Thing {
  let body: Body
  init(_ body: Body) { self.body = body }
  var kind: String { "a net" }
  func text() throws -> String { "residual \(body.source)" }
  var isCallable: Bool { true }
  func call(_ given: Given, _ context: Context) throws -> Value {
    try body.flow([], given.positional.first ?? .none) { try step($0, $1, $2, context) }
  }
}

/// The value of a text in a new session.
func value(_ text: String) throws -> String { try Program().run(text) }

/// The heading of the failure of a text in a new session.
func heading(_ text: String) -> String { String(Program().failure(text).prefix { $0 != "\n" }) }

/// Runs something on a thread with the stack that the program gives the interpreter.
func withLargeStack(_ action: @escaping () -> Void) {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, 1 << 30)
  var thread = pthread_t()
  let box = Unmanaged.passRetained(Box(action))
  pthread_create(
    &thread, &attributes,
    { argument in
      if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().action() }
      return nil
    }, box.toOpaque())
  pthread_join(thread, nil)
}

private final class Box {
  let action: () -> Void
  init(_ action: @escaping () -> Void) { self.action = action }
}
