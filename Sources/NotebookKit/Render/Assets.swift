// The files that every page needs: our style sheet, and KaTeX's from the system's packages.

import Foundation

/// Gathers the site's assets.
enum Assets {
  /// Our style sheet.
  static var style: SiteFile {
    let style = Data(PackageResources.style_css)
    return SiteFile(path: "assets/style.css", key: Digest(of: style)) { style }
  }

  /// The script that sorts tables.
  static var sorting: SiteFile {
    let script = Data(PackageResources.sort_js)
    return SiteFile(path: "assets/sort.js", key: Digest(of: script)) { script }
  }

  /// The files, with their paths in the site.
  static func files(katex folder: String) throws(ToolError) -> [SiteFile] {
    var files = [
      style, sorting,
      file(folder + "/katex.min.css", as: "assets/katex/katex.min.css"),
    ]
    let fonts = folder + "/fonts"
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: fonts).sorted()
      where name.hasSuffix(".woff2") {
        files.append(file("\(fonts)/\(name)", as: "assets/katex/fonts/\(name)"))
      }
    } catch {
      throw failure(folder)
    }
    return files
  }

  /// A file of KaTeX's; what it holds is taken to be the same while its stamp is.
  private static func file(_ source: String, as path: String) -> SiteFile {
    SiteFile(path: path, key: Digest(of: [source, FileStamp(source).text])) {
      do {
        return try Data(contentsOf: URL(fileURLWithPath: source))
      } catch {
        throw failure(source)
      }
    }
  }

  private static func failure(_ path: String) -> ToolError {
    ToolError(
      "KaTeX's style sheet and fonts cannot be read from '\(path)'",
      help: "apt-get install libjs-katex fonts-katex")
  }
}
