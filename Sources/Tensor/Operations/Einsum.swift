// `einsum`: axes named by letters; letters that the result lacks are summed. Products of two are matrix products where they can be.

import Catalog

/// An equation taken apart: the letters of each operand and of the result. "..." became letters of its own.
private struct Equation {
  let operands: [[Character]]
  let result: [Character]
  let sizes: [Character: Int]

  init(_ text: String, _ tensors: [Tensor]) throws {
    let sides = Equation.sides(text)
    guard sides.operands.count == tensors.count else {
      throw Complaint(
        .argument, "the equation \(quote(text)) names \(sides.operands.count) tensors, and \(tensors.count) are given",
        [.init(.position(0), "\(sides.operands.count) groups of letters")])
    }
    let unnamed =
      try zip(sides.operands, tensors).enumerated().map { place, pair in
        try Equation.unnamed(pair.0, pair.1, place, text)
      }.max() ?? 0
    let operands = zip(sides.operands, tensors).map { Equation.letters($0, rank: $1.rank, unnamed) }
    self.operands = operands
    result = sides.result.map { Equation.letters($0, rank: nil, unnamed) } ?? Equation.implied(operands, unnamed)
    sizes = try Equation.sizes(operands, tensors)
    try checkResult(text)
  }

  private static func sides(_ text: String) -> (operands: [String], result: String?) {
    let bare = text.filter { !$0.isWhitespace }
    let arrow = bare.firstIndex(of: "-") ?? bare.endIndex
    let left = bare[..<arrow].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard arrow < bare.endIndex else { return (left, nil) }
    let right = bare[arrow...].dropFirst()
    return (left, String(right.first == ">" ? right.dropFirst() : right))
  }

  /// How many axes stand behind "..."; refuses what does not fit the tensor.
  private static func unnamed(_ group: String, _ tensor: Tensor, _ place: Int, _ text: String) throws -> Int {
    let named = group.filter { $0 != "." }.count
    if let odd = group.first(where: { $0 != "." && !$0.isLetter }) {
      throw Complaint(.argument, "axes of an equation are letters, not \(quote(String(odd)))", [.init(.position(0), text)])
    }
    let isOpen = group.contains(".")
    guard isOpen ? named <= tensor.rank : named == tensor.rank else {
      throw Complaint(
        .shape, "\(quote(group)) names \(named) axes, and the tensor has \(tensor.rank): \(tensor.shape.shapeText)",
        [.init(.position(place + 1), tensor.shape.shapeText), .init(.position(0), quote(group))])
    }
    return isOpen ? tensor.rank - named : 0
  }

  /// Letters with "..." written out; its last axes have the same names everywhere.
  private static func letters(_ group: String, rank: Int?, _ unnamed: Int) -> [Character] {
    guard let dots = group.firstIndex(of: ".") else { return Array(group) }
    let named = group.filter { $0 != "." }.count
    let count = rank.map { $0 - named } ?? unnamed
    let hidden = (0..<count).map { Character(UnicodeScalar(UInt32(0xE000 + unnamed - count + $0)) ?? " ") }
    return Array(group[..<dots]) + hidden + group[dots...].filter { $0 != "." }
  }

  /// Without "->": the unnamed axes, then all letters that stand once, in alphabetical order.
  private static func implied(_ operands: [[Character]], _ unnamed: Int) -> [Character] {
    let all = operands.flatMap { $0 }
    let hidden = Set(all.filter { $0 >= "\u{E000}" }).sorted()
    return hidden + Set(all).filter { letter in letter < "\u{E000}" && all.filter { $0 == letter }.count == 1 }.sorted()
  }

