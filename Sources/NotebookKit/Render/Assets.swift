// The files that every page needs: our style sheet, and KaTeX's from the system's packages.

import Foundation

/// Gathers the site's assets.
enum Assets {
  /// The files by their path in the site.
  static func files(katex folder: String) throws(ToolError) -> [String: Data] {
    var files = ["assets/style.css": Data(PackageResources.style_css)]
    let fonts = folder + "/fonts"
    do {
      files["assets/katex/katex.min.css"] = try Data(
        contentsOf: URL(fileURLWithPath: folder + "/katex.min.css"))
      for name in try FileManager.default.contentsOfDirectory(atPath: fonts)
      where name.hasSuffix(".woff2") {
        files["assets/katex/fonts/\(name)"] = try Data(
          contentsOf: URL(fileURLWithPath: "\(fonts)/\(name)"))
      }
    } catch {
      throw ToolError(
        "KaTeX's style sheet and fonts cannot be read from '\(folder)'",
        help: "apt-get install libjs-katex fonts-katex")
    }
    return files
  }
}
