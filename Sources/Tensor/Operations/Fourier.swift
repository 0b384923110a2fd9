// Fourier transforms by FFTW. A complex number is a last axis of two: its real and its imaginary part.

import CFFTW
import Catalog

extension Primitive {
  /// [.., n, 2] transformed along n. Attributes: -1 there, 1 back; nothing is scaled.
  static let fourier: Primitive = Primitive(
    "fft", .kernel { node, builder in try builder.fourier(node) }, types: [.float32, .float64],
    gradient: { node, upstream in
      // The transform is its own transpose, and conjugating it turns its direction.
      [upstream[0].map { Tensor(Node(.fourier, [$0.node], [-node.attributes[0]], shape: node.shape, type: node.type)) }]
    })
}

/// FFTW's plan of a transform.
private final class PreparedTransform {
  private let plan: UnsafeMutableRawPointer
  private let isWide: Bool

  init?(size: Int, count: Int, sign: Int, _ type: ElementType) {
    isWide = type == .float64
    let prepare = isWide ? dlf_prepare_wide : dlf_prepare
    guard let plan = prepare(Int32(size), Int32(count), Int32(sign)) else { return nil }
    self.plan = plan
  }

  deinit { isWide ? dlf_free_wide(plan) : dlf_free(plan) }

  func run(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
    isWide ? dlf_run_wide(plan, source, target) : dlf_run(plan, source, target)
  }
}

extension PlanBuilder {
  func fourier(_ node: Node) throws {
    let (source, to) = (try contiguousInput(node, 0), result(node))
    guard node.shape.itemCount > 0 else { return }
    let size = node.shape[node.shape.count - 2]
    guard let transform = PreparedTransform(size: size, count: node.shape.itemCount / (2 * size), sign: node.attributes[0], node.type)
    else {
      let (library, package) = node.type == .float64 ? ("libfftw3.so.3", "libfftw3-double3") : ("libfftw3f.so.3", "libfftw3-single3")
      throw Complaint(.file, "`fft` needs FFTW, which is not installed: \(library)", why: "on Debian: apt-get install \(package)")
    }
    keep(transform)
    add("fft", reads: [source.buffer], writes: [to.buffer]) { slots in
      transform.run(source.address(slots, node.type), to.address(slots, node.type))
    }
  }
}

/// The transform of complex numbers [.., 2] along an axis (of those before the pair); back it divides by the axis's size.
public func fourier(_ x: Tensor, axis: Int, back: Bool = false) throws -> Tensor {
  guard x.rank >= 2, x.shape.last == 2 else {
    throw Complaint(
      .shape, "complex numbers are a last axis of two, real and imaginary, and this is \(x.shape.shapeText)",
      [.init(.position(0), x.shape.shapeText)], why: "real numbers go through real_fft")
  }
  let axis = try resolve(axis: axis, rank: x.rank - 1)
  var order = Array(x.shape.indices)
  order.swapAt(axis, x.rank - 2)
  return try x.precisely {
    let rows = $0.permuted(order)
    let result = Tensor(Node(.fourier, [rows.node], [back ? 1 : -1], shape: rows.shape, type: rows.type)).permuted(order)
    return back ? try result * (1 / Double(max(x.shape[axis], 1))) : result
  }
}

/// The half of the transform of real numbers that says it all: n / 2 + 1 complex numbers along the axis.
public func realFourier(_ x: Tensor, axis: Int) throws -> Tensor {
  let axis = try resolve(axis: axis, rank: x.rank)
  let pairs = try stack([x.floating, Tensor(filled: 0, shape: x.shape, type: x.type.floating)], axis: x.rank)
  return try fourier(pairs, axis: axis).slice(axis: axis, from: 0, count: x.shape[axis] > 0 ? x.shape[axis] / 2 + 1 : 0)
}

