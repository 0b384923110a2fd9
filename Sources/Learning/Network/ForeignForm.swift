// How PyTorch keeps what a layer keeps: its name there, and whether its axes are turned round.

import Tensor

/// Stated beside a parameter where the two differ. Without one PyTorch has the same name and the same shape.
public struct ForeignForm: Sendable {
  /// `running_mean`; with a part of its own in front, `out_proj.weight`.
  let name: String
  /// [outputs, inputs] there, [inputs, outputs] here.
  let isTransposed: Bool

  public static func named(_ name: String) -> ForeignForm { ForeignForm(name: name, isTransposed: false) }
  public static func transposed(_ name: String) -> ForeignForm { ForeignForm(name: name, isTransposed: true) }

  func shape(_ shape: Shape) -> Shape { isTransposed ? shape.reversed() : shape }

  /// What came from there, as it is here.
  func brought(_ tensor: Tensor) -> Tensor {
    let tensor = tensor.converted(to: .float32)
    return isTransposed ? tensor.permuted(Array((0..<tensor.rank).reversed())) : tensor
  }
}
