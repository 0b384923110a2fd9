// Boxes in pictures, as left, top, right, bottom: how far they overlap, and which of many to keep.

import Catalog
import Glibc
import Tensor

/// How the overlap of two boxes is measured.
enum Overlap: String, Choice {
  /// Shared area by joined area, 0..1.
  case iou
  /// Less the share of the hull that neither fills.
  case giou
  /// Less the squared distance of the centres, by the hull's diagonal.
  case diou
  /// diou, less how far the proportions differ.
  case ciou
}

/// The sides of boxes [.., 4], each [..].
struct Sides {
  let left, top, right, bottom: Tensor

  init(_ boxes: Tensor) throws {
    let sides = try boxes.split(into: 4, axis: boxes.rank - 1).map { try $0.reshaped(Array(boxes.shape.dropLast())) }
    (left, top, right, bottom) = (sides[0], sides[1], sides[2], sides[3])
  }

  var width: Tensor { get throws { try right - left } }
  var height: Tensor { get throws { try bottom - top } }
  var area: Tensor { get throws { try width * height } }
}

/// How far boxes overlap, pair by pair; shapes broadcast.
func overlaps(_ a: Sides, _ b: Sides, _ kind: Overlap) throws -> Tensor {
  let shared =
    try relu(minimum(a.right, b.right) - maximum(a.left, b.left)) * relu(minimum(a.bottom, b.bottom) - maximum(a.top, b.top))
  let joined = try a.area + b.area - shared
  let share = try shared / joined
  if kind == .iou { return share }
  let width = try maximum(a.right, b.right) - minimum(a.left, b.left)
  let height = try maximum(a.bottom, b.bottom) - minimum(a.top, b.top)
  if kind == .giou { return try share - (width * height - joined) / (width * height) }
  let apart = try square(a.left + a.right - b.left - b.right) + square(a.top + a.bottom - b.top - b.bottom)
  let near = try share - apart * 0.25 / (square(width) + square(height) + 1e-7)
  return kind == .diou ? near : try near - proportions(a, b, share)
}

/// How far the proportions of boxes differ, weighed by how far they overlap.
private func proportions(_ a: Sides, _ b: Sides, _ share: Tensor) throws -> Tensor {
  let angle = try arctangent(b.width / b.height) - arctangent(a.width / a.height)
  let gap = try square(angle) * (4 / (Double.pi * Double.pi))
  return try gap * (gap / (1 - share + gap + 1e-7)).detached()
}

private func checkBoxes(_ boxes: Tensor, _ word: String, _ position: Int) throws {
  guard boxes.rank == 2, boxes.shape[1] == 4 else {
    throw Complaint(
      .shape, "\(word) wants boxes [count, 4]: left, top, right, bottom; not \(boxes.shape.shapeText)",
      [.init(.position(position), boxes.shape.shapeText)])
  }
}

extension Catalog {
  func addBoxes() {
    add(
      .metric, "box_iou", "How far each of some boxes overlaps each of others: [boxes, others].", shapes: ["[n, 4], [m, 4] -> [n, m]"],
      examples: [Example("box_iou([[0, 0, 2, 2]], [[1, 0, 3, 2]])", gives: "[[0.33333334]]")],
      given("boxes", "[count, 4]: left, top, right, bottom", Tensor.self), given("others", "[count, 4]", Tensor.self),
      given("kind", "what overlap means", Overlap.self, .iou)
    ) { (boxes: Tensor, others: Tensor, kind: Overlap) in
      try checkBoxes(boxes, "box_iou", 0)
      try checkBoxes(others, "box_iou", 1)
      return try overlaps(Sides(boxes.expanded(at: 1)), Sides(others.expanded(at: 0)), kind)
    }
    addLoss(
      "box_loss", "1 - the overlap of predicted and true boxes, pair by pair.", shapes: ["[n, 4], [n, 4] -> []"],
      "box_loss([[0, 0, 2, 2]], [[0, 0, 2, 2]])", gives: "0",
      paper: "Rezatofighi and others 2019; Zheng and others 2020", samples: Catalog.boxSamples,
      of: ("boxes", "[count, 4]: left, top, right, bottom"),
      and: ("y", "true boxes, of the same shape"), given("kind", "what overlap means", Overlap.self, .giou), reduction()
    ) { (kind: Overlap, reduce: Reduction) in
      Loss(pairs: "box_loss", reduce) { boxes, y in
        guard boxes.rank > 0, boxes.shape[boxes.rank - 1] == 4 else {
          throw Complaint(
            .shape, "box_loss wants boxes [count, 4], not \(boxes.shape.shapeText)", [.init(.position(0), boxes.shape.shapeText)])
        }
        return try 1 - overlaps(Sides(boxes), Sides(y), kind)
      }
    }
    addSelection()
    addForeign("iou_loss", "giou_loss", "diou_loss", "ciou_loss", "generalized_box_iou_loss", "distance_box_iou_loss", means: "box_loss")
    addForeign("complete_box_iou_loss", "GIoULoss", means: "box_loss")
    addForeign("generalized_box_iou", "giou", "diou", "ciou", "distance_box_iou", "complete_box_iou", means: "box_iou")
    addForeign("non_max_suppression", "batched_nms", "non_maximum_suppression", means: "nms")
    addForeign("AnchorGenerator", "prior_boxes", means: "anchors")
  }

