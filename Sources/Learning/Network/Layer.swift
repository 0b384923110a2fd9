// A layer: how a tensor becomes another, with the parameters it asks its scope for.

import Catalog
import Tensor

/// A maker of tensors from tensors. One description serves building, training and predicting: it asks the scope for
/// parameters by name and shape, and the scope makes them or hands them out.
public struct Layer: Made {
  public typealias Apply = (_ x: Tensor, _ scope: Scope) throws -> Tensor

  public var made = Call.unknown
  /// How its parameters are named in a net.
  let name: String
  let apply: Apply
  /// The lines of a block; empty for a plain layer.
  let lines: [Layer]
  /// The names that its text needs to be read elsewhere; nil: the text stands by itself.
  var needs: (() -> [(String, Value)])?

  public init(_ name: String, _ apply: @escaping Apply) { self.init(name, lines: [], apply) }

  init(_ name: String, lines: [Layer], _ apply: @escaping Apply) {
    self.name = name
    self.apply = apply
    self.lines = lines
  }

  public var kind: String { "a layer" }
  public var isCallable: Bool { true }

  /// Applied to a tensor: inside a net with the net's parameters, outside with fresh ones.
  public func call(_ given: Given, _ context: Context) throws -> Value {
    guard given.named.isEmpty, given.positional.count == 1, let x = try Tensor(given.positional[0].first) else {
      throw Complaint(
        .argument, "a layer is applied to one tensor", [.init(.position(0), given.positional.first?.kind ?? "nothing is given")])
    }
    if let scope = Scope.current { return .thing(try scope.apply(self, to: x)) }
    let scope = Scope(building: context, training: TrainingSession.current)
    defer { TrainingSession.current?.streams = scope.streams }
    return .thing(try scope.apply(self, to: x))
  }

  public func equals(_ other: Value) throws -> Bool {
    guard case .thing(let thing as Layer) = other else { return false }
    return try text() == thing.text()
  }
}

extension Layer: Argument {
  public static var wanted: String { "a layer" }
  public static var families: [Family] { [.layer] }
  public static func from(_ value: Value, _ context: Context) throws -> Layer? { try Layer(value, context) }
  public var value: Value { .thing(self) }

  /// A layer from a layer, a word that makes one with its defaults, or any function of one tensor.
  public init?(_ value: Value, _ context: Context) throws {
    switch value {
    case .thing(let layer as Layer): self = layer
    case .thing(let net as Net): self = net.asLayer
    case .thing(let word as Declaration):
      if word.family == .layer, case .thing(let layer as Layer)? = try word.madeBare(context) {
        self = layer
      } else {
        self.init(function: value, named: word.name, context)
      }
    case .thing(let thing) where thing.isCallable: self.init(function: value, named: "function", context)
    default: return nil
    }
  }

  /// A function as a layer.
  private init(function: Value, named name: String, _ context: Context) {
    self.init(name) { x, _ in
      let result = try context.call(function, Given(positional: [.thing(x)])).first
      guard let tensor = try Tensor(result) else {
        throw Complaint(.type, "a line of a net gives a tensor, and this gave \(result.kind)", [.init(.whole, "gives \(result.kind)")])
      }
      return tensor
    }
    let shown = (try? function.text()) ?? name
    if case .thing(is Declaration) = function {
      made = Call(shown: shown)
    } else if case .thing(let transform as Transform) = function {
      made = transform.made
    } else if shown.hasPrefix("fn "), let own = shown.dropFirst(3).split(separator: "(").first.map({ String($0) }) {
      made = Call(shown: own)
      needs = { [(own, function)] }
    } else {
      made = Call(shown: shown.hasPrefix("(") ? shown : "(\(shown))")
      needs = { [] }
    }
  }
}

extension Catalog {
  /// Declares a layer. Given a tensor of rank 1 or more first, the word applies what it makes; so do its [samples].
  public func addLayer<each Kind: Argument>(
    _ name: String, _ summary: String, shapes: [ShapeRule], _ example: String, gives result: String? = nil, paper: String? = nil,
    samples: @escaping @autoclosure () -> [Sample], file: String = #fileID, line: Int = #line, _ parameter: repeat Parameter<each Kind>,
    make: @escaping (repeat each Kind) throws -> Layer.Apply
  ) {
    add(
      .layer, name, summary, paper: paper, shapes: shapes, examples: [Example(example, gives: result)], samples: samples(), file: file,
      line: line,
      repeat each parameter
    ) {
      (arguments: repeat each Kind) in
      Layer(name, try make(repeat each arguments))
    }
    appliesProduct(of: name) { if case .thing(let tensor as Tensor) = $0 { tensor.rank > 0 } else { false } }
  }
}
