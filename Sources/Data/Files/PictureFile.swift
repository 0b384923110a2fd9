// PNG pictures as tensors and back.

import Catalog
import Graphics
import Tensor

enum PictureFile {
  /// A PNG file as float32 [channels, height, width] with values in 0..1; 1, 3 or 4 channels.
  static func read(_ path: String) throws -> Tensor {
    let picture: Picture
    do {
      if Checking.isOn {
        let size = try Picture.size(ofHeader: try Files.head(path).bytes)
        return Tensor(awaiting: [size.channels, size.height, size.width], type: .float32)
      }
      picture = try Picture(decoding: try Files.read(path))
    } catch let error as PictureError {
      throw Complaint(.file, "\(path): \(error.message)", [.init(.position(0), "this file")])
    }
    let (channels, area) = (picture.channels, picture.width * picture.height)
    let storage = Storage(bytes: channels * area * 4)
    let values = storage.pointer(Float.self)
    picture.pixels.withUnsafeBufferPointer { pixels in
      for channel in 0..<channels {
        for place in 0..<area { values[channel * area + place] = Float(pixels[place * channels + channel]) / 255 }
      }
    }
    return Tensor(storage, shape: [channels, picture.height, picture.width])
  }

  /// A tensor [channels, height, width] or [height, width] as a PNG file. Values from 0 to 1 become 0 to 255; others are cut to
  /// that, with a note. Throws where the shape is no picture's.
  static func bytes(of tensor: Tensor, _ context: Context) throws -> [UInt8] {
    let shape = tensor.rank == 2 ? [1] + tensor.shape : tensor.shape
    guard shape.count == 3, [1, 3, 4].contains(shape[0]) else { throw noPicture(tensor.shape) }
    if Checking.isOn { return [] }
    let values = try tensor.floats()
    let (channels, area) = (shape[0], shape[1] * shape[2])
    let pixels = [UInt8](unsafeUninitializedCapacity: values.count) { pixels, count in
      for place in 0..<area {
        for channel in 0..<channels { pixels[place * channels + channel] = byte(values[channel * area + place]) }
      }
      count = values.count
    }
    noteCut(values, context)
    do {
      return try Picture(width: shape[2], height: shape[1], channels: channels, pixels: pixels).encoded()
    } catch {
      throw Complaint(.file, error.message, [.init(.position(0), tensor.shape.shapeText)])
    }
  }

  private static func byte(_ value: Float) -> UInt8 { value > 0 ? UInt8(min(value, 1) * 255 + 0.5) : 0 }

  private static func noteCut(_ values: [Float], _ context: Context) {
    let outside = values.reduce(0) { $0 + ($1 >= 0 && $1 <= 1 ? 0 : 1) }
    if outside > 0 { context.note("\(outside) of \(values.count) values lie outside 0..1 and were cut to it for the picture") }
  }

  private static func noPicture(_ shape: [Int]) -> Complaint {
    Complaint(
      .shape, "a tensor of shape \(shape.shapeText) is no picture", [.init(.position(0), shape.shapeText)],
      why: "a picture is [height, width] or [channels, height, width] with 1, 3 or 4 channels",

      edits: shape.count == 4 ? [.replace(.position(0), "grid(\(part: .position(0)))")] : [])
  }
}
