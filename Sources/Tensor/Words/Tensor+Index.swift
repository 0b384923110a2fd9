// `t[…]`: items, slices, masks and lists of places, read and set.

import Catalog

extension Tensor {
  public func element(_ index: [IndexItem], _ context: Context) throws -> Value {
    if index.count == 1, case .at(let value) = index[0], let mask = try maskTensor(value) { return .thing(try masked(mask)) }
    var result = self
    var axis = 0
    for (source, item) in try spelledOut(index).enumerated() { (result, axis) = try result.indexed(item, axis, called: source) }
    return .thing(result)
  }

  /// `...` replaced by as many whole axes as are missing.
  private func spelledOut(_ index: [IndexItem]) throws -> [IndexItem] {
    let named = index.filter { if case .rest = $0 { false } else { true } }.count
    guard named <= rank else {
      throw Complaint(.shape, "\(named) indices for a tensor of rank \(rank)", [.init(.whole, "its shape is \(shape.shapeText)")])
    }
    guard index.count - named <= 1 else { throw Complaint(.shape, "`...` may stand once in an index", [.init(.whole, "it stands twice")]) }
    return index.flatMap { item -> [IndexItem] in
      if case .rest = item { [IndexItem](repeating: .slice(nil, nil), count: rank - named) } else { [item] }
    }
  }

  /// Applies one index to an axis; gives the axis that comes next. [name]: the axis before any index was applied.
  private func indexed(_ item: IndexItem, _ axis: Int, called name: Int) throws -> (Tensor, Int) {
    switch item {
    case .rest: return (self, axis)
    case .slice(let start, let end):
      let (from, count) = bounds(start, end, axis)
      return (slice(axis: axis, from: from, count: count), axis + 1)
    case .at(let value):
      if let place = try value.asWhole() { return (try dropped(axis, at: place, called: name), axis) }
      let places = try placesTensor(value, size: shape[axis], called: name)
      return (items(places, axis: axis), axis + places.rank)
    }
  }

  /// Python's rule: ends count from the back when negative, and are cut to the axis.
  private func bounds(_ start: Int?, _ end: Int?, _ axis: Int) -> (from: Int, count: Int) {
    let size = shape[axis]
    func cut(_ place: Int) -> Int { Swift.min(Swift.max(place < 0 ? place + size : place, 0), size) }
    let from = start.map(cut) ?? 0
    return (from, Swift.max((end.map(cut) ?? size) - from, 0))
  }

  private func dropped(_ axis: Int, at place: Int, called name: Int) throws -> Tensor {
    let size = shape[axis]
    guard (-size..<size).contains(place) else {
      throw Complaint(
        .shape, "there is no item \(place): axis \(name) has \(size)",
        [.init(.whole, size == 0 ? "it is empty" : "items go from 0 to \(size - 1), or from -\(size) to -1")])
    }
    var kept = shape
    kept.remove(at: axis)
    return try slice(axis: axis, from: place < 0 ? place + size : place, count: 1).reshaped(kept)
  }

  private func maskTensor(_ value: Value) throws -> Tensor? {
    guard case .thing(let mask as Tensor) = value, mask.type == .truth else { return nil }
    guard mask.rank <= rank, mask.shape == Array(shape.prefix(mask.rank)) else {
      throw Complaint(
        .shape, "the mask has the shape \(mask.shape.shapeText), the tensor \(shape.shapeText)", [.init(.position(0), mask.shape.shapeText)]
      )
    }
    return mask
  }

  /// Items where the mask is true. How many there are is known only by looking.
  private func masked(_ mask: Tensor) throws -> Tensor {
    try reshaped([mask.itemCount] + shape.dropFirst(mask.rank)).rows(mask.truePlaces())
  }

  /// Whole places along an axis, checked now so that the message names the index.
  private func placesTensor(_ value: Value, size: Int, called name: Int) throws -> Tensor {
    guard let found = try Tensor(value) else {
      throw Complaint(
        .type, "an index is a whole number, a range, a mask or a list of whole numbers, not \(value.kind)", [.init(.whole, "")])
    }
    if found.type == .truth { return try places(of: found, size: size, called: name) }
    guard let numbers = found.exactNumbers() else { return found.converted(to: .int32) }
    for number in numbers where number != number.rounded() || !(Double(-size)..<Double(size)).contains(number) {
      throw Complaint(
        .shape, "there is no item \(numberText(number)): axis \(name) has \(size)",
        [.init(.whole, "places are whole numbers from 0 to \(size - 1)")])
    }
    return Tensor(numbers.map { Int32($0) }, shape: found.shape)
  }

  /// The numbers of the items of an axis where the mask is true.
  private func places(of mask: Tensor, size: Int, called name: Int) throws -> Tensor {
    guard mask.shape == [size] else {
      throw Complaint(
        .shape, "the mask has the shape \(mask.shape.shapeText), and axis \(name) has \(size) items",
        [.init(.whole, "one truth for each item")])
    }
    return try mask.truePlaces()
  }

  // MARK: - setting

  /// A tensor like this one with other items at the index; a number fills.
  public func settingElement(_ index: [IndexItem], to value: Value, _ context: Context) throws -> Value {
    let places = Checking.isOn ? Tensor(awaiting: shape, type: .int32) : Tensor((0..<Int32(itemCount)).map { $0 }, shape: shape)
    guard case .thing(let chosen as Tensor) = try places.element(index, context), let given = try Tensor(value) else {
      throw Complaint(.type, "items are set to numbers, not to \(value.kind)", [.init(.right, "this is \(value.kind)")])
    }
    guard given.rank == 0 || given.shape == chosen.shape else {
      throw Complaint(
        .shape, "\(given.shape.shapeText) does not fill \(chosen.shape.shapeText)",
        [.init(.right, given.shape.shapeText), .init(.left, chosen.shape.shapeText)],
        why: "an assignment never broadcasts; a single number fills")
    }
    if Checking.isOn { return .thing(forgotten) }
    return .thing(try merged(given.converted(to: type).broadcasted(to: chosen.shape), chosen.wholes()))
  }

  /// This tensor's items with those of [source] at their flat places. Of two for one place the last counts.
  private func merged(_ source: Tensor, _ flat: [Int]) throws -> Tensor {
    var origin = (0..<Int32(itemCount)).map { $0 }
    for (order, place) in flat.enumerated() { origin[place] = Int32(itemCount + order) }
    let both = try concatenate([reshaped([itemCount]), source.reshaped([source.itemCount])], axis: 0)
    return both.rows(Tensor(origin, shape: shape))
  }
}
