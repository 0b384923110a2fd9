// A recipe for changing images at random: one step, or several in a row.

import Catalog
import Tensor

/// One kind of random change, in three parts: what is drawn, how that reads, and what it does to an image.
public struct ImageStep {
  let result: (ImageShape) throws -> ImageShape
  let apply: (inout Draws, inout Image) -> Void
  /// What is drawn for an image of this shape; nil where the chance decided against the step.
  let note: (inout Draws, ImageShape) -> Record?

  /// - Parameters:
  ///   - chance: how often the step happens at all.
  ///   - draw: draws for an image of this shape.
  ///   - note: names what was drawn.
  ///   - change: changes the image; must not allocate.
  ///   - result: the shape it gives; throws for shapes it cannot serve.
  public init<Drawn>(
    chance: Double = 1, draw: @escaping (inout Draws, ImageShape) -> Drawn, note: @escaping (Drawn) -> Record,
    change: @escaping (Drawn, inout Image) -> Void, result: @escaping (ImageShape) throws -> ImageShape = { $0 }
  ) {
    self.result = result
    apply = { draws, image in
      guard chance >= 1 || draws.happens(chance) else { return }
      change(draw(&draws, image.shape), &image)
    }
    self.note = { draws, shape in
      guard chance >= 1 || draws.happens(chance) else { return nil }
      return note(draw(&draws, shape))
    }
  }
}

/// What `flip(50%)` and `augment { … }` make: callable with data, images, one image or a batch. To add a word, declare it in the
/// family `.augmentation` and give back one of these.
public struct Augmentation: Made {
  public var made = Call.unknown
  private let content: Content

  private enum Content {
    case step(ImageStep)
    case chain([Augmentation])
  }

  public init(_ step: ImageStep) { content = .step(step) }

  /// Several, one after the other.
  public init(_ chain: [Augmentation]) { content = .chain(chain) }

  /// All steps with the words that made them.
  var steps: [(word: String, step: ImageStep)] {
    switch content {
    case .step(let step): [(made.word, step)]
    case .chain(let parts): parts.flatMap(\.steps)
    }
  }

  public var kind: String { "an augmentation" }

  /// The call, or `augment { shift(1 px); flip }`.
  public func text() throws -> String {
    guard case .chain(let parts) = content else { return made.text }
    return parts.isEmpty ? "augment { }" : "augment { \(try parts.map { try $0.text() }.joined(separator: "; ")) }"
  }

  public func equals(_ other: Value) throws -> Bool {
    guard case .thing(let thing as Augmentation) = other else { return false }
    return try text() == thing.text()
  }

  public var isCallable: Bool { true }

  public func call(_ given: Given, _ context: Context) throws -> Value {
    guard given.positional.count == 1, given.named.isEmpty else {
      throw Complaint(.argument, "an augmentation takes one argument: data or images", [.init(.callee, "this is an augmentation")])
    }
    let key = RandomKey(context)
    switch given.positional[0].first {
    case .thing(let data as Dataset): return .thing(try data.augmented(by: self, key))
    case .thing(let images as Tensor): return .thing(try applied(to: images, key))
    case .record(var batch):
      guard case .thing(let images as Tensor)? = batch["x"] else { throw unsuited(given.positional[0]) }
      batch["x"] = .thing(try applied(to: images, key))
      return .record(batch)
    default: throw unsuited(given.positional[0])
    }
  }

  private func unsuited(_ value: Value) -> Complaint {
    Complaint(
      .type, "an augmentation changes data or images, not \(value.kind)", [.init(.position(0), "this is \(value.kind)")],
      why: "images are a tensor of shape [count, channels, height, width]")
  }

  /// Images [count, channels, height, width], or one [channels, height, width], drawn at once.
  func applied(to images: Tensor, _ key: RandomKey) throws -> Tensor {
    guard images.rank == 3 || images.rank == 4 else {
      throw Complaint(
        .shape, "an augmentation changes images, and this has the shape \(images.shape.shapeText)",
        [.init(.position(0), images.shape.shapeText)], why: "images are [count, channels, height, width], one is [channels, height, width]")
    }
    let batch = images.rank == 4 ? images : try images.reshaped([1] + images.shape)
    let data = try Dataset([("x", batch.converted(to: .float32))], title: "images").augmented(by: self, key)
    let result = try data.tensor(of: 0)
    return images.rank == 4 ? result : try result.reshaped(Array(result.shape.dropFirst()))
  }
}

extension Augmentation: Argument {
  public static var wanted: String { "an augmentation such as flip(50%)" }
  public static var families: [Family] { [.augmentation] }
  public static func from(_ value: Value, _ context: Context) throws -> Augmentation? {
    switch value {
    case .thing(let augmentation as Augmentation): return augmentation
    case .thing(let word as Declaration) where word.family == .augmentation:
      guard let made = try word.madeBare(context) else { return nil }
      return try from(made, context)
    default: return nil
    }
  }
  public var value: Value { .thing(self) }
}

extension Catalog {
  /// `augment { … }`: each line is an augmentation.
  func addAugmentation() {
    addBuilder("augment", of: [.augmentation], takes: []) { _, body, context in
      var parts: [Augmentation] = []
      _ = try body.flow([], .none) { line, it, place in
        parts.append(try augmentation(of: line, place, context))
        return it
      }
      return .thing(Augmentation(parts))
    }
  }
}

/// What a line of the block stands for.
private func augmentation(of line: Value, _ place: Int, _ context: Context) throws -> Augmentation {
  if let augmentation = try Augmentation.from(line, context) { return augmentation }
  if case .thing(let word as Declaration) = line, word.family == .augmentation {
    throw Complaint(
      .argument, "`\(word.name)` needs arguments here", [.init(.line(place), "without them it means nothing")], why: word.signature)
  }
  throw Complaint(
    .type, "a line of `augment` is an augmentation, and this is \(line.kind)", [.init(.line(place), "this is \(line.kind)")],
    why: "augmentations: " + context.catalog.words(of: .augmentation).map(\.name).joined(separator: "  "))
}
