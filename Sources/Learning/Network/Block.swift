// Blocks of layers: `layers { … }`, `residual { … }`, `branches { … }`.

import Catalog
import Tensor

/// Lines that are applied one after the other.
struct Block {
  /// Runs the lines from a value; gives what flows at the end and, where every line was a layer on what flowed, those layers.
  let run: (_ names: [(String, Value)], _ start: Tensor?, _ scope: Scope) throws -> (result: Value, lines: [Layer]?)

  /// The lines of a program's block.
  init(_ body: Body, _ context: Context) {
    run = { names, start, scope in
      var lines: [Layer]? = start == nil ? nil : []
      let result = try scope.during {
        try body.flow(names, start.map { .thing($0) } ?? .none) { value, it, place in
          try Block.step(value, it, place, scope, context, &lines)
        }
      }
      return (result, lines)
    }
  }

  /// Layers that are known already.
  init(_ layers: [Layer]) {
    run = { _, start, scope in
      guard var it = start else { throw Complaint(.internal, "a chain of layers starts from nothing") }
      try scope.during { for layer in layers { it = try scope.applyNoting(layer, to: it) } }
      return (.thing(it), layers)
    }
  }

  /// What one line does to the value that flows.
  private static func step(
    _ value: Value, _ it: Value, _ place: Int, _ scope: Scope, _ context: Context, _ lines: inout [Layer]?
  ) throws -> Value {
    if case .none = value { return it }
    if case .thing(let tensor as Tensor) = value.first {
      lines = nil
      return .thing(tensor)
    }
    guard let layer = try Layer(value.first, context) else {
      throw Complaint(
        .type, "a line of a net is a layer, a function or a tensor, and this is \(value.kind)",
        [.init(.line(place), "this is \(value.kind)")])
    }
    guard case .thing(let x as Tensor) = it else {
      throw Complaint(.type, "\(layer.name) has nothing to work on here", [.init(.line(place), "say what flows: x |> \(layer.name)")])
    }
    scope.resolved = nil
    do {
      let result = try scope.applyNoting(layer, to: x)
      lines?.append(scope.resolved ?? layer)
      return .thing(result)
    } catch var complaint as Complaint {
      if complaint.kind == .shape, !complaint.marks.contains(where: { if case .line = $0.role { true } else { false } }) {
        complaint.marks.insert(.init(.line(place), "\(oneLine(layer)) gets \(x.shape.withoutBatch)"), at: 0)
      }
      // What a product inside a layer is made of stands nowhere in the line.
      if complaint.kind == .memory { complaint.marks = [.init(.line(place), complaint.marks.first?.label ?? "")] }
      throw complaint
    }
  }
}

extension Scope {
  /// Applies a layer, and notes while a net is built what came of it.
  func applyNoting(_ layer: Layer, to x: Tensor) throws -> Tensor {
    guard notes != nil else { return try applyLine(layer, to: x) }
    let before = layout.trainedCount
    let index = notes?.count ?? 0
    let result = try applyLine(layer, to: x)
    let isBlock = (notes?.count ?? 0) > index
    let text = isBlock ? layer.name : try layer.text()
    let own = isBlock ? 0 : layout.trainedCount - before
    // Two samples stand for the batch.
    let work = (counter?.multiplyAdds(behind: result) ?? 0) / 2
    notes?.insert(
      LayerNote(
        depth: depth, text: text, shape: Array(result.shape.dropFirst()), parameters: own, multiplyAdds: work, isBlock: isBlock),
      at: index)
    return result
  }
}

/// A layer as it is called; a block by its word.
private func oneLine(_ layer: Layer) -> String {
  guard let text = try? layer.text(), !text.contains(where: \.isNewline) else { return layer.name }
  return text
}

extension Array where Element == Int {
  /// A shape as people see it inside a net: the batch left out.
  var withoutBatch: String { Array(dropFirst()).shapeText }
}

