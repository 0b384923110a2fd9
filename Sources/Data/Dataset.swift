// Samples in memory: columns of tensors, the rows that are meant, and what is drawn anew for each epoch.

import Catalog
import Tensor

/// Samples that lie in memory as one tensor a column, usually inputs `x` and labels `y`. Parts of it share its memory;
/// images are augmented while they are copied into a batch.
public final class Dataset: Samples {
  public let columns: [SampleColumn]
  public let classNames: [String]?
  public let classCount: Int?
  public let areClassesKnown: Bool
  /// What it came from, as an expression: `dataset("digits").train`.
  let title: String
  /// Training and test samples, where the set came divided.
  let parts: (train: Dataset, test: Dataset)?
  let rows: Rows
  let augmenting: Augmenting?
  /// What the columns of a table's `x` are called.
  let inputNames: [String]?
  private let stored: [StoredColumn]

  /// Tensors with the samples along their first axis, each under its column's name.
  /// Throws when there is no column, one has no axis, or their numbers of samples differ.
  public convenience init(
    _ columns: [(name: String, tensor: Tensor)], classes: Classes? = nil, inputNames: [String]? = nil, title: String
  ) throws {
    try Dataset.checkLengths(columns)
    // What is trained is float32, and so is what it is trained on.
    let stored = try columns.map { try StoredColumn($0.name, $0.tensor.type == .float64 ? $0.tensor.converted(to: .float32) : $0.tensor) }
    self.init(
      stored, .span(0..<(columns.first?.tensor.shape[0] ?? 0)), classes?.count, classes?.names, title,
      areClassesKnown: classes?.areKnown ?? true, inputNames: inputNames)
  }

  private init(
    _ stored: [StoredColumn], _ rows: Rows, _ classCount: Int?, _ classNames: [String]?, _ title: String,
    augmenting: Augmenting? = nil, areClassesKnown: Bool, inputNames: [String]?, parts: (train: Dataset, test: Dataset)? = nil
  ) {
    self.stored = stored
    self.rows = rows
    self.classCount = classCount
    self.classNames = classNames
    self.areClassesKnown = areClassesKnown
    self.title = title
    self.augmenting = augmenting
    self.inputNames = inputNames
    self.parts = parts
    columns = stored.enumerated().map { place, column in
      guard let augmenting, augmenting.column == place else { return column.described }
      return SampleColumn(name: column.described.name, shape: augmenting.result.sizes, type: .float32)
    }
  }

  public var count: Int { rows.count }

  /// The column of labels.
  var labelColumn: Int? { columns.firstIndex { $0.name == "y" } }

  /// Writes samples by number. Allocates nothing; may be called on any thread.
  public func fill(_ places: UnsafeBufferPointer<Int32>, epoch: Int, into targets: [UnsafeMutableRawPointer]) throws {
    for place in places where place < 0 || place >= count {
      throw Complaint(.internal, "sample \(place) was asked for, and there are \(count)")
    }
    // By index: a debug build's array iterator allocates.
    for index in stored.indices {
      if let augmenting, augmenting.column == index {
        augmenting.fill(places, rows, epoch: epoch, from: stored[index].start, into: targets[index])
      } else {
        stored[index].copy(places, rows, to: targets[index])
      }
    }
  }

  private static func checkLengths(_ columns: [(name: String, tensor: Tensor)]) throws {
    guard let first = columns.first else { throw Complaint(.argument, "a data set needs at least one column, such as x") }
    for (name, tensor) in columns {
      guard tensor.rank > 0 else {
        throw Complaint(.shape, "`\(name)` is one number, and samples lie along the first axis", [.init(.argument(name), "rank 0")])
      }
      guard tensor.shape[0] == first.tensor.shape[0] else {
        throw Complaint(
          .shape, "`\(first.name)` has \(first.tensor.shape[0]) samples, but `\(name)` has \(tensor.shape[0])",
          [.init(.argument(name), tensor.shape.shapeText), .init(.argument(first.name), first.tensor.shape.shapeText)],
          why: "the samples lie along the first axis")
      }
      guard tensor.shape[0] <= Int(Int32.max) else { throw Complaint(.limit, "a data set has at most \(Int32.max) samples") }
    }
  }
}

