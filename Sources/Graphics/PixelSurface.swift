// Pixels to and from Cairo, which keeps them as 32-bit words: blue, green, red, alpha in memory.

import CPango

enum PixelSurface {
  /// A surface with each pixel of `picture` as a square of `repeats` pixels; nil when there is no memory for it.
  static func make(of picture: Picture, repeats: Int) -> OpaquePointer? {
    let surface = cairo_image_surface_create(
      CAIRO_FORMAT_ARGB32, Int32(clamping: picture.width * repeats), Int32(clamping: picture.height * repeats))
    guard let data = cairo_image_surface_get_data(surface) else {
      cairo_surface_destroy(surface)
      return nil
    }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for y in 0..<picture.height * repeats {
      let row = UnsafeMutableRawPointer(data + y * stride).assumingMemoryBound(to: UInt32.self)
      for x in 0..<picture.width { (row + x * repeats).update(repeating: word(of: picture, x: x, y: y / repeats), count: repeats) }
    }
    cairo_surface_mark_dirty(surface)
    return surface
  }

  /// The opaque picture on an image surface.
  static func picture(of surface: OpaquePointer) throws(PictureError) -> Picture {
    cairo_surface_flush(surface)
    let size = Picture.Size(
      width: Int(cairo_image_surface_get_width(surface)), height: Int(cairo_image_surface_get_height(surface)), channels: 3)
    guard let data = cairo_image_surface_get_data(surface) else { throw PictureError("the figure could not be drawn") }
    let stride = Int(cairo_image_surface_get_stride(surface))
    let count = size.width * size.height * 3
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      var next = 0
      for y in 0..<size.height {
        for x in 0..<size.width {
          let pixel = data + y * stride + 4 * x
          for part in 0..<3 { buffer[next + part] = pixel[2 - part] }
          next += 3
        }
      }
      initialized = count
    }
    return Picture(unchecked: size, pixels: pixels)
  }

  /// One pixel as Cairo wants it, with the colours already multiplied by alpha.
  private static func word(of picture: Picture, x: Int, y: Int) -> UInt32 {
    let first = (y * picture.width + x) * picture.channels
    func part(_ index: Int) -> UInt32 { UInt32(picture.pixels[first + index]) }
    let alpha = picture.channels == 4 ? part(3) : 255
    func lit(_ index: Int) -> UInt32 { (part(picture.channels == 1 ? 0 : index) * alpha + 127) / 255 }
    return alpha << 24 | lit(0) << 16 | lit(1) << 8 | lit(2)
  }
}
