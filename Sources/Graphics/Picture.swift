// A picture in memory: rows of 8-bit pixels in gray, colour, or colour with alpha.

/// A picture of `width` x `height` pixels with 1 (gray), 3 (red, green, blue) or 4 (with alpha) bytes each.
public struct Picture: Sendable, Equatable {
  /// Pixels from left to right; at least 1.
  public let width: Int
  /// Pixels from top to bottom; at least 1.
  public let height: Int
  /// 1 for gray, 3 for red, green, blue, 4 with alpha (not premultiplied).
  public let channels: Int
  /// `height * width * channels` values from 0 to 255, row by row, the channels of a pixel side by side.
  public let pixels: [UInt8]

  /// The most pixels that a picture may have, so that a small file cannot ask for all the memory.
  public static let pixelLimit = 100_000_000

  /// Makes a picture of pixels that are already there.
  ///
  /// - Throws: `PictureError` when a size is not positive or too large, `channels` is not 1, 3 or 4,
  ///   or the number of pixels does not fit.
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) throws(PictureError) {
    try Picture.check(Size(width: width, height: height, channels: channels))
    guard pixels.count == width * height * channels else {
      throw PictureError("\(width)x\(height) pixels with \(channels) channels need \(width * height * channels) bytes, not \(pixels.count)")
    }
    self.init(unchecked: Size(width: width, height: height, channels: channels), pixels: pixels)
  }

  /// For pixels whose number is known to be right.
  init(unchecked size: Size, pixels: [UInt8]) {
    width = size.width
    height = size.height
    channels = size.channels
    self.pixels = pixels
  }

  /// What a file's header tells before anything is decoded.
  public struct Size: Sendable, Equatable {
    public let width: Int
    public let height: Int
    public let channels: Int
  }

  /// Refuses sizes that no picture can have.
  static func check(_ size: Size) throws(PictureError) {
    guard size.width > 0, size.height > 0 else {
      throw PictureError("a picture needs at least one pixel, not \(size.width)x\(size.height)")
    }
    guard [1, 3, 4].contains(size.channels) else {
      throw PictureError("a picture has 1, 3 or 4 channels, not \(size.channels)")
    }
    guard size.width <= pixelLimit / size.height else {
      throw PictureError("a picture of \(size.width)x\(size.height) pixels is too large (the limit is \(pixelLimit) pixels)")
    }
  }
}

/// Why a picture could not be read, made or written: one sentence without a full stop.
public struct PictureError: Error, Sendable, Equatable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }
}
