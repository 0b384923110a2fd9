// PNG files to pictures and back, by libpng.

import CPNG

extension Picture {
  /// Decodes a PNG file to 8 bits a channel. Gray stays gray, palettes become colours, transparency of any kind
  /// (of gray, too) becomes a fourth channel, and of 16 bits the upper 8 are kept.
  /// The stored numbers are taken as they are: notes on gamma and colour spaces change nothing.
  ///
  /// - Throws: `PictureError` when the bytes are no PNG file, are damaged or hold too large a picture.
  public init(decoding bytes: [UInt8]) throws(PictureError) {
    self = try PNGReader.read(bytes) { (reader) throws(PictureError) in try reader.picture() }
  }

  /// Reads width, height and channels from the head of a PNG file; its pixels need not follow.
  ///
  /// - Throws: `PictureError` when the bytes do not begin a PNG file or its picture is too large.
  public static func size(ofHeader bytes: [UInt8]) throws(PictureError) -> Size {
    try PNGReader.read(bytes) { (reader) throws(PictureError) in reader.size }
  }

  /// The picture as a PNG file. The same picture always gives the same bytes.
  ///
  /// - Throws: `PictureError` when libpng refuses.
  public func encoded() throws(PictureError) -> [UInt8] {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = channels == 1 ? 0 : channels == 3 ? PNG_FORMAT_FLAG_COLOR : PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA
    let raw = pixels.count + height
    var size = raw + raw / 4 + 4096  // more than deflate can add to what does not compress
    var written: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      written = png_image_write_to_memory(&image, buffer.baseAddress, &size, 0, pixels, 0, nil)
      count = written == 0 ? 0 : size
    }
    guard written != 0 else { throw PictureError("the PNG cannot be written: \(PNGReader.text(of: image.message))") }
    return bytes
  }
}

/// A PNG file whose header has been read.
private struct PNGReader {
  /// libpng keeps this address, so the structure must not move between the first call and the last.
  private let file: UnsafeMutablePointer<png_memory_file>
  let size: Picture.Size

  /// Opens `bytes` for as long as `body` runs.
  static func read<Result>(
    _ bytes: [UInt8], _ body: (PNGReader) throws(PictureError) -> Result
  ) throws(PictureError) -> Result {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { throw PictureError("this is not a PNG file") }
    let file = UnsafeMutablePointer<png_memory_file>.allocate(capacity: 1)
    file.initialize(to: png_memory_file())
    defer {
      png_memory_close(file)
      file.deallocate()
    }
    return try bytes.withUnsafeBufferPointer { (buffer) throws(PictureError) in
      file.pointee.bytes = buffer.baseAddress
      file.pointee.size = buffer.count
      return try body(PNGReader(opening: file))
    }
  }

  private init(opening file: UnsafeMutablePointer<png_memory_file>) throws(PictureError) {
    guard png_memory_open(file) != 0 else { throw PNGReader.damage(file) }
    self.file = file
    size = Picture.Size(width: Int(file.pointee.width), height: Int(file.pointee.height), channels: Int(file.pointee.channels))
    try Picture.check(size)
  }

  func picture() throws(PictureError) -> Picture {
    let count = size.width * size.height * size.channels
    var done: Int32 = 0
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let start = buffer.baseAddress else { return }
      // Interlaced files are put together from several passes, each of which reads what is there.
      start.initialize(repeating: 0, count: count)
      done = png_memory_read(file, start)
      initialized = count
    }
    guard done != 0 else { throw PNGReader.damage(file) }
    return Picture(unchecked: size, pixels: pixels)
  }

  private static func damage(_ file: UnsafeMutablePointer<png_memory_file>) -> PictureError {
    PictureError("the PNG file is damaged: \(text(of: file.pointee.message))")
  }

  /// A C array of characters as text.
  static func text<Characters>(of message: Characters) -> String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
