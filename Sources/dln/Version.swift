// What `dln --version` says: the program, and what its numbers depend on. Libraries are asked only then.

import CKernels
import COneDNN
import Catalog
import Graphics
import Terminal

extension Program {
  static let number = "0.1.0"

  /// What the prompt says first.
  static var banner: String { "dln \(number): `?` tells what can be asked, `:help` lists the commands" }

  /// `dln 0.1.0`, then the processor, the threads and the libraries, a line each.
  static var version: String {
    let libraries =
      [(name: "oneDNN", version: String(cString: dnx_version()))] + DrawingLibraries.versions
      + [(name: "readline", version: ReadlineReader.libraryVersion)]
    return """
      dln \(number)
      processor  \(Processor.name)
      features   \(Processor.features.joined(separator: " ")); oneDNN \(String(cString: dnx_instruction_set())); \
      kernels \(String(cString: dk_instruction_set()))
      threads    \(Settings.cores)
      libraries  \(libraries.map { "\($0.name) \($0.version)" }.joined(separator: ", "))
      """
  }
}

/// The processor, as the system describes it.
private enum Processor {
  static var name: String { value(of: "model name") ?? "unknown" }

  /// Those of its instructions that numerics make use of.
  static var features: [String] {
    let flags = (value(of: "flags") ?? "").split(separator: " ")
    let known = [
      ("avx2", "AVX2"), ("fma", "FMA"), ("avx512f", "AVX-512"), ("avx512_vnni", "VNNI"), ("avx512_bf16", "BF16"), ("avx512_fp16", "FP16"),
      ("amx_tile", "AMX"),
    ]
    let found = known.filter { flags.contains(Substring($0.0)) }.map(\.1)
    return found.isEmpty ? ["none of AVX2, AVX-512, AMX"] : found
  }

  private static func value(of key: String) -> String? {
    guard let bytes = try? Files.read("/proc/cpuinfo") else { return nil }
    let line = bytes.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: key.utf8) }
    guard let line, let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return String(decoding: line[line.index(after: colon)...].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
  }
}