extension Catalog {
  /// The block words that build networks.
  func addBlocks() {
    addBuilder("layers", of: [.layer, .activation]) { given, body, context in
      if given.positional.isEmpty && given.named.isEmpty { return Catalog.block("layers", given, body, context) { $1 }.value }
      return .thing(try Net(building: given, body, context))
    }
    addBuilder("residual", of: [.layer, .activation], takes: []) { given, body, context in
      Catalog.block("residual", given, body, context) { x, y in
        guard x.shape == y.shape else {
          throw Complaint(
            .shape, "residual adds its input \(x.shape.withoutBatch) to its result \(y.shape.withoutBatch), and they differ",
            [.init(.whole, "the shapes must be equal")],
            why: x.rank > 2 && y.rank == x.rank
              ? "a conv with another number of channels or a stride changes the shape; conv(\(x.shape[1]), 1x1) at the end leads back"
              : "dense(\(x.shape.last ?? 1)) at the end of the block leads back")
        }
        return try y + x
      }.value
    }
    addBuilder("search") { _, _, _ in
      throw Complaint(
        .limit, "`search` is not there yet", [.init(.callee, "this word is kept for it")],
        why: "a loop over the choices with `fit` in it does the same")
    }
    addBuilder("branches", of: [.layer, .activation], takes: ["join"]) { given, body, context in
      try Catalog.branches(given, body, context).value
    }
  }

  /// A block as a layer: its lines, then what is made of input and result.
  private static func block(
    _ word: String, _ given: Given, _ body: Body, _ context: Context, _ finish: @escaping (_ x: Tensor, _ y: Tensor) throws -> Tensor
  ) -> Layer {
    func layer(_ block: Block, _ lines: [Layer]) -> Layer {
      var layer = Layer(word, lines: lines) { x, scope in
        let (value, found) = try block.run([], x, scope)
        guard case .thing(let y as Tensor) = value else { throw Complaint(.type, "`\(word)` ends in no tensor", [.init(.whole, "")]) }
        let result = try finish(x, y)
        scope.resolved = found.map { layerOf($0) }
        return result
      }
      layer.made = Call(shown: lines.isEmpty ? "\(word) \(body.source)" : blockText(word, lines))
      if lines.isEmpty || lines.contains(where: { $0.needs != nil }) { layer.needs = body.outerNames }
      return layer
    }
    func layerOf(_ lines: [Layer]) -> Layer { layer(Block(lines), lines) }
    return layer(Block(body, context), [])
  }

  /// Each line applied to the same input, the results joined.
  private static func branches(_ given: Given, _ body: Body, _ context: Context) throws -> Layer {
    let join = given.named.first { $0.name == "join" }?.value
    let word = try join.map { try $0.quoted() } ?? "concat"
    var layer = Layer("branches", lines: []) { x, scope in
      var results: [Tensor] = []
      _ = try scope.during {
        try body.flow([], .thing(x)) { value, it, place in
          if case .none = value { return it }
          if case .thing(let tensor as Tensor) = value.first {
            results.append(tensor)
          } else if let layer = try Layer(value.first, context) {
            results.append(try scope.applyNoting(layer, to: x))
          } else {
            throw Complaint(.type, "a branch is a layer, a function or a tensor, and this is \(value.kind)", [.init(.line(place), "")])
          }
          return it
        }
      }
      scope.resolved = nil
      guard let join, word != "concat" else { return try concatenate(results, axis: 1) }
      let joined = try context.call(join, Given(positional: results.map { .thing($0) })).first
      guard let tensor = try Tensor(joined) else {
        throw Complaint(.type, "`join` gives \(joined.kind), not a tensor", [.init(.argument("join"), "")])
      }
      return tensor
    }
    layer.made = Call(shown: "branches\(join == nil ? "" : "(join: \(word))") \(body.source)")
    layer.needs = body.outerNames
    return layer
  }

  /// `residual {` … `}` with the lines indented.
  static func blockText(_ head: String, _ lines: [Layer]) -> String {
    let texts = lines.map { (try? $0.text()) ?? $0.name }.flatMap { $0.split(separator: "\n").map { "  " + $0 } }
    return "\(head) {\n\(texts.joined(separator: "\n"))\n}"
  }
}
