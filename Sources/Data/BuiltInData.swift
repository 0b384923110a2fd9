// Data sets that are part of the program, and the word that gives and makes data sets.

import CDigits
import Catalog
import Tensor

/// The data sets that come with the program, by name.
enum BuiltInData: String, CaseIterable {
  case digits

  func load() throws -> Dataset {
    switch self {
    case .digits: try BuiltInData.digits()
    }
  }

  /// Handwritten digits: x [1797, 1, 8, 8] from 0 (white) to 1 (ink), y [1797]; the first 1257 are for training.
  private static func digits() throws -> Dataset {
    let (count, pixels, training) = (DIGITS_COUNT, DIGITS_PIXELS, DIGITS_TRAINING)
    let images = Storage(bytes: count * pixels * 4)
    let (from, to) = (digits_image(0), images.pointer(Float.self))
    for place in 0..<(count * pixels) { to[place] = Float(from?[place] ?? 0) / 16 }
    let labels = Tensor((0..<Int32(count)).map { Int32(digits_label($0)) }, shape: [count])
    let all = try Dataset(
      [("x", Tensor(images, shape: [count, 1, 8, 8])), ("y", labels)], classes: Classes(count: 10, names: (0..<10).map(String.init)),
      title: "dataset(\"digits\")")
    return all.divided(
      train: all.taking(.span(0..<training), title: all.title + ".train"),
      test: all.taking(.span(training..<count), title: all.title + ".test"))
  }
}

extension Catalog {
  func addDatasets() {
    add(
      .data, "dataset", "A data set by name, or made of tensors or of a table.",
      paper: "digits: Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI 1998, CC BY 4.0",
      examples: [
        Example("dataset(\"digits\")", gives: "dataset(\"digits\"): 1257 training and 540 test samples, 1x8x8, 10 classes"),
        Example("dataset(x: [[1, 2], [3, 4], [5, 6]], y: [0, 1, 0])", gives: "dataset(x, y): 3 samples, [2], 2 classes"),
        Example(
          "table = record(size: [1, 2, 3], weight: [2, 4, 6], kind: [\"cat\", \"dog\", \"cat\"])\ndataset(table, label: \"kind\").names",
          gives: "[\"cat\", \"dog\"]"),
        Example(
          "table = record(size: [1, 2, 3], kind: [\"cat\", \"dog\", \"cat\"])\ndataset(table, label: \"size\").inputs",
          gives: "[\"kind cat\", \"kind dog\"]"),
      ],
      given(
        "source", "a name (\"digits\") or a record of columns, such as a loaded table", Value?.self, .some(nil),
        choices: BuiltInData.allCases.map(\.rawValue)),
      given("x", "inputs, samples along the first axis", Tensor?.self, .some(nil)),
      given("y", "labels (whole numbers or texts) or numbers to be predicted", Value?.self, .some(nil)),
      given("label", "the column of a table that holds the labels, or the numbers to be predicted", String?.self, .some(nil)),
      given(
        "inputs", "the columns of a table that become x, texts as zeros and ones for each category; none: all others", [String]?.self,
        .some(nil))
    ) { (source: Value?, x: Tensor?, y: Value?, label: String?, inputs: [String]?) in
      if let x {
        guard source == nil else {
          throw Complaint(.argument, "`dataset` takes a source or x, not both", [.init(.argument("x"), "one too many")])
        }
        return try Dataset.made(x: x, y: y)
      }
      return try dataset(from: source, y, label, inputs)
    }
  }
}

private func dataset(from source: Value?, _ y: Value?, _ label: String?, _ inputs: [String]?) throws -> Dataset {
  switch source {
  case .text(let name)?: return try dataset(named: name)
  case .record(let record)?: return try label.map { try Dataset.made(record, label: $0, inputs: inputs) } ?? Dataset.made(record)
  case .thing(let data as Dataset)?: return data
  case .thing(let x as Tensor)?: return try Dataset.made(x: x, y: y)
  case let other?:
    throw Complaint(
      .type, "`dataset` wants a name, a record of columns, or x and y, not \(other.kind)", [.init(.position(0), "this is \(other.kind)")])
  case nil:
    throw Complaint(
      .argument, "`dataset` needs a name or samples", [.init(.callee, "nothing is given")],
      edits: [.add("\"digits\"")])
  }
}

private func dataset(named name: String) throws -> Dataset {
  if let known = BuiltInData(rawValue: name) { return try known.load() }
  let names = BuiltInData.allCases.map(\.rawValue)
  let near = suggestion(for: name, among: names)
  let isFile = !Files.ending(of: name).isEmpty
  throw Complaint(
    .name, "there is no data set \(quote(name))",
    [.init(.position(0), isFile ? "a file is loaded first" : near.map { "did you mean \(quote($0))?" } ?? "not among them")],
    why: "data sets that come with the program: " + names.map { quote($0) }.joined(separator: ", "),
    edits: isFile
      ? [.replace(.position(0), "load(\(part: .position(0)))")] : near.map { [.replace(.position(0), "\(quote($0))")] } ?? [])
}
