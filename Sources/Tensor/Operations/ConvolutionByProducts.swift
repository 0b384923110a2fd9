// Convolutions in float64, which oneDNN has not: windows laid out one beside the other, and a matrix product.

import Catalog

/// x, weight and a bias perhaps, as for `convolve`; the result has the given shape.
func unfoldedProduct(_ inputs: [Tensor], _ shape: Shape, _ window: Window, _ groups: Int) throws -> Tensor {
  let (x, weight) = (inputs[0], inputs[1])
  let items = weight.shape.dropFirst().reduce(1, *)
  let windows = shape.dropFirst(2).reduce(1, *)
  let columns = try unfold(x, kernel: Array(weight.shape.dropFirst(2)), window).reshaped([x.shape[0], groups, items, windows])
  let product = try matmul(weight.reshaped([groups, weight.shape[0] / groups, items]), columns).reshaped(shape)
  return inputs.count > 2 ? try product + inputs[2].reshaped([shape[1]] + shape.dropFirst(2).map { _ in 1 }) : product
}

/// The transpose of a convolution without a bias: x [batch, channels, space…] and weight [channels, out / groups, kernel…].
func foldedProduct(_ x: Tensor, _ weight: Tensor, _ shape: Shape, _ window: Window, _ groups: Int) throws -> Tensor {
  let items = weight.shape.dropFirst().reduce(1, *)
  let windows = x.shape.dropFirst(2).reduce(1, *)
  let matrices = try weight.reshaped([groups, weight.shape[0] / groups, items]).transposed()
  let columns = try matmul(matrices, x.reshaped([x.shape[0], groups, x.shape[1] / groups, windows]))
  let size = Array(shape.dropFirst(2))
  return try fold(columns.reshaped([x.shape[0], groups * items, windows]), size: size, kernel: Array(weight.shape.dropFirst(2)), window)
}
