// Operations of the fixtures that work on space: convolutions, pools, windows, other sizes.

import Catalog

@testable import Tensor

extension OperationTable {
  private static func space(_ name: String, _ settings: [String: String]) -> Operation {
    { given in
      let tensors = given.tensors.map { Value.thing($0.tensor) }
      let named = settings.sorted { $0.key < $1.key }.map { ($0.value, given.value($0.key)) }
      return try call(name, tensors, named)
    }
  }

  private static let convolution = space(
    "convolve", ["stride": "stride", "padding": "padding", "dilation": "dilation", "groups": "groups"])
  private static let transposed: Operation = { given in
    let settings = ["stride", "padding", "dilation", "groups", "output_padding"].map { ($0, given.value($0)) }
    return try call(
      "convolve_transposed", [.thing(given["x"]), .thing(given["w"])], settings + [("bias", given.tensor("b").map { .thing($0) })])
  }
  private static let window = ["kernel_size": "kernel", "stride": "stride", "padding": "padding"]

  static let spaces: [String: Operation] = [
    "conv1d": convolution, "conv2d": convolution, "conv3d": convolution, "conv_transpose1d": transposed, "conv_transpose2d": transposed,
    "max_pool1d": space("max_pool", window),
    "max_pool2d": space("max_pool", window.merging(["dilation": "dilation"]) { first, _ in first }),
    "avg_pool2d": space("avg_pool", window.merging(["count_include_pad": "count_padding"]) { first, _ in first }),
    "adaptive_avg_pool2d": space("adaptive_avg_pool", ["output_size": "size"]),
    "lp_pool2d": space("lp_pool", window.merging(["p": "p"]) { first, _ in first }),
    "unfold": space("unfold", ["kernel": "kernel", "padding": "padding", "stride": "stride"]),
    "pixel_shuffle": space("pixel_shuffle", ["upscale": "factor"]),
    "local_response_norm": space("local_response_norm", ["size": "size", "alpha": "alpha", "beta": "beta", "k": "k"]),
    "grid_sample": space("grid_sample", ["align_corners": "align_corners"]),
    "interpolate": { given in
      let mode = ["nearest": "nearest", "bilinear": "linear", "bicubic": "cubic"][given.text("mode") ?? ""] ?? ""
      let settings: [(String, Value?)] = [
        ("size", given.value("size")), ("scale", given.value("scale_factor")), ("mode", .text(mode)),
        ("align_corners", given.value("align_corners")),
      ]
      return try call("interpolate", [.thing(given["x"])], settings)
    },
    "batch_norm": { given in
      let x = given["x"]
      let (y, mean, variance) = try batchNorm(x, scale: given["w"], shift: given["b"], epsilon: given.number("eps") ?? 0)
      let count = Double(x.itemCount / x.shape[1])
      return [y, try given["mean"] * 0.9 + mean * 0.1, try given["var"] * 0.9 + variance * (0.1 * count / (count - 1))]
    },
  ]
}