  /// Boxes that overlap, and others that lie around them; ciou holds a weight fixed in its gradient.
  private static var boxSamples: [Sample] {
    ["iou", "giou", "diou"].map { kind in
      Sample([[2, 4], [2, 4]], in: -0.1...0.1) { moved in
        let corners = [
          Tensor([0, 0, 2, 2, 1, 1, 4, 3] as [Float], shape: [2, 4]),
          Tensor([0.5, 0.3, 2.6, 2.4, 0.7, 1.4, 3.2, 3.5] as [Float], shape: [2, 4]),
        ]
        let boxes = try zip(corners, moved).map { try ($0 + (Tensor($1) ?? Tensor(0))).value }
        return Given(positional: boxes, named: [("kind", .text(kind))])
      }
    }
  }

  private func addSelection() {
    add(
      .metric, "nms", "The numbers of the boxes to keep, best first: of boxes that overlap too far only the one with the highest score.",
      examples: [Example("nms([[0, 0, 2, 2], [0, 0, 2, 1.9], [5, 5, 6, 6]], [0.8, 0.9, 0.7])", gives: "[1, 2]")],
      given("boxes", "[count, 4]: left, top, right, bottom", Tensor.self), given("scores", "[count]", Tensor.self),
      number("threshold", "the overlap that is too far", 0.5, in: 0...1),
      given("classes", "boxes of different classes do not shut each other out: [count]", Tensor?.self, .some(nil)),
      number("lowest", "boxes with lower scores go", -.infinity)
    ) { (boxes: Tensor, scores: Tensor, threshold: Double, classes: Tensor?, lowest: Double) in
      try checkBoxes(boxes, "nms", 0)
      for (tensor, name) in [(scores, "scores"), (classes ?? scores, "classes")] where tensor.shape != [boxes.shape[0]] {
        throw Complaint(
          .shape, "`\(name)` of nms wants one number a box, [\(boxes.shape[0])], not \(tensor.shape.shapeText)",
          [.init(.argument(name), tensor.shape.shapeText)])
      }
      let table = try overlaps(Sides(boxes.expanded(at: 1)), Sides(boxes.expanded(at: 0)), .iou).numbers()
      let kept = best(table, try scores.numbers(), try classes?.numbers(), threshold, lowest)
      return Tensor(kept.map { Int32($0) }, shape: [kept.count])
    }
    add(
      .metric, "anchors", "Boxes of some sizes and proportions around the middle of each cell of a grid: [cells * sizes * ratios, 4].",
      shapes: [ShapeRule("-> [h * w, 4]", "[h, w], 8, [4]")],
      examples: [Example("anchors(1x1, 16, sizes: [8])", gives: "[[4, 4, 12, 12]]")],
      given("grid", "rows and columns of cells, such as 8x8", ShapeArgument.self),
      number("stride", "how far cells stand apart, in pixels", nil, in: 1e-6...1e9),
      given("sizes", "roots of the boxes' areas, in pixels", [Double].self),
      given("ratios", "heights by widths", [Double].self, [1])
    ) { (grid: ShapeArgument, stride: Double, sizes: [Double], ratios: [Double]) in
      guard grid.sizes.count == 2 else {
        throw Complaint(.argument, "`grid` of anchors wants rows and columns", [.init(.argument("grid"), "such as 8x8")])
      }
      let shape = try ShapeArgument([grid.sizes[0] * grid.sizes[1] * sizes.count * ratios.count, 4]).checked()
      try checkMemory(of: shape)
      return Tensor(anchorBoxes(grid.sizes[0], grid.sizes[1], stride, sizes, ratios), shape: shape)
    }
  }
}

/// Which boxes to keep, best first.
private func best(_ table: [Double], _ scores: [Double], _ classes: [Double]?, _ threshold: Double, _ lowest: Double) -> [Int] {
  var kept: [Int] = []
  for box in scores.indices.sorted(by: { (scores[$0], $1) > (scores[$1], $0) }) where scores[box] >= lowest {
    let isShutOut = kept.contains { other in
      classes.map { $0[other] == $0[box] } != false && table[other * scores.count + box] > threshold
    }
    if !isShutOut { kept.append(box) }
  }
  return kept
}

private func anchorBoxes(_ rows: Int, _ columns: Int, _ stride: Double, _ sizes: [Double], _ ratios: [Double]) -> [Float] {
  var items: [Float] = []
  for row in 0..<rows {
    for column in 0..<columns {
      let (x, y) = ((Double(column) + 0.5) * stride, (Double(row) + 0.5) * stride)
      for size in sizes {
        for ratio in ratios {
          let (width, height) = (size / ratio.squareRoot(), size * ratio.squareRoot())
          items += [x - width / 2, y - height / 2, x + width / 2, y + height / 2].map { Float($0) }
        }
      }
    }
  }
  return items
}
