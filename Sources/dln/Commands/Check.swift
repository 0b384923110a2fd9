import ArgumentParser
import Notebook
import Terminal
struct Check: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Checks.")
  mutating func work(_ stackSize: Int) throws -> Int32 { 0 }
}
