// Words that call a function for each item of a list.

import Catalog

extension Catalog {
  func addFunctionWords() {
    add(
      .language, "map", "Calls a function with each item and lists what it gives.",
      examples: [
        Example("map(1..3, n -> \"run {n}\")", gives: "[\"run 1\", \"run 2\", \"run 3\"]"),
        Example("[[1, 2], [3, 4]] |> map(sum)", gives: "[3, 7]"),
      ],
      given("list", "the items", Items.self), given("f", "takes an item", Callable.self)
    ) { (list: Items, f: Callable) in
      Items(
        values: try list.values.map { item in
          try Interruption.check()
          return try f.apply(parts(of: item)).first
        })
    }
    addForeign("apply", "lapply", means: "map")
    add(
      .language, "filter", "The items for which a function says true.",
      examples: [Example("filter(1..6, n -> n mod 3 == 0)", gives: "[3, 6]")],
      given("list", "the items", Items.self), given("f", "takes an item and says true or false", Callable.self)
    ) { (list: Items, f: Callable) in
      Items(
        values: try list.values.filter { item in
          try Interruption.check()
          let answer = try f.apply(parts(of: item)).first
          if let truth = try answer.asTruth() { return truth }
          throw Complaint(.type, "the function gave \(answer.kind), not true or false", [.init(.position(1), "wanted: true or false")])
        })
    }
  }
}

/// A pair, as `zip` and records give them, is handed over as two arguments.
private func parts(of item: Value) -> [Value] {
  if case .several(let values) = item { values } else { [item] }
}
