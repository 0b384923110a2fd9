import COneDNN
import Testing

/// One convolution of pictures, and the plain loop that defines it.
struct Window: Sendable, CustomTestStringConvertible {
  var name: String
  var batch = 2, groups = 1, input = 3, output = 4, height = 6, width = 5
  var kernel = 3, stride = 1, dilation = 1, low = 1, high = 1

  var testDescription: String { name }
  var outHeight: Int { (height + low + high - dilation * (kernel - 1) - 1) / stride + 1 }
  var outWidth: Int { (width + low + high - dilation * (kernel - 1) - 1) / stride + 1 }
  var source: [Int] { [batch, input, height, width] }
  var destination: [Int] { [batch, output, outHeight, outWidth] }
  var weights: [Int] {
    groups == 1 ? [output, input, kernel, kernel] : [groups, output / groups, input / groups, kernel, kernel]
  }
  var strides: [Int64] { [Int64(stride), Int64(stride)] }
  var dilations: [Int64] { [Int64(dilation), Int64(dilation)] }
  var paddingLow: [Int64] { [Int64(low), Int64(low)] }
  var paddingHigh: [Int64] { [Int64(high), Int64(high)] }

  /// Calls `use` with the places of every source, weight and destination that are multiplied together.
  func eachProduct(_ use: (_ source: Int, _ weight: Int, _ destination: Int) -> Void) {
    let inputs = input / groups
    for n in 0..<batch {
      for o in 0..<output {
        for i in 0..<inputs {
          let channel = o / (output / groups) * inputs + i
          eachTap { from, tap, to in
            use(
              (n * input + channel) * height * width + from, (o * inputs + i) * kernel * kernel + tap,
              (n * output + o) * outHeight * outWidth + to)
          }
        }
      }
    }
  }

  /// Calls `use` with the places in one channel: of the source, in the kernel, of the destination.
  func eachTap(_ use: (_ source: Int, _ tap: Int, _ destination: Int) -> Void) {
    for place in 0..<outHeight * outWidth {
      for tap in 0..<kernel * kernel {
        let y = place / outWidth * stride - low + tap / kernel * dilation
        let x = place % outWidth * stride - low + tap % kernel * dilation
        if y >= 0, y < height, x >= 0, x < width { use(y * width + x, tap, place) }
      }
    }
  }
}

@Suite struct ConvolutionTests {
  static let windows = [
    Window(name: "plain"), Window(name: "stride 2", stride: 2), Window(name: "dilation 2", dilation: 2, low: 2, high: 2),
    Window(name: "uneven padding", low: 0, high: 2), Window(name: "groups", groups: 2, input: 4, output: 6),
    Window(name: "depthwise", groups: 4, input: 4, output: 4), Window(name: "one by one", kernel: 1, low: 0, high: 0),
    Window(name: "full blocks", batch: 1, input: 16, output: 32),
  ]

  @Test(arguments: windows, [DNX_AUTO, DNX_DIRECT])
  func forward(window: Window, algorithm: Int) throws {
    let source = numbers(window.source.reduce(1, *), seed: 1)
    let weights = numbers(window.weights.reduce(1, *), seed: 2)
    let bias = numbers(window.output, seed: 3)
    let area = window.outHeight * window.outWidth
    var expected = (0..<window.batch * window.output * area).map { bias[$0 / area % window.output] }
    window.eachProduct { expected[$2] += source[$0] * weights[$1] }
    let relu = [dnx_post(kind: Int32(DNX_POST_RELU), alpha: 0, beta: 0, layout: nil)]
    let primitive = dnx_convolution_forward(
      true, Int32(algorithm), free(window.source), free(window.weights), plain([window.output]), free(window.destination), window.strides,
      window.dilations, window.paddingLow, window.paddingHigh, relu, 1)
    let buffers = try run(
      primitive, reads: [DNX_SOURCE: source, DNX_WEIGHTS: weights, DNX_BIAS: bias], writes: [DNX_DESTINATION])
    #expect(distance(expected.map { max(0, $0) }, try buffers[DNX_DESTINATION]?.values) < 1e-4)
  }

  @Test(arguments: windows, [DNX_AUTO, DNX_DIRECT])
  func gradientOfTheSource(window: Window, algorithm: Int) throws {
    let gradient = numbers(window.destination.reduce(1, *), seed: 4)
    let weights = numbers(window.weights.reduce(1, *), seed: 2)
    var expected = [Float](repeating: 0, count: window.source.reduce(1, *))
    window.eachProduct { expected[$0] += gradient[$2] * weights[$1] }
    let primitive = dnx_convolution_backward_data(
      Int32(algorithm), free(window.source), free(window.weights), free(window.destination), window.strides, window.dilations,
      window.paddingLow, window.paddingHigh)
    let buffers = try run(primitive, reads: [DNX_DIFF_DESTINATION: gradient, DNX_WEIGHTS: weights], writes: [DNX_DIFF_SOURCE])
    #expect(distance(expected, try buffers[DNX_DIFF_SOURCE]?.values) < 1e-4)
  }

