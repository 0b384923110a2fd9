// What the machine does beside a measurement: the times of its cores and of single programs, as the system counts them.

import CKernels
import Catalog
import Glibc

enum Machine {
  private static let tick = 1 / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))

  /// Seconds in which a core did something, all cores together.
  static func busySeconds() -> Double {
    let fields = words(of: "/proc/stat").prefix { !$0.hasPrefix("cpu0") }.dropFirst().prefix(8).map { Double($0) ?? 0 }
    guard fields.count == 8 else { return 0 }
    // Idle, and idle but for a disk.
    return (fields.reduce(0, +) - fields[3] - fields[4]) * tick
  }

  /// Seconds that a program computed so far.
  static func seconds(of program: pid_t) -> Double {
    // The name, in brackets, may hold blanks.
    let fields = words(of: "/proc/\(program)/stat").drop { !$0.hasSuffix(")") }.dropFirst().map { Double($0) ?? 0 }
    return fields.count > 12 ? (fields[11] + fields[12]) * tick : 0
  }

  /// The most memory that a program held so far, in MB.
  static func peakMemory(of program: pid_t) -> Double? {
    let words = words(of: "/proc/\(program)/status")
    guard let place = words.firstIndex(of: "VmHWM:"), place + 1 < words.count else { return nil }
    return Double(words[place + 1]).map { $0 / 1024 }
  }

  private static func words(of path: String) -> [Substring] {
    guard let bytes = try? Files.read(path) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
  }

  static func sleep(_ seconds: Double) { usleep(UInt32(seconds * 1e6)) }

  /// Keeps one core busy until somebody ends the program.
  static func beBusy() -> Never {
    dk_stay_on_core(Int32(Settings.cores - 1))
    while true { _ = monotonicSeconds() }
  }
}