extension Dataset {
  /// The samples at these places.
  func taking(_ chosen: Rows, title: String) -> Dataset {
    Dataset(
      stored, rows.taking(chosen), classCount, classNames, title, augmenting: augmenting, areClassesKnown: areClassesKnown,
      inputNames: inputNames)
  }

  /// The same samples under another title, known to be divided into these two.
  func divided(train: Dataset, test: Dataset) -> Dataset {
    Dataset(
      stored, rows, classCount, classNames, title, augmenting: augmenting, areClassesKnown: areClassesKnown, inputNames: inputNames,
      parts: (train, test))
  }

  /// The same samples with other numbers in their first column.
  func replacingInputs(_ x: Tensor, title: String) throws -> Dataset {
    let others = try columns.indices.dropFirst().map { try StoredColumn(columns[$0].name, tensor(of: $0)) }
    return Dataset(
      [try StoredColumn(columns[0].name, x)] + others, .span(0..<count), classCount, classNames, title, areClassesKnown: areClassesKnown,
      inputNames: inputNames)
  }

  /// The same samples, their images changed anew in each epoch. A set's own augmentation comes first, then this one.
  func augmented(by augmentation: Augmentation, _ key: RandomKey) throws -> Dataset {
    let column = columns.firstIndex { $0.shape.count == 3 && $0.type == .float32 }
    guard let column else {
      let shapes = columns.filter { $0.name != "y" }.map { $0.shape.shapeText }.joined(separator: ", ")
      throw Complaint(
        .shape, "an augmentation changes images, and these samples are \(shapes)", [.init(.position(0), shapes)],
        why: "an image is float32 with three axes: channels, height, width")
    }
    let shape = stored[column].described.shape
    let added = augmentation.steps.enumerated().map { place, step in KeyedStep(word: step.word, step: step.step, key: key.derived(place)) }
    let steps = (augmenting?.steps ?? []) + added
    let augmenting = try Augmenting(steps, column: column, of: ImageShape(shape[0], shape[1], shape[2]))
    return Dataset(
      stored, rows, classCount, classNames, "\(title) |> \(try augmentation.text())", augmenting: augmenting,
      areClassesKnown: areClassesKnown, inputNames: inputNames)
  }

  /// One column of all samples, as in epoch 0. Shares memory where it can.
  func tensor(of column: Int) throws -> Tensor {
    if augmenting?.column != column, case .span(let span) = rows { return stored[column].tensor(of: span) }
    return try tensors()[column]
  }
}

/// One column's numbers in memory.
private struct StoredColumn {
  let described: SampleColumn
  let start: UnsafeRawPointer
  private let storage: Storage
  private let offset: Int
  /// Where nothing is computed: it has shape and type, but no numbers.
  private let isUnknown: Bool
  /// Of one sample.
  private let bytes: Int

  init(_ name: String, _ tensor: Tensor) throws {
    described = SampleColumn(name: name, shape: Array(tensor.shape.dropFirst()), type: tensor.type)
    let memory = Checking.isOn ? try? tensor.memory() : try tensor.memory()
    isUnknown = memory == nil
    (storage, offset) = memory ?? (Storage(bytes: 0), 0)
    bytes = described.bytes
    start = UnsafeRawPointer(storage.address) + offset * tensor.type.bytes
  }

  func copy(_ places: UnsafeBufferPointer<Int32>, _ rows: Rows, to target: UnsafeMutableRawPointer) {
    for (index, place) in places.enumerated() {
      (target + index * bytes).copyMemory(from: start + rows[Int(place)] * bytes, byteCount: bytes)
    }
  }

  func tensor(of span: Range<Int>) -> Tensor {
    if isUnknown { return Tensor(awaiting: [span.count] + described.shape, type: described.type) }
    let size = described.shape.itemCount
    return Tensor(storage, offset: offset + span.lowerBound * size, shape: [span.count] + described.shape, type: described.type)
  }
}
