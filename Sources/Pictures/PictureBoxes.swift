// Boxes that are drawn over images: where they are, of which class, how sure.

import Catalog
import Graphics
import Tensor

/// The boxes of each image.
struct PictureBoxes: Argument {
  /// Those of one image: [count, 4], and a number each.
  struct OfImage {
    let boxes: Tensor
    let classes: Tensor?
    let scores: Tensor?
  }

  let images: [OfImage]

  static var wanted: String { "a list with boxes for each image" }

  static func from(_ value: Value, _ context: Context) throws -> PictureBoxes? {
    switch value {
    case .list(let items): return PictureBoxes(images: try items.enumerated().map { try ofImage($1, $0) })
    case .thing(let tensor as Tensor) where tensor.rank == 3:
      return PictureBoxes(images: try (0..<tensor.shape[0]).map { try ofImage(tensor.element([.at(.number(Double($0)))], context), $0) })
    default: return nil
    }
  }

  private static func ofImage(_ value: Value, _ place: Int) throws -> OfImage {
    let record: Record? = if case .record(let record) = value { record } else { nil }
    guard let boxes = try Tensor(record.map { $0["boxes"] ?? .none } ?? value), boxes.rank == 2, boxes.shape[1] == 4 else {
      throw Complaint(
        .shape, "the boxes of image \(place) are no tensor [count, 4]", [.init(.argument("boxes"), "item \(place) is \(value.kind)")],
        why: "a box is left, top, right, bottom; with more to say: record(boxes: …, classes: …, scores: …)")
    }
    func numbers(_ name: String) throws -> Tensor? {
      guard let value = record?[name] else { return nil }
      guard let tensor = try Tensor(value), tensor.shape == [boxes.shape[0]] else {
        throw Complaint(
          .shape, "image \(place) has \(boxes.shape[0]) boxes, and its \(name) are not as many", [.init(.argument("boxes"), "`\(name)`")])
      }
      return tensor
    }
    return OfImage(boxes: boxes, classes: try numbers("classes"), scores: try numbers("scores"))
  }

  /// As they are drawn: a colour for each class, its name and how sure it is.
  func frames(_ names: [String]) throws -> [[PictureFrame]] {
    try images.map { image in
      let (sides, classes, scores) = (try image.boxes.numbers(), try image.classes?.wholes(), try image.scores?.numbers())
      return (0..<image.boxes.shape[0]).map { box in
        let (left, top, right, bottom) = (sides[4 * box], sides[4 * box + 1], sides[4 * box + 2], sides[4 * box + 3])
        let name = classes.map { names.indices.contains($0[box]) ? names[$0[box]] : names.isEmpty ? "" : "\($0[box])" }
        let share = scores.map { "\(Int(($0[box] * 100).rounded()))%" }
        return PictureFrame(
          Rectangle(x: left, y: top, width: right - left, height: bottom - top),
          label: [name, share].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " "), group: classes?[box] ?? 0)
      }
    }
  }

  var value: Value { .list(images.map { .thing($0.boxes) }) }
}
