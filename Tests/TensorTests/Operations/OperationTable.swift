// How each operation of the fixtures is spelled in the language.

import Catalog
import Learning

@testable import Tensor

/// From an operation's name to what it makes of its inputs.
enum OperationTable {
  typealias Operation = @Sendable (OperationInputs) throws -> [Tensor]

  static func operation(_ name: String) -> Operation? {
    plain[name] ?? reductions[name] ?? others[name] ?? spaces[name] ?? learned[name] ?? composites[name]
  }

  /// Calls a word and takes the tensors it gives.
  static func call(_ word: String, _ positional: [Value], _ named: [(String, Value?)] = []) throws -> [Tensor] {
    try tensors(in: made(word, positional, named))
  }

  /// What a word makes of arguments; those without a value are left out.
  static func made(_ word: String, _ positional: [Value], _ named: [(String, Value?)]) throws -> Value {
    guard let declaration = context.catalog[word] else { throw Complaint(.name, "no word `\(word)`") }
    let given = Given(positional: positional, named: named.compactMap { name, value in value.map { (name: name, value: $0) } })
    return try declaration.call(given, context)
  }

  /// The words of this floor and of the one that learns.
  nonisolated(unsafe) private static let context: Context = {
    let context = tensorContext()
    context.catalog.addLearning()
    return context
  }()

  private static func tensors(in value: Value) throws -> [Tensor] {
    switch value {
    case .several(let items), .list(let items): try items.flatMap { try tensors(in: $0) }
    default: try Tensor(value).map { [$0] } ?? []
    }
  }

  /// A word of all the inputs in order, with attributes under the names they have here.
  static func word(_ word: String, _ settings: [String: String] = [:]) -> Operation {
    { given in
      try call(word, given.tensors.map { .thing($0.tensor) }, settings.sorted { $0.key < $1.key }.map { ($0.value, given.value($0.key)) })
    }
  }

  /// An operator between two inputs.
  private static func between(_ operation: BinaryOperator) -> Operation {
    { given in
      let (a, b) = (given.tensors[0].tensor, given.tensors[1].tensor)
      return try a.combine(operation, .thing(b), isLeft: true).map { try tensors(in: $0) } ?? []
    }
  }

  private static let plain: [String: Operation] = {
    let same = [
      "abs", "ceil", "cos", "exp", "expm1", "log", "log1p", "reciprocal", "relu", "round", "rsqrt", "sigmoid", "sinh", "sqrt", "tan",
      "tanh",
      "softsign", "tanhshrink", "logsigmoid", "hardswish", "hardtanh", "atan2", "hypot", "maximum", "minimum", "where", "solve",
    ]
    var table = Dictionary(uniqueKeysWithValues: same.map { ($0, word($0)) })
    table["add"] = between(.add)
    table["sub"] = between(.subtract)
    table["div"] = between(.divide)
    table["remainder"] = between(.remainder)
    table["equal"] = between(.equal)
    table["less"] = between(.less)
    table["neg"] = { [try -$0["x"]] }
    table["celu"] = word("celu", ["alpha": "alpha"])
    table["elu"] = word("elu", ["alpha": "alpha"])
    table["leaky_relu"] = word("leaky_relu", ["negative_slope": "slope"])
    table["hardshrink"] = word("hardshrink", ["lambd": "width"])
    table["softplus"] = word("softplus", ["beta": "beta"])
    table["threshold"] = word("threshold", ["threshold": "limit", "value": "value"])
    table["gelu"] = { try call($0.text("approximate") == "tanh" ? "gelu_tanh" : "gelu", [.thing($0["x"])]) }
    table["clamp"] = word("clamp", ["min": "low", "max": "high"])
    table["masked_fill"] = word("masked_fill", ["value": "value"])
    table["softmax"] = word("softmax", ["axis": "axis"])
    table["log_softmax"] = word("log_softmax", ["axis": "axis"])
    table["concat"] = word("concat", ["axis": "axis"])
    table["stack"] = word("stack", ["axis": "axis"])
    table["transpose"] = word("transpose", ["perm": "axes"])
    table["take"] = word("take", ["axis": "axis"])
    table["gather"] = word("gather", ["axis": "axis"])
    table["one_hot"] = word("one_hot", ["num_classes": "classes"])
    table["tile"] = word("tile", ["reps": "times"])
    table["roll"] = word("roll", ["shifts": "shift", "axes": "axis"])
    table["triu"] = word("triu", ["k": "offset"])
    table["diagonal"] = word("diagonal", ["offset": "offset"])
    table["split"] = word("chunk", ["sizes": "pieces", "axis": "axis"])
    table["sort"] = word("sort", ["axis": "axis", "descending": "descending"])
    table["topk"] = word("top_k", ["k": "k", "axis": "axis", "largest": "largest"])
    table["argmax"] = word("argmax", ["axis": "axis"])
    table["cdist"] = word("cdist", ["p": "p"])
    table["cosine_similarity"] = word("cosine_similarity", ["axis": "axis"])
    table["normalize"] = word("normalize", ["p": "p", "axis": "axis", "eps": "epsilon"])
    table["svdvals"] = word("singular_values")
    return table
  }()

