// Folders for tests that write files.

import Glibc

/// Runs something with the path of a new folder, which is gone afterwards.
func inFolder(_ action: (String) throws -> Void) throws {
  var template = Array("/tmp/dln-test-XXXXXX".utf8CString)
  guard let made = mkdtemp(&template) else { return }
  let folder = String(cString: made)
  defer { remove(folder) }
  try action(folder)
}

/// Removes a folder of files.
private func remove(_ folder: String) {
  guard let directory = opendir(folder) else { return }
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
    if name != ".", name != ".." { unlink(folder + "/" + name) }
  }
  closedir(directory)
  rmdir(folder)
}
