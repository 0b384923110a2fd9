// What a word may need of the program that runs it: randomness, folders, output, and the way back into the interpreter.

/// The surroundings of a running program. One a session; used on its one thread only.
public final class Context {
  public let catalog: Catalog
  /// The stream that this cell draws from.
  public var random = RandomStream(seed: 0, cell: "")
  /// Where `print` and shown values go.
  public var print: (String) -> Void = { _ in }
  /// Warnings, a line each.
  public var note: (String) -> Void = { _ in }
  /// Watches trainings: told after every step, so it must be quick. Nil: nobody does.
  public var progress: ((TrainingProgress) -> Void)?
  /// Where files are read: folders in order.
  public var readFolders: [String] = ["."]
  public var writeFolder = "."
  /// Calls any callable value; the interpreter sets it.
  public var call: (Value, Given) throws -> Value = { _, _ in .none }
  /// The value of a program text in a scope of its own; the interpreter sets it.
  public var evaluate: (String) throws -> Value = { _ in .none }
  /// Whether this program is to stop: Ctrl-C waits to be answered.
  public var isInterrupted: () -> Bool = { Interruption.isPending() }
  /// Set by a word that was stopped and gave what it had.
  public var unfinished: Unfinished?
  /// Set by a word that failed and yet gave what it had: told when the line is done.
  public var regret: Complaint?
  /// While a body is traced: sees every outer name that the body reads and may put a stand-in in its place.
  public var watcher: ((_ name: String, _ place: NamePlace) throws -> Value)?
  /// Set by words with effects (print, save, plot): what is being traced cannot be replayed.
  public var hadEffect = false
  /// Places that keep what was learned about a part of the program: a traced body, by its identity.
  public var memories: [ObjectIdentifier: AnyObject] = [:]

  /// While programs are looked through: told of what is odd about a call, but runs.
  public var warn: (Complaint) -> Void = { _ in }
  /// While programs are looked through: what they would have saved by now, by path.
  public var foreseenFiles: [String: Value] = [:]

  public init(catalog: Catalog) { self.catalog = catalog }
}

/// A name in a scope, that can be read again later.
public protocol NamePlace: AnyObject {
  var value: Value { get }
  /// Grows whenever the name is bound: tells a new value from an old one without looking at either.
  var version: Int { get }
}

/// Where random numbers come from: a draw is known by (seed, cell) and its number in the cell, never by what ran before.
public struct RandomStream {
  public let seed: UInt64
  public let cell: String
  /// Philox's key, mixed from the seed and the cell's title.
  public let key: UInt64
  private var draws: UInt64 = 0

  public init(seed: UInt64, cell: String) {
    self.seed = seed
    self.cell = cell
    var mixed = seed
    for byte in cell.utf8 { mixed = scramble(mixed ^ UInt64(byte)) }
    key = scramble(mixed)
  }

  /// The key and counter of the next draw.
  public mutating func next() -> (key: UInt64, counter: UInt64) {
    defer { draws += 1 }
    return (key, draws)
  }
}

/// A bijection that spreads every bit over all others (splitmix64, Steele and others 2014).
private func scramble(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
