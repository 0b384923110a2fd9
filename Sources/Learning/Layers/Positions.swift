// Where something stands in a row, told to layers that do not see it by themselves.

import Catalog
import Glibc
import Tensor

/// How heads are told of places.
enum HeadPositions: String, Choice {
  /// Queries and keys are turned by their place (RoPE).
  case rotary
  /// What lies further away counts less (ALiBi).
  case alibi
}

/// Sines and cosines of slower and slower waves: [time, features].
func sinusoids(_ time: Int, _ features: Int) throws -> Tensor {
  try checkMemory(of: [time, features])
  var items = [Float](repeating: 0, count: time * features)
  for place in 0..<time {
    for feature in 0..<features {
      let angle = Double(place) / Glibc.pow(10_000, Double(feature / 2 * 2) / Double(features))
      items[place * features + feature] = Float(feature % 2 == 0 ? Glibc.sin(angle) : Glibc.cos(angle))
    }
  }
  return Tensor(items, shape: [time, features])
}

/// Turns pairs of features by angles that grow with the place: [.., time, features]. The first half's features pair with the second's.
func turnedByPlace(_ x: Tensor) throws -> Tensor {
  let (time, half) = (x.shape[x.rank - 2], x.shape[x.rank - 1] / 2)
  try checkMemory(of: [time, x.shape[x.rank - 1]])
  let angles = (0..<time).flatMap { place in
    (0..<half).map { Double(place) / Glibc.pow(10_000, Double($0) / Double(half)) }
  }
  let cosine = Tensor(angles.map { Float(Glibc.cos($0)) }, shape: [time, half])
  let sine = Tensor(angles.map { Float(Glibc.sin($0)) }, shape: [time, half])
  let halves = x.split(into: 2, axis: x.rank - 1)
  return try concatenate(
    [halves[0] * cosine - halves[1] * sine, halves[1] * cosine + halves[0] * sine], axis: x.rank - 1)
}

/// What is taken off scores by distance, more steeply in earlier heads: [heads, queries, keys].
func distanceBias(_ heads: Int, _ queries: Int, _ keys: Int) throws -> Tensor {
  try checkMemory(of: [heads, queries, keys])
  var items: [Float] = []
  items.reserveCapacity(heads * queries * keys)
  for slope in slopes(heads) {
    for query in 0..<queries { for key in 0..<keys { items.append(Float(-slope * Double(Swift.abs(query - key)))) } }
  }
  return Tensor(items, shape: [heads, queries, keys])
}

/// Powers of 2^(-8 / heads); for numbers of heads between two powers of two, every other one of the next is put in.
private func slopes(_ heads: Int) -> [Double] {
  func powers(_ count: Int) -> [Double] { (1...count).map { Glibc.pow(2, -8 * Double($0) / Double(count)) } }
  var whole = 1
  while whole * 2 <= heads { whole *= 2 }
  if whole == heads { return powers(heads) }
  let between = powers(2 * whole)
  return powers(whole) + stride(from: 0, to: between.count, by: 2).map { between[$0] }.prefix(heads - whole)
}

extension Catalog {
  func addPositions() {
    addLayer(
      "sinusoidal_positions", "Adds waves of sines and cosines that tell places apart: [batch, time, features].",
      shapes: ["[n, time, c] -> [n, time, c]"],
      "sinusoidal_positions(zeros([1, 1, 2]))", gives: "[[[0, 1]]]", paper: "Vaswani and others 2017", samples: [Sample([2, 3, 4])]
    ) { () in
      { x, _ in
        try checkSequence(x, "sinusoidal_positions")
        return try x + sinusoids(x.shape[1], x.shape[2])
      }
    }
    addLayer(
      "learned_positions", "Adds a vector for each place, which is trained: [batch, time, features]. Starts normal with std 0.02.",
      shapes: ["[n, time, c] -> [n, time, c]"],
      "layers(12x8) { learned_positions }.parameters", gives: "96",
      samples: [Sample([2, 3, 2]), Sample([1, 2, 2], with: ["longest": .number(3)])],
      optionalCount("longest", "how many places it knows; none: as many as the net's input has")
    ) { (longest: Int?) in
      { x, scope in
        try checkSequence(x, "learned_positions")
        let (time, features) = (x.shape[1], x.shape[2])
        if let longest, time > longest {
          throw Complaint(
            .shape, "there are \(time) places, and learned_positions knows \(longest)", [.init(.argument("longest"), "\(longest)")])
        }
        let table = try scope.parameter("weight", [longest ?? time, features], fan: (1, features), .bell(0.02))  // [longest, features]
        return try x + table.slice(axis: 0, from: 0, count: time)
      }
    }
    addRotaryPositions()
  }

  private func addRotaryPositions() {
    addLayer(
      "rotary_positions",
      "Turns pairs of features by angles that grow with the place: products of two rows then tell how far apart they are.",
      shapes: ["[n, ..., time, 2 * c] -> [n, ..., time, 2 * c]"],
      "rotary_positions(ones([1, 1, 2]))", gives: "[[[1, 1]]]", paper: "Su and others 2021",
      samples: [Sample([1, 3, 4]), Sample([2, 1, 2, 2])]
    ) { () in
      { x, _ in
        guard x.rank >= 3, x.shape[x.rank - 1] % 2 == 0 else {
          throw Complaint(
            .shape, "rotary_positions wants [batch, .., time, features] with an even number of features, not \(x.shape.shapeText)",
            [.init(.whole, x.shape.shapeText)])
        }
        return try turnedByPlace(x)
      }
    }
    addForeign(
      "PositionalEncoding", "positional_encoding", "SinePositionEncoding", "SinusoidalPositionalEncoding", means: "sinusoidal_positions")
    addForeign("PositionEmbedding", "positional_embedding", "position_embedding", means: "learned_positions")
    addForeign("rope", "RoPE", "RotaryEmbedding", "rotary", means: "rotary_positions")
  }
}

func checkSequence(_ x: Tensor, _ word: String) throws {
  guard x.rank == 3, x.shape[1] > 0 else {
    throw Complaint(
      .shape, "\(word) wants [batch, time, features], not \(x.shape.shapeText)", [.init(.whole, x.shape.shapeText)],
      why: x.rank == 2 ? "numbers of words become vectors by embedding" : nil)
  }
}