/// The way back: [size] real numbers along the axis.
public func inverseRealFourier(_ x: Tensor, size: Int, axis: Int) throws -> Tensor {
  guard x.rank >= 2, x.shape.last == 2 else { return try fourier(x, axis: axis) }
  let axis = try resolve(axis: axis, rank: x.rank - 1)
  guard x.shape[axis] == size / 2 + 1 else {
    throw Complaint(
      .shape, "\(size) real numbers come from \(size / 2 + 1) complex ones, and axis \(axis) has \(x.shape[axis])",
      [.init(.position(0), x.shape.shapeText), .init(.argument("size"), "\(size)")])
  }
  // The other half mirrors the first, its imaginary part turned round.
  let mirrored = x.slice(axis: axis, from: max((size + 1) / 2 - 1, 0), count: (size + 1) / 2 - 1, step: -1)
  let whole = try concatenate([x, mirrored * Tensor([1, -1], shape: [2], type: x.type.floating)], axis: axis)
  return try fourier(whole, axis: axis, back: true).slice(axis: x.rank - 1, from: 0, count: 1).squeezed([x.rank - 1])
}

extension Catalog {
  /// Fourier transforms.
  public func addFourier() {
    let complex = [
      Sample([4, 2]), Sample([2, 3, 2]), Sample([3, 2, 2], with: ["axis": .number(0)]), Sample([1, 2]), Sample([0, 2, 2]),
    ]
    for (name, summary, example, result) in [
      ("fft", "The Fourier transform of complex numbers [.., 2] along an axis.", "fft([[1, 0], [0, 0]])", "[[1, 0],\n [1, 0]]"),
      ("inverse_fft", "The way back from fft.", "inverse_fft([[1, 0], [1, 0]])", "[[1, 0],\n [0, 0]]"),
    ] {
      add(
        .algebra, name, summary, paper: "Frigo & Johnson 2005", shapes: ["[..., n, 2] -> [..., n, 2]"],
        examples: [Example(example, gives: result)], samples: complex,
        given("x", "complex numbers: the last axis holds real and imaginary part"),
        given("axis", "along this axis of those before the pair", Int.self, -1)
      ) { (x: Tensor, axis: Int) in try fourier(x, axis: axis, back: name == "inverse_fft") }
    }
    addForeign("fft.ifft", in: "NumPy", means: "inverse_fft")
    add(
      .algebra, "real_fft", "The Fourier transform of real numbers along an axis: n / 2 + 1 complex numbers [.., 2].",
      shapes: ["[..., n] -> [..., floor(n / 2) + 1, 2]"],
      examples: [Example("real_fft([1, 1, 1, 1])", gives: "[[4, 0],\n [0, 0],\n [0, 0]]")],
      samples: [Sample([5]), Sample([2, 4]), Sample([4, 2], with: ["axis": .number(0)]), Sample([1]), Sample([0, 2])],
      given("x", "a tensor"), given("axis", "along this axis", Int.self, -1)
    ) { (x: Tensor, axis: Int) in try realFourier(x, axis: axis) }
    addForeign("fft.rfft", in: "NumPy", means: "real_fft")
    add(
      .algebra, "inverse_real_fft", "The way back from real_fft.", shapes: [ShapeRule("[..., 4, 2] -> [..., 6]", "6")],
      examples: [Example("inverse_real_fft([[4, 0], [0, 0], [0, 0]], 4)", gives: "[1, 1, 1, 1]")],
      samples: [
        Sample([3, 2], with: ["size": .number(4)]), Sample([3, 2], with: ["size": .number(5)]),
        Sample([2, 1, 2], with: ["size": .number(1)]),
      ],
      given("x", "complex numbers [.., size / 2 + 1, 2]"), count("size", "how many real numbers there were"),
      given("axis", "along this axis of those before the pair", Int.self, -1)
    ) { (x: Tensor, size: Int, axis: Int) in try inverseRealFourier(x, size: size, axis: axis) }
    addForeign("fft.irfft", in: "NumPy", means: "inverse_real_fft")
  }
}
