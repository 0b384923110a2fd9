// Ctrl-C for floors that know no signals: whoever works long looks here between two pieces of the work.

/// Whether somebody wants the running work to stop.
public enum Interruption {
  /// Whether Ctrl-C waits to be answered. Set once, by the program; without one nobody interrupts.
  nonisolated(unsafe) public static var isPending: () -> Bool = { false }

  /// Throws if it waits.
  public static func check() throws {
    if isPending() { throw Interruption.complaint }
  }

  /// Looks once in a few thousand places of a long walk.
  public static func check(at place: Int) throws {
    if place & 0xFFF == 0xFFF { try check() }
  }

  public static var complaint: Complaint { Complaint(.interrupted, "stopped by Ctrl-C") }
}

/// What a word tells that gave its value before it was done: a training that was stopped.
public struct Unfinished {
  /// The word: `fit`.
  public let word: String
  /// How far it came: "epoch 3 of 8, step 211 of 469".
  public let place: String
  /// Fields of its value that are worth having, each with a remark.
  public let kept: [(field: String, remark: String?)]
  /// What was measured last: "accuracy after epoch 2: 84.1%".
  public let measured: String?

  public init(word: String, place: String, kept: [(field: String, remark: String?)], measured: String?) {
    self.word = word
    self.place = place
    self.kept = kept
    self.measured = measured
  }
}
