// Which samples of a larger set are meant, and how an index in brackets chooses them.

import Catalog
import Tensor

/// Places of samples: neighbours, or any in any order.
enum Rows {
  case span(Range<Int>)
  case picked([Int32])

  var count: Int {
    switch self {
    case .span(let span): span.count
    case .picked(let places): places.count
    }
  }

  subscript(_ place: Int) -> Int {
    switch self {
    case .span(let span): span.lowerBound + place
    case .picked(let places): Int(places[place])
    }
  }

  /// Some of these rows.
  func taking(_ chosen: Rows) -> Rows {
    switch (self, chosen) {
    case (.span(let span), .span(let part)): .span((span.lowerBound + part.lowerBound)..<(span.lowerBound + part.upperBound))
    default: .picked((0..<chosen.count).map { Int32(self[chosen[$0]]) })
    }
  }
}

/// What an index means among [count] samples.
enum ChosenSamples {
  case one(Int)
  case several(Rows)

  /// Throws when there is more than one index, or one is no whole number or outside.
  init(_ index: [IndexItem], of count: Int) throws {
    guard let item = index.first, index.count == 1 else {
      throw Complaint(
        .type, "a data set has one axis, that of its samples, not \(index.count)", [.init(.position(1), "one index too many")],
        why: "its columns have more: data.x[0, 1]")
    }
    switch item {
    case .rest: self = .several(.span(0..<count))
    case .slice(let start, let end): self = .several(.span(ChosenSamples.span(start, end, count)))
    case .at(let value):
      if let place = try value.asWhole() {
        self = .one(try ChosenSamples.place(Double(place), count))
      } else {
        self = .several(.picked(try ChosenSamples.places(value, count)))
      }
    }
  }

  /// As in Python: negative ends count from the end, and ends outside are moved inside.
  private static func span(_ start: Int?, _ end: Int?, _ count: Int) -> Range<Int> {
    func inside(_ place: Int) -> Int { min(max(place < 0 ? place + count : place, 0), count) }
    let first = inside(start ?? 0)
    return first..<max(first, inside(end ?? count))
  }

  private static func places(_ value: Value, _ count: Int) throws -> [Int32] {
    guard let tensor = try Tensor(value), tensor.rank == 1 else {
      throw Complaint(
        .type, "samples are chosen by a whole number, a range, a mask or a list of whole numbers, not by \(value.kind)",
        [.init(.position(0), "this is \(value.kind)")])
    }
    let numbers = try tensor.numbers()
    guard tensor.type == .truth else { return try numbers.map { Int32(try place($0, count)) } }
    guard numbers.count == count else {
      throw Complaint(
        .shape, "\(numbers.count) truths choose among \(count) samples", [.init(.position(0), "one truth a sample is wanted")])
    }
    return numbers.indices.filter { numbers[$0] != 0 }.map { Int32($0) }
  }

  private static func place(_ number: Double, _ count: Int) throws -> Int {
    guard let place = Int(exactly: number), (-count..<count).contains(place) else {
      throw Complaint(
        .argument, "there is no sample \(numberText(number)): the data set has \(count)",
        [.init(.position(0), count == 0 ? "it is empty" : "0 to \(count - 1), or -\(count) to -1 from the end")])
    }
    return place < 0 ? place + count : place
  }
}
