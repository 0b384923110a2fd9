// An image while steps work on it.

/// The sizes of an image.
public struct ImageShape: Equatable, Sendable {
  public let channels: Int
  public let height: Int
  public let width: Int

  public init(_ channels: Int, _ height: Int, _ width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  public var sizes: [Int] { [channels, height, width] }
  public var itemCount: Int { channels * height * width }
  /// Pixels of one channel.
  public var area: Int { height * width }
}

/// A float32 image, channel by channel, row by row, in memory that serves one image after the other.
public struct Image {
  public private(set) var shape: ImageShape
  public private(set) var pixels: UnsafeMutablePointer<Float>
  /// As much memory again, its content of no use.
  public private(set) var spare: UnsafeMutablePointer<Float>

  init(_ shape: ImageShape, pixels: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>) {
    self.shape = shape
    self.pixels = pixels
    self.spare = spare
  }

  /// All values, to be changed in place.
  public var values: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: pixels, count: shape.itemCount) }

  /// Makes a new image of the old one, channel by channel. [paint] gets a channel of each; its sizes are those before and after.
  public mutating func repaint(
    height: Int, width: Int, _ paint: (_ old: UnsafePointer<Float>, _ new: UnsafeMutablePointer<Float>) -> Void
  ) {
    let result = ImageShape(shape.channels, height, width)
    for channel in 0..<shape.channels { paint(pixels + channel * shape.area, spare + channel * result.area) }
    swap(&pixels, &spare)
    shape = result
  }

  /// Moves values into 0..1, where those of images lie.
  public func clip() {
    let values = values
    for place in values.indices { values[place] = min(max(values[place], 0), 1) }
  }
}
