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

/// How threads share a product: each computes a part of the result by itself, so that none waits for another's numbers, and
/// what it reads and writes stays in its own cache.
enum Sharing {
  /// Less arithmetic than this for each thread is not worth waking one.
  private static let least = 1e6
  /// Parts are multiples of so many rows or columns: whole registers.
  private static let grain = 16

  static func shares(of piece: Cutting.Piece, threads: Int) -> [Cutting.Piece] {
    let work = 2 * [piece.batches, piece.rows, piece.columns, piece.inner].reduce(1.0) { $0 * Double($1.count) }
    let most = min(threads, Int(work / least))
    guard most > 1 else { return [piece] }
    if piece.batches.count >= most {
      return parts(of: piece.batches, most, grain: 1).map {
        .init(batches: $0, rows: piece.rows, columns: piece.columns, inner: piece.inner)
      }
    }
    if piece.rows.count > piece.columns.count {
      return parts(of: piece.rows, most, grain: grain).map {
        .init(batches: piece.batches, rows: $0, columns: piece.columns, inner: piece.inner)
      }
    }
    return parts(of: piece.columns, most, grain: grain).map {
      .init(batches: piece.batches, rows: piece.rows, columns: $0, inner: piece.inner)
    }
  }

  private static func parts(of range: Range<Int>, _ count: Int, grain: Int) -> [Range<Int>] {
    let grains = (range.count + grain - 1) / grain
    let bounds = (0...count).map { range.lowerBound + min(grains * $0 / count * grain, range.count) }
    return zip(bounds, bounds.dropFirst()).filter { $0 < $1 }.map { $0..<$1 }
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
    part.view.offset += range.lowerBound * (layout.bytes / layout.bytesOfItem / view.shape[0])
    part.view.shape[0] = range.count
    return part
  }
}
