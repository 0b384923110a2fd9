import Foundation
import Testing

@testable import dln

@Suite struct BenchTests {
  private let files = [
    "step.dln": "# %% Data\nparam batch = 8\nx = normal([batch, 4])\ny = int32(x[:, 0] > 0)\nnet = layers(4) { dense(2) }\nopt = sgd(0.1)\n"
      + "# %% Step goal=\"0.5\"\nloss = update net by opt { cross_entropy(net(x), y) }\n"
  ]

  @Test func aStepIsMeasured() throws {
    try Binary.inFolder(files) { (folder: URL) throws in
      let peer = "peer=sh peer.sh"
      try Data("echo ready; while read request; do echo 1000; done".utf8).write(to: folder.appending(path: "peer.sh"))
      let outcome = try Binary.run(["bench", "step.dln", "--rounds", "1", "--against", peer, "--csv", "table.csv"], in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.lines[0].hasPrefix("workload  "))
      #expect(outcome.output.contains("ratio  goal"))
      #expect(try Binary.text(of: folder.appending(path: "table.csv")).hasPrefix("workload,value,ms,mb\nstep,,"))
      #expect(outcome.errors.contains("measuring step.dln"))
    }
  }

  @Test func aParamVaries() throws {
    try Binary.inFolder(files) { (folder: URL) throws in
      let outcome = try Binary.run(["bench", "step.dln", "--rounds", "1", "--vary", "batch=4,16"], in: folder)
      #expect(outcome.output.contains("step batch=4 "))
      #expect(outcome.output.contains("step batch=16 "))
    }
  }

  @Test func aProfileNamesTheStepsOfThePlan() throws {
    try Binary.inFolder(files) { (folder: URL) throws in
      let outcome = try Binary.run(["bench", "--profile", "step.dln"], in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("matmul"))
      #expect(outcome.output.contains("outside of plans"))
      #expect(outcome.output.contains("us a step"))
    }
  }

  @Test func whatCannotBeMeasuredIsSaid() throws {
    try Binary.inFolder(["broken.dln": "x = normal([2, 3])\n# %% Step\nx @ x"]) { (folder: URL) throws in
      let outcome = try Binary.run(["bench", "broken.dln"], in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("error[shape]"))
      #expect(outcome.errors.contains("not measured: broken, dln"))
      #expect(try Binary.run(["bench", "broken.dln", "--against", "nothing"], in: folder).status == 2)
      #expect(try Binary.run(["bench", "broken.dln", "--vary", "width"], in: folder).status == 2)
      #expect(try Binary.run(["bench", "missing.dln"], in: folder).status == 2)
    }
  }
}
