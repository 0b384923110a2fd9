// Weights as PyTorch names them, matched with a net's layers: each layer takes the first module that has what it wants.

import Catalog
import Tensor

/// A file of PyTorch's, module by module.
struct ForeignModules {
  /// `fc1`, with `weight` and `bias`.
  fileprivate struct Module {
    let name: String
    var tensors: [(leaf: String, tensor: Tensor)]
    /// A bare parameter of a module that somebody wrote: its name says nothing.
    let isBare: Bool
    var isTaken = false
  }

  private var modules: [Module] = []

  init(_ tensors: [(name: String, tensor: Tensor)]) {
    // Some writers sort by name, and so put the tenth layer before the second.
    let names = tensors.map(\.name)
    let isSorted = names == names.sorted()
    for (name, tensor) in isSorted ? tensors.sorted(by: { isBefore($0.name, $1.name) }) : tensors { add(name, tensor) }
  }

  private mutating func add(_ name: String, _ tensor: Tensor) {
    let (module, leaf) = ForeignModules.parts(of: name)
    // A count of batches, which nobody here asks for.
    if leaf == "num_batches_tracked" { return }
    let isBare = !["weight", "bias", "running_"].contains { leaf.hasPrefix($0) }
    if !isBare, let place = modules.firstIndex(where: { $0.name == module && !$0.isBare }) {
      modules[place].tensors.append((leaf, tensor))
    } else {
      modules.append(Module(name: isBare ? name : module, tensors: [(leaf, tensor)], isBare: isBare))
    }
  }

  /// `fc1.weight` as `fc1` and `weight`; PyTorch's attention has `in_proj_weight`, which is a module's weight in all but its spelling.
  private static func parts(of name: String) -> (module: String, leaf: String) {
    for leaf in ["weight", "bias"] where name.hasSuffix("in_proj_" + leaf) { return (String(name.dropLast(leaf.count + 1)), leaf) }
    guard let dot = name.lastIndex(of: ".") else { return ("", name) }
    return (String(name[..<dot]), String(name[name.index(after: dot)...]))
  }

  /// The tensors of a net, in the order of its layout.
  func tensors(for layout: ParameterLayout) throws -> [Tensor] {
    var rest = self
    var found = [Tensor?](repeating: nil, count: layout.entries.count)
    for part in ForeignModules.parts(of: layout) {
      for (place, tensor) in try rest.take(part, layout) { found[place] = layout.entries[place].foreign.brought(tensor) }
    }
    if let left = rest.modules.first(where: { !$0.isTaken }) {
      throw Complaint(
        .shape, "the net has no place for \(left.text)", [.init(.argument("weights"), "of another net")],
        why: "every module of the file belongs to one layer of the net, in order")
    }
    return found.compactMap { $0 }
  }

  /// The places in a layout that make one module there.
  private static func parts(of layout: ParameterLayout) -> [[Int]] {
    var found: [(name: String, places: [Int])] = []
    for (place, entry) in layout.entries.enumerated() {
      let name = parts(of: entry.name).module + "." + parts(of: entry.foreign.name).module
      if let known = found.firstIndex(where: { $0.name == name }) {
        found[known].places.append(place)
      } else {
        found.append((name, [place]))
      }
    }
    return found.map(\.places)
  }

  /// The first module that has all of a part and nothing else; where a single tensor is wanted a bare one serves, too.
  private mutating func take(_ part: [Int], _ layout: ParameterLayout) throws -> [(place: Int, tensor: Tensor)] {
    let wanted = part.map { place in
      let entry = layout.entries[place]
      return (place, leaf: ForeignModules.parts(of: entry.foreign.name).leaf, shape: entry.foreign.shape(entry.shape))
    }
    func fits(_ module: Module) -> Bool {
      !module.isTaken && !module.isBare && module.tensors.count == wanted.count
        && wanted.allSatisfy { want in module.tensors.contains { $0.leaf == want.leaf && $0.tensor.shape == want.shape } }
    }
    if let found = modules.firstIndex(where: fits) {
      modules[found].isTaken = true
      return wanted.compactMap { want in modules[found].tensors.first { $0.leaf == want.leaf }.map { (want.0, $0.tensor) } }
    }
    if wanted.count == 1,
      let bare = modules.firstIndex(where: { !$0.isTaken && $0.isBare && $0.tensors[0].tensor.shape == wanted[0].shape })
    {
      modules[bare].isTaken = true
      return [(wanted[0].0, modules[bare].tensors[0].tensor)]
    }
    throw missing(layout.entries[part[0]].name, wanted.map { ($0.leaf, $0.shape) })
  }

  private func missing(_ name: String, _ wanted: [(leaf: String, shape: Shape)]) -> Complaint {
    let layer = ForeignModules.parts(of: name).module
    let left = modules.filter { !$0.isTaken }.map(\.text)
    let some = left.prefix(3).joined(separator: ", ") + (left.count > 3 ? " and \(left.count - 3) more" : "")
    let wants = wanted.map { "\($0.leaf) \($0.shape.shapeText)" }.joined(separator: ", ")
    return Complaint(
      .shape, "nothing among the weights fits `\(layer)`", [.init(.argument("weights"), "of another net")],
      why: "it wants \(wants); " + (left.isEmpty ? "all are taken by the layers before it" : "left are \(some)"))
  }
}

extension ForeignModules.Module {
  fileprivate var text: String {
    let leaves = tensors.map { "\($0.leaf) \($0.tensor.shape.shapeText)" }.joined(separator: ", ")
    return isBare || name.isEmpty ? leaves : "`\(name)` (\(leaves))"
  }
}

/// Names with numbers in them in the order of the numbers: `2.weight` before `10.weight`.
private func isBefore(_ a: String, _ b: String) -> Bool {
  for (one, other) in zip(a.split(separator: "."), b.split(separator: ".")) where one != other {
    if let first = Int(one), let second = Int(other) { return first < second }
    return one < other
  }
  return a.count < b.count
}