  private static let reductions: [String: Operation] = {
    let settings = ["axes": "axis", "keepdims": "keep"]
    var table = Dictionary(uniqueKeysWithValues: ["sum", "mean", "max", "min", "prod", "logsumexp"].map { ($0, word($0, settings)) })
    for name in ["var", "std"] { table[name] = word(name, settings.merging(["correction": "correction"]) { first, _ in first }) }
    table["norm"] = word("norm", settings.merging(["p": "p"]) { first, _ in first })
    return table
  }()

  private static let others: [String: Operation] = [
    "mul": { given in
      if let x = given.tensor("x") { return [try x * x * x] }
      return [try given["a"] * given["b"]]
    },
    "pow": { given in
      if let x = given.tensor("x") { return try call("power", [.thing(x)], [("b", given.value("exponent"))]) }
      return try call("power", [.thing(given["a"]), .thing(given["b"])])
    },
    "matmul": { given in [try matmul(given.text("form") == nil ? given["a"] : given["a"].transposed(), given["b"])] },
    "einsum": { given in try call("einsum", [.text(given.text("equation") ?? "")] + given.tensors.map { .thing($0.tensor) }) },
    "slice": { given in
      let x = given["x"]
      switch given.text("form") {
      case "x[1:3, :, 2]": return [try x.slice(axis: 0, from: 1, count: 2).slice(axis: 2, from: 2, count: 1).reshaped([2, 3])]
      case "x[-3:-1, -1]": return [try x.slice(axis: 0, from: 2, count: 2).slice(axis: 1, from: 3, count: 1).reshaped([2])]
      default: return [x.slice(axis: 0, from: 0, count: 3, step: 2).slice(axis: 1, from: 1, count: 3, step: 3)]
      }
    },
    "squeeze": { given in
      try call("expand", [.thing(call("squeeze", [.thing(given["x"])], [("axis", .number(1))])[0])], [("axis", .number(0))])
    },
    "pad": { given in
      let amounts = given.numbers("left_right_top_bottom") ?? []
      let mode = given.text("mode") == "replicate" ? "edge" : given.text("mode") ?? "constant"
      return try stride(from: 0, to: amounts.count, by: 2).reduce([given["x"]]) { result, place in
        let named: [(String, Value?)] = [
          ("amount", .list([.number(amounts[place]), .number(amounts[place + 1])])), ("axis", .number(Double(-1 - place / 2))),
          ("mode", .text(mode)),
        ]
        return try call("pad", [.thing(result[0])], named)
      }
    },
    "attention": { given in
      try call(
        "scaled_dot_product_attention", ["q", "k", "v"].map { .thing(given[$0]) },
        [("mask", given.tensor("m").map { .thing($0) }), ("causal", given.value("causal"))])
    },
  ]
}
