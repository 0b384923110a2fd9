// The program: reads the command line and runs one command, on the one thread that computes.

import ArgumentParser
import CSignal
import Catalog
import Glibc
import Terminal

@main
struct Program: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "dln", abstract: "A deep-learning notebook: write a line, see its value, train a net.",
      discussion: """
        dln                      the prompt; runs what comes by pipe
        dln FILE [name=value]    runs a notebook; `dln FILE --help` lists its params
        dln -e 'LINE'            runs a line and prints its value
        """,
      version: number, subcommands: [Run.self, Check.self, Test.self, Bench.self, Fmt.self, Help.self, Explain.self, Docs.self],
      defaultSubcommand: Run.self)
  }

  static func main() {
    Console.bufferLines()
    let status = WorkThread.run { stackSize in
      signal_watch()
      Interruption.isPending = { signal_is_pending() }
      return Self.status(of: Array(CommandLine.arguments.dropFirst()), stackSize)
    }
    Glibc.exit(status)
  }

  /// Runs the command that the arguments name.
  private static func status(of arguments: [String], _ stackSize: Int) -> Int32 {
    if arguments == ["--version"] {
      Console.say(version)
      return Status.well
    }
    do {
      var command = try parseAsRoot(arguments)
      if var command = command as? any WorkingCommand { return try command.work(stackSize) }
      try command.run()
      return Status.well
    } catch {
      guard exitCode(for: error).isSuccess else {
        Console.note("dln: \(message(for: error))\n  `dln --help` shows what can be done.")
        return Status.wrongUsage
      }
      Console.say(fullMessage(for: error))
      return Status.well
    }
  }
}

/// A command of this program, as against those that the argument parser brings along.
protocol WorkingCommand: ParsableCommand {
  /// Does the work on a thread with so deep a stack, and gives the exit status. Throws only for wrong usage.
  mutating func work(_ stackSize: Int) throws -> Int32
}

extension WorkingCommand {
  mutating func run() throws {}
}

/// The exit statuses.
enum Status {
  static let well: Int32 = 0
  static let error: Int32 = 1
  static let wrongUsage: Int32 = 2
  /// An `expect` or `#=>` did not hold.
  static let unmet: Int32 = 3
  static let interrupted: Int32 = 130
}