  private static func sizes(_ operands: [[Character]], _ tensors: [Tensor]) throws -> [Character: Int] {
    var known: [Character: (size: Int, place: Int)] = [:]
    for (place, letters) in operands.enumerated() {
      for (letter, size) in zip(letters, tensors[place].shape) {
        let before = known[letter]
        guard let before, before.size != 1, size != before.size else {
          known[letter] = before.map { $0.size == 1 ? (size, place) : $0 } ?? (size, place)
          continue
        }
        if size == 1 { continue }
        let name = letter < "\u{E000}" ? "`\(letter)`" : "an axis of \"...\""
        throw Complaint(
          .shape,
          "\(name) is \(before.size) in one tensor and \(size) in another: \(tensors[before.place].shape.shapeText), \(tensors[place].shape.shapeText)",
          [
            .init(.position(place + 1), "\(String(letters.filter { $0 < "\u{E000}" })): \(tensors[place].shape.shapeText)"),
            .init(
              .position(before.place + 1),
              "\(String(operands[before.place].filter { $0 < "\u{E000}" })): \(tensors[before.place].shape.shapeText)"),
          ], why: "a letter is one size wherever it stands")
      }
    }
    return known.mapValues(\.size)
  }

  private func checkResult(_ text: String) throws {
    if let stranger = result.first(where: { sizes[$0] == nil }) {
      throw Complaint(
        .argument, "the result names `\(stranger)`, which no tensor has", [.init(.position(0), text)], why: "sizes come from the tensors")
    }
    guard Set(result).count == result.count else {
      throw Complaint(.argument, "the result names an axis twice: \(quote(String(result)))", [.init(.position(0), text)])
    }
  }
}

/// A tensor whose axes have letters, each once.
private struct Lettered {
  var tensor: Tensor
  var letters: [Character]

  /// Letters that stand twice become their diagonal.
  init(_ tensor: Tensor, _ letters: [Character]) throws {
    self.tensor = tensor
    self.letters = letters
    while let (first, second) = repeated() {
      let order = self.letters.indices.filter { $0 != first && $0 != second } + [first, second]
      self.tensor = try self.tensor.permuted(order).diagonal()
      let letter = self.letters[first]
      self.letters = order.dropLast(2).map { self.letters[$0] } + [letter]
    }
  }

  private func repeated() -> (Int, Int)? {
    for (place, letter) in letters.enumerated() {
      if let other = letters[(place + 1)...].firstIndex(of: letter) { return (place, other) }
    }
    return nil
  }

  /// Sums over the letters that nobody wants any more.
  mutating func sum(keeping wanted: Set<Character>) throws {
    let gone = letters.indices.filter { !wanted.contains(letters[$0]) }
    guard !gone.isEmpty else { return }
    tensor = try tensor.sum(axes: gone)
    letters = letters.filter { wanted.contains($0) }
  }

  /// The axes in the order of some letters; those it lacks get size 1.
  func arranged(_ order: [Character]) throws -> Tensor {
    let present = order.filter { letters.contains($0) }
    let turned = tensor.permuted(present.compactMap { letters.firstIndex(of: $0) })
    return try turned.reshaped(order.map { letter in letters.firstIndex(of: letter).map { tensor.shape[$0] } ?? 1 })
  }

  func size(_ letter: Character) -> Int { letters.firstIndex(of: letter).map { tensor.shape[$0] } ?? 1 }

  /// The product with another, summed over the letters that only these two have.
  func times(_ other: Lettered, keeping wanted: Set<Character>) throws -> Lettered {
    let shared = letters.filter { other.letters.contains($0) }
    let summed = shared.filter { !wanted.contains($0) && size($0) == other.size($0) }
    let kept = letters.filter { !summed.contains($0) } + other.letters.filter { !letters.contains($0) && !summed.contains($0) }
    guard !summed.isEmpty else {
      return try Lettered(tensor: arranged(kept) * other.arranged(kept), letters: kept)
    }
    let batch = shared.filter { !summed.contains($0) }
    let rows = letters.filter { !shared.contains($0) }
    let columns = other.letters.filter { !shared.contains($0) }
    let left = try arranged(batch + rows + summed)
    let right = try other.arranged(batch + summed + columns)
    let count = summed.map(size).itemCount
    let a = try left.reshaped(left.shape.prefix(batch.count) + [rows.map(size).itemCount, count])
    let b = try right.reshaped(right.shape.prefix(batch.count) + [count, columns.map(other.size).itemCount])
    let product = try matmul(a, b)
    let sizes = product.shape.prefix(batch.count) + rows.map(size) + columns.map(other.size)
    return try Lettered(tensor: product.reshaped(Array(sizes)), letters: batch + rows + columns)
  }

