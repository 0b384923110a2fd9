// Images in tensors and data, as pictures of 8 bits.

import Catalog
import Graphics
import Tensor

/// Images of one call, not yet computed. Each has the shape [channels, height, width].
struct Images {
  private var tensors: [Tensor] = []

  /// The most that a figure shows.
  static let limit = 400

  var count: Int { tensors.reduce(0) { $0 + $1.shape[0] } }

  /// Takes a tensor [n, c, h, w], [n, h, w] or [h, w]; a list of [c, h, w] or [h, w]; or the `x` of samples.
  init(_ value: Value) throws {
    switch value.first {
    case .thing(let tensor as Tensor): tensors = [try Images.batch(tensor)]
    case .thing(let samples as any Samples): tensors = [try Images.batch(samples)]
    case .list(let items): tensors = try items.map { try Images.one($0) }
    default:
      throw Complaint(
        .type, "`grid` shows images, and this is \(value.first.kind)", [.init(.position(0), "this is \(value.first.kind)")],
        why: "images come as a tensor such as [n, channels, height, width], a list of such tensors, or samples like data.train[0..31]")
    }
    guard count <= Images.limit else { throw Images.tooMany(count) }
  }

  /// The images as pictures, all on the same scale from black to white.
  func pictures() throws -> [Picture] {
    let numbers = try tensors.map { try $0.floats() }
    let scale = BrightnessScale(of: numbers)
    do {
      return try zip(tensors, numbers).flatMap { tensor, numbers in
        try (0..<tensor.shape[0]).map { try Images.picture(numbers, at: $0, of: tensor.shape, scale) }
      }
    } catch let error as PictureError {
      throw error.complaint
    }
  }

  /// Planes of channels become pixels with their channels side by side.
  private static func picture(_ numbers: [Float], at place: Int, of shape: Shape, _ scale: BrightnessScale) throws -> Picture {
    let (channels, plane) = (shape[1], shape[2] * shape[3])
    let start = place * channels * plane
    let pixels = [UInt8](unsafeUninitializedCapacity: channels * plane) { pixels, count in
      numbers.withUnsafeBufferPointer { numbers in
        for channel in 0..<channels {
          for pixel in 0..<plane { pixels[pixel * channels + channel] = scale.byte(numbers[start + channel * plane + pixel]) }
        }
      }
      count = channels * plane
    }
    return try Picture(width: shape[3], height: shape[2], channels: channels, pixels: pixels)
  }

  private static func batch(_ tensor: Tensor) throws -> Tensor {
    switch tensor.rank {
    case 2: return try tensor.reshaped([1, 1] + tensor.shape)
    case 3: return try tensor.reshaped([tensor.shape[0], 1] + tensor.shape[1...])
    case 4: return try checked(tensor)
    default: throw noImages(tensor.shape)
    }
  }

  private static func batch(_ samples: any Samples) throws -> Tensor {
    guard samples.count <= limit else { throw tooMany(samples.count) }
    let columns = samples.columns
    guard let place = columns.firstIndex(where: { $0.name == "x" }) ?? columns.indices.first else { throw noImages([]) }
    let tensor = try samples.tensors()[place]
    guard tensor.rank >= 3 else { throw noImages(tensor.shape) }
    return try batch(tensor)
  }

  /// One image of a list. A tensor in a list is one image, whatever its rank.
  private static func one(_ item: Value) throws -> Tensor {
    guard case .thing(let tensor as Tensor) = item.first else {
      throw Complaint(
        .type, "`grid` shows images, and in this list is \(item.first.kind)", [.init(.position(0), "a list with \(item.first.kind)")])
    }
    switch tensor.rank {
    case 2: return try tensor.reshaped([1, 1] + tensor.shape)
    case 3: return try checked(tensor.reshaped([1] + tensor.shape))
    case 4 where tensor.shape[0] == 1: return try checked(tensor)
    default: throw noImages(tensor.shape)
    }
  }

  /// Refuses channels that are no colours, and guesses why they are not.
  private static func checked(_ tensor: Tensor) throws -> Tensor {
    let shape = tensor.shape
    guard ![1, 3, 4].contains(shape[1]) else { return tensor }
    let isLast = [1, 3, 4].contains(shape[3])
    throw Complaint(
      .shape, "a picture has 1, 3 or 4 channels, and in \(shape.shapeText) there are \(shape[1])",
      [.init(.position(0), "[n, channels, height, width] = \(shape.shapeText)")],
      why: isLast ? "channels come before height and width" : "[n, height, width] shows each channel as a picture of its own",

      edits: [.replace(.position(0), isLast ? "transpose(\(part: .position(0)), [0, 3, 1, 2])" : "\(operand: .position(0))[0]")])
  }

  private static func noImages(_ shape: Shape) -> Complaint {
    Complaint(
      .shape, "a tensor of shape \(shape.shapeText) holds no images", [.init(.position(0), shape.shapeText)],
      why: "images are [n, channels, height, width], [n, height, width], or one [height, width]")
  }

  private static func tooMany(_ count: Int) -> Complaint {
    Complaint(
      .limit, "\(count) images are too many for one figure: at most \(limit) are shown", [.init(.position(0), "\(count) images")],
      edits: [.replace(.position(0), "\(operand: .position(0))[0..<\(limit)]")])
  }
}

/// From numbers to brightness.
struct BrightnessScale {
  private let low: Float
  private let factor: Float

  /// From 0 to 1, what lies outside cut off; from the smallest to the largest number where these are clearly of another range.
  init(of numbers: [[Float]]) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for number in numbers.joined() where number.isFinite {
      low = min(low, number)
      high = max(high, number)
    }
    // Noise may carry images a little beyond 0 and 1. Numbers around zero, such as weights, are something else.
    let isUsual = low > high || (high <= 1.25 && low >= -high / 4)
    self.low = isUsual ? 0 : low
    factor = isUsual ? 255 : high > low ? 255 / (high - low) : 0
  }

  /// 0 for black, 255 for white; what is no number is black.
  func byte(_ number: Float) -> UInt8 {
    let level = (number - low) * factor
    return level > 0 ? UInt8(min(level, 255).rounded()) : 0
  }
}
