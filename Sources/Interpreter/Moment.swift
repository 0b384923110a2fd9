// All that a session knows at one moment, to come back to it later.

import Catalog

/// A session's names, answers, params, cell and random numbers. Values never change, so keeping one copies no value.
public struct Moment {
  fileprivate var contents: Scope.State
  fileprivate let answer: Slot.Content?
  fileprivate let outputs: [Value]
  fileprivate let parameters: [DeclaredParameter]
  fileprivate let cell: Cell
  fileprivate let knownSizes: [String: Int]

  /// Where in its cell the program stands: what the next line draws, and the sizes that have names.
  fileprivate struct Cell {
    let title: String?
    let sizes: Sizes
    let random: RandomStream
  }

  /// The bound names, sorted.
  public var names: [String] { contents.keys.sorted() }

  /// What became of the names since an earlier moment.
  public func changes(since earlier: Moment) -> Changes {
    let added = contents.keys.filter { earlier.contents[$0] == nil }
    let rebound = contents.filter { name, content in earlier.contents[name].map { $0.version != content.version } ?? false }.keys
    return Changes(
      added: added.sorted(), rebound: rebound.sorted(), removed: earlier.contents.keys.filter { contents[$0] == nil }.sorted())
  }

  public struct Changes: Equatable {
    public let added, rebound, removed: [String]
    /// The names that stand for something else than before.
    public var bound: [String] { (added + rebound).sorted() }
    public var isEmpty: Bool { added.isEmpty && rebound.isEmpty && removed.isEmpty }
  }

  /// This moment with some names as they are in another one.
  public func taking(_ names: [String], from other: Moment) -> Moment {
    var result = self
    for name in names { result.contents[name] = other.contents[name] }
    return result
  }
}

extension Session {
  /// All that is known now. Setting it takes the session to that moment, backwards or forwards.
  public var moment: Moment {
    get {
      Moment(
        contents: global.state, answer: root.bound("ans")?.content, outputs: history.values, parameters: parameters,
        cell: Moment.Cell(title: cellTitle, sizes: cellSizes.copy(), random: context.random), knownSizes: knownSizes)
    }
    set {
      global.state = newValue.contents
      parameters = newValue.parameters
      knownSizes = newValue.knownSizes
      takeBackAnswers(to: newValue)
      takeBackCell(to: newValue)
    }
  }

  /// Goes back to the answers there were: a line whose value cannot be shown gave none.
  public func takeBackAnswers(to moment: Moment) {
    root.own("ans").restore(moment.answer)
    history.values = moment.outputs
  }

  /// Goes back to where the cell stood: a line that failed has drawn no number and named no size.
  public func takeBackCell(to moment: Moment) {
    cellTitle = moment.cell.title
    cellSizes = moment.cell.sizes.copy()
    context.random = moment.cell.random
  }
}

extension Session {
  /// Forgets all names, answers and params.
  public func forget() {
    let now = moment
    moment = Moment(
      contents: [:], answer: nil, outputs: [], parameters: [], cell: Moment.Cell(title: nil, sizes: Sizes(), random: now.cell.random),
      knownSizes: [:])
  }
}