  private init(tensor: Tensor, letters: [Character]) {
    self.tensor = tensor
    self.letters = letters
  }
}

/// The sum of products that an equation describes.
public func einsum(_ text: String, _ tensors: [Tensor]) throws -> Tensor {
  guard !tensors.isEmpty else { throw Complaint(.argument, "`einsum` needs tensors behind its equation", [.init(.callee, "")]) }
  let equation = try Equation(text, tensors)
  let type = tensors.dropFirst().reduce(tensors.first?.type ?? .float32) { $0.meeting($1.type) }.floating
  var operands = try zip(tensors, equation.operands).map { try Lettered($0.converted(to: type), $1) }
  while true {
    for place in operands.indices {
      let others = operands.indices.filter { $0 != place }.flatMap { operands[$0].letters }
      try operands[place].sum(keeping: Set(equation.result + others))
    }
    guard operands.count > 1 else { break }
    let (first, second) = cheapest(operands)
    let rest = operands.indices.filter { $0 != first && $0 != second }.map { operands[$0] }
    let wanted = Set(equation.result + rest.flatMap(\.letters))
    operands = try rest + [operands[first].times(operands[second], keeping: wanted)]
  }
  let arranged = try operands[0].arranged(equation.result)
  return try arranged.broadcasted(to: equation.result.map { equation.sizes[$0] ?? 1 })
}

/// The two whose product has the fewest items to work on.
private func cheapest(_ operands: [Lettered]) -> (Int, Int) {
  var best = (first: 0, second: 1, work: Double.infinity)
  for first in operands.indices {
    for second in operands.indices where second > first {
      let letters = Set(operands[first].letters + operands[second].letters)
      let work = letters.reduce(1.0) { $0 * Double(max(operands[first].size($1), operands[second].size($1))) }
      if work < best.work { best = (first, second, work) }
    }
  }
  return (best.first, best.second)
}

extension Catalog {
  /// `einsum`.
  public func addEinsum() {
    func sample(_ equation: String, _ shapes: Shape...) -> Sample {
      Sample(shapes) { Given(positional: [.text(equation)] + $0) }
    }
    add(
      .contraction, "einsum", "Sums of products, with axes named by letters: \"ij,jk->ik\" is the matrix product.",
      examples: [
        Example("einsum(\"ij,jk->ik\", [[1, 2]], [[3], [4]])", gives: "[[11]]"),
        Example("einsum(\"ii->i\", [[1, 2], [3, 4]])", gives: "[1, 4]"),
      ],
      samples: [
        sample("ij,jk->ik", [2, 3], [3, 2]), sample("i,j->ij", [2], [3]), sample("abc->b", [2, 3, 2]),
        sample("ij,jk,kl->il", [2, 3], [3, 2], [2, 2]),
        sample("bij,bjk->bik", [2, 2, 3], [2, 3, 2]), sample("ii->i", [3, 3]), sample("ii", [3, 3]),
        sample("...ij,...jk->...ik", [2, 2, 3], [3, 2]),
        sample("ij,ij->", [2, 3], [2, 3]), sample("ij->ji", [2, 3]), sample("i,i,i->i", [3], [3], [3]), sample("ij,jk", [0, 2], [2, 1]),
        sample("ij,j->i", [1, 1], [1]),
      ],
      text("equation", "letters for the axes of each tensor, and behind -> those of the result"),
      rest("tensors", "as many tensors as the equation names", TensorList.self)
    ) { (equation: String, lists: [TensorList]) in try einsum(equation, lists.flatMap(\.tensors)) }
  }
}
