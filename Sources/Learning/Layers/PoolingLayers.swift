// Layers that bring windows of space to one number.

import Catalog
import Tensor

extension Catalog {
  func addPoolingLayers() {
    addPool("max_pool", "The largest of each window.", "max_pool([[[[1, 2], [3, 4]]]], 2)", gives: "[[[[4]]]]", .max)
    addPool("avg_pool", "The mean of each window.", "avg_pool([[[[1, 2], [3, 4]]]], 2)", gives: "[[[[2.5]]]]", .average)
    addLayer(
      "global_avg_pool", "The mean over all of space.", shapes: ["[n, c, h, w] -> [n, c]", "[n, c, time] -> [n, c]"],
      "global_avg_pool([[[[1, 2], [3, 4]]]])",
      gives: "[[2.5]]", paper: "Lin and others 2013"
    ) { () in
      { x, _ in
        guard x.rank > 2 else {
          throw Complaint(
            .shape, "global_avg_pool wants [batch, channels, space…], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
        }
        return try x.mean(axes: Array(2..<x.rank))
      }
    }
  }

  private func addPool(
    _ name: String, _ summary: String, _ example: String, gives result: String, _ kind: PoolingKind,
    file: String = #fileID, line: Int = #line
  ) {
    addLayer(
      name, summary,
      shapes: [
        ShapeRule("[n, c, h, w] -> [n, c, floor(h / 2), floor(w / 2)]", "2"),
        ShapeRule("[n, c, h, w] -> [n, c, ceil(h / 2), ceil(w / 2)]", "3, stride: 2, padding: \"same\""),
        ShapeRule("[n, c, time] -> [n, c, floor(time / 2)]", "2"),
      ], example, gives: result, file: file, line: line,
      given("kernel", "the size of the window", PerAxis.self),
      given("stride", "how far it moves; none: its own size", PerAxis?.self, .some(nil)),
      given("padding", "\"same\", \"valid\" or items", Padding.self, .valid)
    ) { (kernel: PerAxis, stride: PerAxis?, padding: Padding) in
      { x, _ in
        guard x.rank > 2 else {
          throw Complaint(.shape, "\(name) wants [batch, channels, space…], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)])
        }
        let size = try kernel.spread(over: x.rank - 2, "kernel")
        let ones = size.map { _ in 1 }
        let edge = try padding.amounts(kernel: size, dilation: ones)
        let window = Window(stride: try stride?.spread(over: size.count, "stride") ?? size, low: edge.low, high: edge.high, dilation: ones)
        return try pool(x, kind, kernel: size, window)
      }
    }
  }
}
