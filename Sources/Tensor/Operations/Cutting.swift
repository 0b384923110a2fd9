// Products too large to be stopped in time are cut into pieces, by their sizes alone: a run repeats.

/// How much arithmetic is done in one go.
enum Cutting {
  /// Products of more than this are cut: they take tenths of a second.
  private static let limit = 20e9
  /// About so much makes a piece.
  private static let piece = 4e9
  /// Sides of pieces are multiples of this, so that kernels run at their full speed.
  private static let grain = 64

  /// A part of the product [batches, rows, inner] @ [batches, inner, columns].
  struct Piece {
    let batches, rows, columns, inner: Range<Int>
  }

  /// The pieces of a product. Those of the same numbers follow one another along the inner side.
  static func product(batches: Int, rows: Int, columns: Int, inner: Int) -> [Piece] {
    let matrix = 2 * Double(rows) * Double(columns) * Double(inner)
    guard matrix * Double(batches) > limit else {
      return [Piece(batches: 0..<batches, rows: 0..<rows, columns: 0..<columns, inner: 0..<inner)]
    }
    let sides = sides([rows, columns, inner])
    return ranges(batches, each: Int(piece / max(matrix, 1))).flatMap { batches in
      ranges(rows, each: sides[0]).flatMap { rows in
        ranges(columns, each: sides[1]).flatMap { columns in
          ranges(inner, each: sides[2]).map { Piece(batches: batches, rows: rows, columns: columns, inner: $0) }
        }
      }
    }
  }

  /// Samples that are worked on together, where one takes [work] operations.
  static func samples(_ count: Int, work: Double) -> [Range<Int>] {
    work * Double(count) > limit ? ranges(count, each: Int(piece / work)) : [0..<count]
  }

  /// Halving the longest side keeps pieces near cubes: those read the least for what they compute.
  private static func sides(_ whole: [Int]) -> [Int] {
    var sides = whole
    while 2 * sides.reduce(1.0, { $0 * Double($1) }) > piece, let longest = sides.max(), longest > 2 * grain {
      let side = sides.firstIndex(of: longest) ?? 0
      sides[side] = (longest / 2 + grain - 1) / grain * grain
    }
    return sides
  }

  /// 0..<[count] in ranges of [each], the last perhaps shorter.
  private static func ranges(_ count: Int, each: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: max(1, each)).map { $0..<min($0 + max(1, each), count) }
  }
}

extension Place {
  /// A part along an axis of plain strides.
  func part(_ range: Range<Int>, axis: Int) -> Place {
    var part = self
    part.view.shape[axis] = range.count
    part.view.offset += range.lowerBound * view.strides[axis]
    return part
  }

  /// Some of the samples along the first axis, also in blocks: those of one sample lie together.
  func samples(_ range: Range<Int>) -> Place {
    guard let layout else { return part(range, axis: 0) }
    var part = self
    part.view.offset += range.lowerBound * (layout.bytes / 4 / view.shape[0])
    part.view.shape[0] = range.count
    return part
  }
}
