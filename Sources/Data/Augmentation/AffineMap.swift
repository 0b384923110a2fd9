// Turning, stretching and moving images: where each pixel of the result comes from.

import Glibc

/// Where a pixel of the result lies in the old image: x' = xx·x + xy·y + x0, y' = yx·x + yy·y + y0, in pixels from the image's
/// centre, y downwards.
struct AffineMap {
  var xx = 1.0, xy = 0.0, x0 = 0.0
  var yx = 0.0, yy = 1.0, y0 = 0.0

  /// Turned by an angle in degrees, against the clock.
  static func turned(by degrees: Double) -> AffineMap {
    let angle = degrees * .pi / 180
    return AffineMap(xx: cos(angle), xy: -sin(angle), yx: sin(angle), yy: cos(angle))
  }

  /// Enlarged by a factor.
  static func scaled(by factor: Double) -> AffineMap { AffineMap(xx: 1 / factor, yy: 1 / factor) }

  /// Moved right and down.
  static func moved(right: Double, down: Double) -> AffineMap { AffineMap(x0: -right, y0: -down) }
}

extension Image {
  /// Bilinear between the four pixels around; what lies outside is 0.
  mutating func warp(_ map: AffineMap) {
    let (height, width) = (shape.height, shape.width)
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    repaint(height: height, width: width) { old, new in
      for row in 0..<height {
        for column in 0..<width {
          let (x, y) = (Double(column) - middleX, Double(row) - middleY)
          let fromX = map.xx * x + map.xy * y + map.x0 + middleX
          let fromY = map.yx * x + map.yy * y + map.y0 + middleY
          new[row * width + column] = bilinear(old, height, width, x: fromX, y: fromY)
        }
      }
    }
  }
}

/// The value between pixels.
private func bilinear(_ plane: UnsafePointer<Float>, _ height: Int, _ width: Int, x: Double, y: Double) -> Float {
  guard x > -1, y > -1, x < Double(width), y < Double(height) else { return 0 }
  let (left, top) = (x.rounded(.down), y.rounded(.down))
  let (right, down) = (Float(x - left), Float(y - top))
  let (column, row) = (Int(left), Int(top))
  func pixel(_ row: Int, _ column: Int) -> Float {
    row >= 0 && row < height && column >= 0 && column < width ? plane[row * width + column] : 0
  }
  let upper = pixel(row, column) * (1 - right) + pixel(row, column + 1) * right
  let lower = pixel(row + 1, column) * (1 - right) + pixel(row + 1, column + 1) * right
  return upper * (1 - down) + lower * down
}
