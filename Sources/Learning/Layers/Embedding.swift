// Whole numbers as vectors: one row of a table each.

import Catalog
import Tensor

/// Rows of a table by number. The row of [padding] gets no gradient.
func embed(_ places: Tensor, _ table: Tensor, padding: Int?) throws -> Tensor {
  let rows = table.rows(places)
  guard let padding else { return rows }
  let isPadding = try (places.converted(to: .float32) == Double(padding)).expanded(at: places.rank)
  return try select(isPadding, rows.detached(), rows)
}

extension Catalog {
  func addEmbedding() {
    addLayer(
      "embedding",
      "Turns whole numbers into vectors, a row of its table each: [batch, …] becomes [batch, …, size]. Starts normal with std 1.",
      shapes: [ShapeRule("int32 [n, ...] -> [n, ..., size]", "count, size")],
      "layers(20) { embedding(100, 8) }.shape", gives: "20x8",
      samples: [
        Sample([[Int]]()) { _ in
          Given(positional: [Tensor([0, 2, 2, 3] as [Int32], shape: [2, 2]).value], named: [("count", .number(4)), ("size", .number(3))])
        }
      ],
      count("count", "how many rows the table has: numbers go from 0 to count - 1"), count("size", "numbers in each vector"),
      optionalCount("padding", "a number that means nothing: its row starts at 0 and stays", in: 0...1e15),
      given("init", "how the table starts", Initializer?.self, .some(nil), shown: "normal")
    ) { (count: Int, size: Int, padding: Int?, start: Initializer?) in
      if let padding, padding >= count {
        throw Complaint(
          .argument, "`padding` is \(padding), and numbers go from 0 to \(count - 1)", [.init(.argument("padding"), "no row")])
      }
      return { x, scope in
        let rule = start ?? .bell(1)
        let drawn = Initializer { shape, fan, key in
          let table = try rule.draw(shape, fan, key)
          guard let padding else { return table }
          let places = Tensor((0..<Int32(shape[0])).map { $0 }, shape: [shape[0], 1])
          return try select(places == Double(padding), Tensor(0), table)
        }
        let table = try scope.parameter("weight", [count, size], fan: (count, size), drawn)  // [count, size]
        return try embed(x, table, padding: padding)
      }
    }
    addForeign("nn.Embedding", "nn.EmbeddingBag", in: "PyTorch", means: "embedding")
  }
}
