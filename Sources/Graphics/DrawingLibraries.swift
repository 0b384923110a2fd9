// The versions of the libraries that draw and that write PNG files.

import CPNG
import CPango

public enum DrawingLibraries {
  /// Name and version of each, as they run.
  public static var versions: [(name: String, version: String)] {
    let png = Int(png_access_version_number())
    return [
      ("libpng", "\(png / 10000).\(png / 100 % 100).\(png % 100)"), ("Cairo", String(cString: cairo_version_string())),
      ("Pango", String(cString: pango_version_string())),
    ]
  }
}
