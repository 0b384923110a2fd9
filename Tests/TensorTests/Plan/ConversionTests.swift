// From every type to every other, by the loops and by the words' own rule for single numbers.

import Testing

@testable import Tensor

extension TensorTests {
  @Suite struct ConversionTests {
    private let numbers: [Double] = [0, 1, -1, 0.5, -1.7, 100, 127, 128, -128, -129, 255, 256, 300, 65_537, 2e9, 3e9, -3e9, 1e15]

    @Test(arguments: ElementType.allCases, ElementType.allCases)
    func loopsAgreeWithTheRule(_ from: ElementType, _ to: ElementType) throws {
      let source = Tensor(numbers, shape: [numbers.count], type: from)
      let expected = try source.numbers().map { number in
        let held = to.converted(number)
        return to == .float32 ? Double(Float(held)) : held
      }
      #expect(try source.converted(to: to).numbers() == expected)
    }

    @Test func whatIsOutOfRangeBecomesTheNearest() throws {
      let x = Tensor([1e30, -1e30, .nan, .infinity], shape: [4], type: .float64)
      #expect(try x.converted(to: .uint8).numbers() == [255, 0, 0, 255])
      #expect(try x.converted(to: .int32).numbers() == [0x7fff_ffff, -0x8000_0000, 0, 0x7fff_ffff])
      #expect(try x.converted(to: .int64).text() == "[9223372036854775807, -9223372036854775808, 0, 9223372036854775807]")
    }

    /// A chain rounds and wraps at each step, as single operations do.
    @Test(arguments: [ElementType.int8, .uint8, .bfloat16, .float32, .float64, .int64])
    func fusedWorkIsThatOfSingleSteps(_ type: ElementType) throws {
      let (a, b) = (Tensor((0..<3000).map { Double($0 % 251) - 90 }, shape: [3000], type: type), Tensor(7, type: type))
      let fused = try (a * b + a) * a - b
      let (product, single) = (try (a * b).materialized(), { (x: Tensor) throws in try x.materialized() })
      let sum = try single(product + a)
      #expect(try fused.numbers() == single(single(sum * a) - b).numbers())
    }

    @Test func chainsSplitWhereTheWidthChanges() throws {
      let x = Tensor((0..<5000).map { Float($0) / 7 }, shape: [5000])
      let wide = try exp(x.converted(to: .float64) * 1e-3)
      let narrow = try (wide.converted(to: .float32) + x) * x
      let expected = try x.numbers().map { x in
        let y = Float(Scalar.exp(x * 1e-3)) + Float(x)
        return Double(y * Float(x))
      }
      #expect(try narrow.numbers() == expected)
    }

    @Test func gradientsPassBetweenRealTypes() throws {
      let x = Tensor([1.5, 2])
      let found = try gradients(of: (square(x.converted(to: .float64)).converted(to: .bfloat16) * x.converted(to: .int32)).sum(), at: [x])
      #expect(found[0].type == .float32)
      #expect(try found[0].numbers() == [3, 8])
    }
  }
}
