// What `dln --version` says: the program, and what its numbers depend on.

import CKernels
import COneDNN

extension Program {
  static let number = "0.1.0"

  /// What the prompt says first.
  static var banner: String { "dln \(number): `?` tells what can be asked, `:help` lists the commands" }

  static var version: String {
    let library = "oneDNN \(String(cString: dnx_version())), \(String(cString: dnx_instruction_set()))"
    let kernels = "kernels \(String(cString: dk_instruction_set()))"
    return "dln \(number)\n\(library); \(kernels); \(Settings.cores) threads"
  }
}
