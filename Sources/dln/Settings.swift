// Options that several commands take, and the session that they make.

import ArgumentParser
import CSignal
import Catalog
import Glibc
import Interpreter
import Notebook
import Tensor
import Terminal

/// How the program computes.
struct Settings: ParsableArguments {
  @Option(help: "How many threads share the work of an operation (default: one for each core).")
  var threads: Int?

  @Option(help: "Where random numbers start.")
  var seed: UInt64 = 0

  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// A variable of the environment.
  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  var threadCount: Int { threads ?? Settings.cores }

  /// Those of a command that has none.
  static var usual: Settings { (try? Settings.parse([])) ?? Settings() }

  func validate() throws {
    guard (1...1024).contains(threadCount) else { throw ValidationError("--threads wants 1 to 1024, not \(threadCount)") }
  }

  /// A session with all words; values go to the standard output. Progress is shown unless it is [quiet].
  func session(_ place: Place, stackSize: Int, quiet: Bool = false, catalog: Catalog = .complete()) -> Session {
    setThreads(threadCount)
    watchForStops(signal_is_pending)
    let context = Context(catalog: catalog)
    context.print = Console.say
    if !quiet {
      context.note = Console.note
      context.progress = Console.watchTrainings()
    }
    context.random = RandomStream(seed: seed, cell: "cell 1")
    let session = Session(context, stackSize: stackSize)
    place.apply(to: session)
    return session
  }
}

/// Says what went wrong and gives the exit status for it.
func report(_ error: any Error) -> Int32 {
  switch error {
  case let failure as Failure:
    Console.note(failure.render(color: Console.colorsErrors, showsTimes: true))
    if failure.isInterruption { return Status.interrupted }
    return failure.kind == .expect ? Status.unmet : Status.error
  case let complaint as Complaint:
    if complaint.kind == .interrupted {
      Console.note("^C  \(complaint.message)")
      return Status.interrupted
    }
    Console.note("error[\(complaint.kind.rawValue)]: \(complaint.message)" + (complaint.why.map { "\n  why: \($0)" } ?? ""))
    return Status.error
  default:
    Console.note("error[internal]: \(error)")
    return Status.error
  }
}
