// The word `grid`: many images side by side.

import Catalog
import Graphics

extension Catalog {
  func addGrid() {
    add(
      .picture, "grid", "Shows images side by side, small ones enlarged.",
      examples: [
        Example("grid(full([6, 8, 8], 0.5), columns: 3).width", gives: "328"),
        Example("grid([eye(8), 1 - eye(8)], captions: [\"one\", \"other\"], title: \"Diagonals\")"),
        Example("grid([eye(8)], boxes: [record(boxes: [[1, 1, 5, 5]], classes: [0], scores: [0.9])], names: [\"line\"])"),
      ],
      given("images", "a tensor [n, channels, height, width] or [n, height, width], a list of images, or samples", Value.self),
      count("columns", "images in a row", 8, in: 1...Double(Images.limit)),
      given("captions", "what stands below each image: texts or labels", Captions.self, Captions(texts: []), shown: "[]"),
      text("title", "the heading", ""),
      given(
        "boxes", "for each image [count, 4]: left, top, right, bottom; or record(boxes: …, classes: …, scores: …)", PictureBoxes.self,
        PictureBoxes(images: []), shown: "[]"),
      given("names", "what the classes of boxes are called", [String].self, [], shown: "[]")
    ) { (value: Value, columns: Int, captions: Captions, title: String, boxes: PictureBoxes, names: [String]) in
      let images = try Images(value)
      guard captions.texts.count <= images.count else {
        throw Complaint(
          .argument, "there are \(captions.texts.count) captions for \(images.count) image\(images.count == 1 ? "" : "s")",
          [.init(.argument("captions"), "\(captions.texts.count) here")])
      }
      guard boxes.images.count <= images.count else {
        throw Complaint(
          .argument, "there are boxes for \(boxes.images.count) images, and \(images.count) images are shown",
          [.init(.argument("boxes"), "an item for each image")])
      }
      return FigureThing(
        Figure(
          PictureGrid(
            try images.pictures(), columns: columns, captions: captions.texts, frames: try boxes.frames(names), title: title)))
    }
  }
}

/// What stands below images: texts, numbers, or labels in a tensor or range.
private struct Captions: Argument {
  let texts: [String]

  static var wanted: String { "a list of texts or labels" }

  static func from(_ value: Value, _ context: Context) throws -> Captions? {
    if case .range(let range) = value {
      return Captions(texts: (0..<min(range.count, Images.limit + 1)).map { numberText(range[$0]) })
    }
    return try [Value].from(value, context).map { Captions(texts: try $0.map { try $0.text() }) }
  }

  var value: Value { texts.value }
}