  @Test(arguments: windows, [true, false])
  func gradientOfTheWeights(window: Window, withBias: Bool) throws {
    let gradient = numbers(window.destination.reduce(1, *), seed: 4)
    let source = numbers(window.source.reduce(1, *), seed: 1)
    var expected = [Float](repeating: 0, count: window.weights.reduce(1, *))
    window.eachProduct { expected[$1] += gradient[$2] * source[$0] }
    let primitive = dnx_convolution_backward_weights(
      Int32(DNX_AUTO), free(window.source), free(window.weights), withBias ? plain([window.output]) : nil, free(window.destination),
      window.strides, window.dilations, window.paddingLow, window.paddingHigh)
    let buffers = try run(
      primitive, reads: [DNX_DIFF_DESTINATION: gradient, DNX_SOURCE: source], writes: [DNX_DIFF_WEIGHTS, DNX_DIFF_BIAS])
    #expect(distance(expected, try buffers[DNX_DIFF_WEIGHTS]?.values) < 1e-4)
    guard withBias else { return }
    let area = window.outHeight * window.outWidth
    var sums = [Float](repeating: 0, count: window.output)
    for (place, value) in gradient.enumerated() { sums[place / area % window.output] += value }
    #expect(distance(sums, try buffers[DNX_DIFF_BIAS]?.values) < 1e-4)
  }

  @Test func winogradAndDirectAgree() throws {
    let window = Window(name: "large", batch: 4, input: 64, output: 64, height: 8, width: 8)
    let source = numbers(window.source.reduce(1, *), seed: 1)
    let weights = numbers(window.weights.reduce(1, *), seed: 2)
    let results = try [DNX_AUTO, DNX_DIRECT].map { algorithm in
      let primitive = dnx_convolution_forward(
        true, Int32(algorithm), free(window.source), free(window.weights), nil, free(window.destination), window.strides,
        window.dilations, window.paddingLow, window.paddingHigh, nil, 0)
      return try run(primitive, reads: [DNX_SOURCE: source, DNX_WEIGHTS: weights], writes: [DNX_DESTINATION])[DNX_DESTINATION]?.values ?? []
    }
    #expect(distance(results[0], results[1]) < 1e-3)
  }

  @Test func seriesHaveOneAxisOfSpace() throws {
    let primitive = dnx_convolution_forward(
      false, Int32(DNX_DIRECT), free([1, 1, 5]), free([1, 1, 3]), nil, free([1, 1, 5]), [1], [1], [1], [1], nil, 0)
    let buffers = try run(primitive, reads: [DNX_SOURCE: [1, 2, 3, 4, 5], DNX_WEIGHTS: [1, 0, -1]], writes: [DNX_DESTINATION])
    #expect(try buffers[DNX_DESTINATION]?.values == [-2, -2, -2, -2, 4])
  }

  /// A transposed convolution spreads what a convolution gathers: its source is that one's destination.
  @Test(arguments: windows.filter { $0.groups == 1 })
  func transposed(window: Window) throws {
    let source = numbers(window.destination.reduce(1, *), seed: 4)
    let weights = numbers(window.weights.reduce(1, *), seed: 2)
    let upstream = numbers(window.source.reduce(1, *), seed: 5)
    var forward = [Float](repeating: 0, count: upstream.count)
    var back = [Float](repeating: 0, count: source.count)
    var gradient = [Float](repeating: 0, count: weights.count)
    window.eachProduct {
      forward[$0] += source[$2] * weights[$1]
      back[$2] += upstream[$0] * weights[$1]
      gradient[$1] += upstream[$0] * source[$2]
    }
    // The kernel's first axis is its output: the convolution's input.
    let taps = window.kernel * window.kernel
    let shape = [window.input, window.output, window.kernel, window.kernel]
    let layout = strided(shape, [taps, window.input * taps, window.kernel, 1])
    let swapped = try Buffer(layout)
    swapped.address.copyMemory(from: weights, byteCount: weights.count * 4)
    let turned = try swapped.values
    let (from, to, kernel) = (free(window.destination), free(window.source), free(shape))
    let (strides, dilations, low, high) = (window.strides, window.dilations, window.paddingLow, window.paddingHigh)

    let made = try run(
      dnx_deconvolution_forward(true, from, kernel, nil, to, strides, dilations, low, high, nil, 0),
      reads: [DNX_SOURCE: source, DNX_WEIGHTS: turned], writes: [DNX_DESTINATION])
    #expect(distance(forward, try made[DNX_DESTINATION]?.values) < 1e-4)

    let data = try run(
      dnx_deconvolution_backward_data(from, kernel, to, strides, dilations, low, high),
      reads: [DNX_DIFF_DESTINATION: upstream, DNX_WEIGHTS: turned], writes: [DNX_DIFF_SOURCE])
    #expect(distance(back, try data[DNX_DIFF_SOURCE]?.values) < 1e-4)

    let learned = try run(
      dnx_deconvolution_backward_weights(from, layout, nil, to, strides, dilations, low, high),
      reads: [DNX_DIFF_DESTINATION: upstream, DNX_SOURCE: source], writes: [DNX_DIFF_WEIGHTS])
    let found = try #require(learned[DNX_DIFF_WEIGHTS])
    let raw = UnsafeBufferPointer(start: found.address.assumingMemoryBound(to: Float.self), count: gradient.count)
    #expect(distance(gradient, Array(raw)) < 1e-4)
  }
}
