// What one piece of running program has at hand: its names, its text, its promised sizes.

import Catalog
import Language

/// The surroundings of a statement: one for each cell, call and block.
final class Frame {
  let scope: Scope
  let source: Source
  /// The sizes that shape promises bound, for a cell or a call.
  let sizes: Sizes
  /// Whether `return` has a function to leave.
  let isFunction: Bool
  /// The call that runs: what was called, and from where.
  var call: (function: UserFunction, site: CallSite)?
  /// How many loops of this frame are running.
  var loopDepth = 0
  /// Set in a block whose lines are applied to what flows.
  var flow: FlowRun?
  /// While statements are looked through: what a function gives back, where it may also go on.
  var mayGiveBack: [Value] = []

  init(_ scope: Scope, _ source: Source, _ sizes: Sizes = Sizes(), isFunction: Bool = false) {
    self.scope = scope
    self.source = source
    self.sizes = sizes
    self.isFunction = isFunction
  }
}

/// How a statement ended.
enum Ending {
  case value(Value)
  case breakLoop
  case continueLoop
  case giveBack(Value)
}

/// A call that is running: what was called, and from where.
struct TrailEntry {
  let function: String
  let site: CallSite?
}

/// The place of a call.
struct CallSite {
  let source: Source
  let span: Span
}
