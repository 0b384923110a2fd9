import ArgumentParser
struct Test: WorkingCommand {
  static let configuration = CommandConfiguration(abstract: "Tests.")
  mutating func work(_ stackSize: Int) throws -> Int32 { 0 }
}
