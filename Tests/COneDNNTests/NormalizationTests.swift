import COneDNN
import Testing

@Suite struct NormalizationTests {
  let shape = [4, 3, 5, 2], epsilon: Float = 1e-3
  var count: Int { shape.reduce(1, *) }
  var source: [Float] { numbers(count, seed: 1) }
  var upstream: [Float] { numbers(count, seed: 2) }
  let scale: [Float] = [1.5, -0.5, 2], shift: [Float] = [0.1, 0.2, -0.3]

  /// What normalising `count / groups` numbers together gives, forward and backward, in double precision.
  /// `group` is the set a place is normalised with, `parameter` the scale and shift it gets.
  private struct Reference {
    var mean: [Double], variance: [Double]
    var result: [Float], gradient: [Float], scaleGradient: [Float], shiftGradient: [Float]

    init(
      _ source: [Float], _ upstream: [Float], _ scale: [Float], _ shift: [Float], epsilon: Float, groups: Int, relu: Bool = false,
      group: (Int) -> Int, parameter: (Int) -> Int
    ) {
      let size = Double(source.count / groups)
      mean = .init(repeating: 0, count: groups)
      variance = mean
      for (place, x) in source.enumerated() { mean[group(place)] += Double(x) / size }
      for (place, x) in source.enumerated() {
        variance[group(place)] += (Double(x) - mean[group(place)]) * (Double(x) - mean[group(place)]) / size
      }
      let (mean, deviation) = (mean, variance.map { ($0 + Double(epsilon)).squareRoot() })
      let normal = source.enumerated().map { (Double($1) - mean[group($0)]) / deviation[group($0)] }
      let affine = normal.enumerated().map { $1 * Double(scale[parameter($0)]) + Double(shift[parameter($0)]) }
      result = affine.map { Float(relu ? max(0, $0) : $0) }

      var sums = [Double](repeating: 0, count: groups)
      var products = sums
      var scales = [Double](repeating: 0, count: scale.count)
      var shifts = scales
      let masked = upstream.enumerated().map { relu && affine[$0] <= 0 ? 0 : Double($1) }
      for (place, g) in masked.enumerated() {
        scales[parameter(place)] += g * normal[place]
        shifts[parameter(place)] += g
        sums[group(place)] += g * Double(scale[parameter(place)]) / size
        products[group(place)] += g * Double(scale[parameter(place)]) * normal[place] / size
      }
      gradient = masked.enumerated().map { place, g in
        let own = g * Double(scale[parameter(place)])
        return Float((own - sums[group(place)] - normal[place] * products[group(place)]) / deviation[group(place)])
      }
      scaleGradient = scales.map { Float($0) }
      shiftGradient = shifts.map { Float($0) }
    }
  }

  private let diffs = [DNX_DIFF_SOURCE, DNX_DIFF_SCALE, DNX_DIFF_SHIFT]
  private var layouts: [OpaquePointer] { [plain(shape), strided(shape, [30, 1, 6, 3])] }
  private func channel(_ place: Int) -> Int { place / 10 % 3 }

  @Test(arguments: [false, true])
  func batchNorm(relu: Bool) throws {
    let expected = Reference(
      source, upstream, scale, shift, epsilon: epsilon, groups: 3, relu: relu, group: channel, parameter: channel)
    let flags = Int32(DNX_NORM_SCALE_SHIFT | (relu ? DNX_NORM_RELU : 0))
    for layout in layouts {
      let forward = try run(
        dnx_batch_norm_forward(true, layout, epsilon, flags), reads: [DNX_SOURCE: source, DNX_SCALE: scale, DNX_SHIFT: shift],
        writes: [DNX_DESTINATION, DNX_MEAN, DNX_VARIANCE, DNX_WORKSPACE])
      #expect(distance(expected.result, try forward[DNX_DESTINATION]?.values) < 1e-4)
      #expect(distance(expected.mean.map { Float($0) }, try forward[DNX_MEAN]?.values) < 1e-5)
      #expect(distance(expected.variance.map { Float($0) }, try forward[DNX_VARIANCE]?.values) < 1e-5)

      let backward = try run(
        dnx_batch_norm_backward(layout, layout, epsilon, flags),
        reads: [DNX_SOURCE: source, DNX_DIFF_DESTINATION: upstream, DNX_SCALE: scale, DNX_SHIFT: shift],
        shares: forward.filter { [DNX_MEAN, DNX_VARIANCE, DNX_WORKSPACE].contains($0.key) }, writes: diffs)
      #expect(distance(expected.gradient, try backward[DNX_DIFF_SOURCE]?.values) < 1e-4)
      #expect(distance(expected.scaleGradient, try backward[DNX_DIFF_SCALE]?.values) < 1e-4)
      #expect(distance(expected.shiftGradient, try backward[DNX_DIFF_SHIFT]?.values) < 1e-4)
    }
  }

  @Test func globalStatisticsAreRead() throws {
    let mean: [Float] = [0.5, -1, 0]
    let variance: [Float] = [1, 4, 0.25]
    let flags = Int32(DNX_NORM_SCALE_SHIFT | DNX_NORM_GLOBAL)
    let reads = [DNX_SOURCE: source, DNX_SCALE: scale, DNX_SHIFT: shift, DNX_MEAN: mean, DNX_VARIANCE: variance]
    let expected = source.enumerated().map { place, x in
      let c = channel(place)
      return (x - mean[c]) / (variance[c] + epsilon).squareRoot() * scale[c] + shift[c]
    }
    for layout in layouts {
      let forward = try run(dnx_batch_norm_forward(false, layout, epsilon, flags), reads: reads, writes: [DNX_DESTINATION])
      #expect(distance(expected, try forward[DNX_DESTINATION]?.values) < 1e-5)
    }
  }

  @Test func layerNorm() throws {
    let (rows, width) = (20, 6)
    let source = source
    let scale = numbers(width, seed: 3)
    let shift = numbers(width, seed: 4)
    let expected = Reference(
      source, upstream, scale, shift, epsilon: epsilon, groups: rows, group: { $0 / width }, parameter: { $0 % width })
    let layout = plain([rows, width])
    let statistics = plain([rows])
    let forward = try run(
      dnx_layer_norm_forward(true, layout, statistics, epsilon, Int32(DNX_NORM_SCALE_SHIFT)),
      reads: [DNX_SOURCE: source, DNX_SCALE: scale, DNX_SHIFT: shift], writes: [DNX_DESTINATION, DNX_MEAN, DNX_VARIANCE])
    #expect(distance(expected.result, try forward[DNX_DESTINATION]?.values) < 1e-4)

    let backward = try run(
      dnx_layer_norm_backward(layout, layout, statistics, epsilon, Int32(DNX_NORM_SCALE_SHIFT)),
      reads: [DNX_SOURCE: source, DNX_DIFF_DESTINATION: upstream, DNX_SCALE: scale, DNX_SHIFT: shift],
      shares: forward.filter { [DNX_MEAN, DNX_VARIANCE].contains($0.key) }, writes: diffs)
    #expect(distance(expected.gradient, try backward[DNX_DIFF_SOURCE]?.values) < 1e-4)
    #expect(distance(expected.scaleGradient, try backward[DNX_DIFF_SCALE]?.values) < 1e-4)
    #expect(distance(expected.shiftGradient, try backward[DNX_DIFF_SHIFT]?.values) < 1e-4)
  }
}
