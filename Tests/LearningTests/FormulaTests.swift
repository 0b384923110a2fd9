// Losses and metrics against what JAX, Optax, SciPy and scikit-learn computed (float64), gradients by JAX.

import Tensor
import Testing

@testable import Learning

extension LearningTests {
  @Suite struct FormulaTests {
    struct Input: Decodable {
      let name: String
      let type: String
      let shape: [Int]
      let items: [Double]

      var tensor: Tensor {
        let numbers = Tensor(items.map { Float($0) }, shape: shape)
        return switch type {
        case "int32": numbers.converted(to: .int32)
        case "truth": numbers.converted(to: .truth)
        default: numbers
        }
      }
    }

    struct Case: NamedCase {
      let name: String
      /// The line of the language that gives the number.
      let call: String
      let inputs: [Input]
      let loss: Float
      /// With respect to the first input; none: it was not computed.
      let gradient: [Float]?
    }

    static let cases: [Case] = Fixture.read("formulas.json") ?? []

    @Test func casesAreThere() { #expect(Self.cases.count == 44) }

    @Test(arguments: cases) func agreesWithOthers(_ one: Case) throws {
      let program = Program()
      for input in one.inputs { program.session.bind(input.name, .thing(input.tensor)) }
      let found = try program.floats(one.call)
      #expect(agree(found, [one.loss], relative: 1e-5, absolute: 2e-6), "\(found) is not \(one.loss)")
      guard let gradient = one.gradient else { return }
      let slope = try program.tensor("grad(v -> \(one.call.replacing("a", by: "v")), at: a)").floats()
      #expect(agree(slope, gradient, relative: 1e-4, absolute: 2e-6), "\(slope) is not \(gradient)")
    }
  }
}

extension String {
  /// The text with a name exchanged where it stands alone.
  fileprivate func replacing(_ name: String, by other: String) -> String {
    var result = ""
    var word = ""
    for character in self + " " {
      if character.isLetter || character == "_" || character.isNumber {
        word.append(character)
      } else {
        result += (word == name ? other : word) + String(character)
        word = ""
      }
    }
    return result
  }
}
