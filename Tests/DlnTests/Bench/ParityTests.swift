// The benchmarks from PyTorch's weights: small ones, whose losses of 20 steps lie in Tests/Fixtures/parity.

import Foundation
import Interpreter
import Notebook
import Testing

@testable import dln

@Suite struct ParityTests {
  static let workloads = [
    "mlp_tiny", "mlp_mnist", "cnn_mnist", "resnet_cifar", "lstm_text", "transformer_text", "elementwise_fwd", "elementwise_grad",
  ]
  private static let root = Binary.tests.deletingLastPathComponent()

  private func parity(_ workload: String, _ folder: URL) throws -> Parity {
    let notebook = ParityTests.root.appending(path: "Benchmarks/\(workload).dln").path
    let document = Document(try NotebookFile.read(notebook))
    let session = Settings.usual.session(Place(notebook: notebook, out: folder.path), stackSize: 1 << 23, quiet: true)
    return try Parity(document, session, folder: folder.path)
  }

  @Test(arguments: workloads) func stepsFromPyTorchsWeightsGiveItsLosses(_ workload: String) throws {
    let parity = try parity(workload, Binary.tests.appending(path: "Fixtures/parity"))
    #expect(parity.steps == (workload.hasPrefix("elementwise") ? 1 : 20))
    #expect(parity.largest < 1e-5, "\(parity.largest)")
  }

  @Test func otherWeightsGiveOtherLosses() throws {
    let source = Binary.tests.appending(path: "Fixtures/parity")
    try Binary.inFolder { (folder: URL) throws in
      try FileManager.default.copyItem(at: source.appending(path: "mlp_tiny.npz"), to: folder.appending(path: "mlp_tiny.npz"))
      // Without the weights the net starts from its own.
      #expect(try parity("mlp_tiny", folder).largest > Parity.tolerance)
    }
  }
}
