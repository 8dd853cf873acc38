// A toolchain whose tools write down that they were started, and then are the real ones: so it is
// known, not believed, that no compiler ran. The tool under test finds it on its search path.

import Foundation

/// The recording toolchain.
struct Recorder {
  /// The variables with which the tool under test finds it.
  let environment: [String: String]
  /// The folder of the real tools.
  let bin: String
  private let log: String
  /// Where programs and commands are kept while that is asked for.
  private let records: String

  /// Makes the toolchain in a folder.
  ///
  /// A recording tool is a shell script that adds a line to a file and becomes the real tool: a
  /// millisecond, which counts against the tool under test.
  init(in folder: String) throws {
    let environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? ""
    guard
      let driver = path.split(separator: ":").map({ "\($0)/swiftc" })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else { throw BenchmarkError("there is no 'swiftc' on the search path") }
    bin = URL(fileURLWithPath: driver).resolvingSymlinksInPath().deletingLastPathComponent().path
    log = folder + "/started"
    records = folder + "/records"
    let own = folder + "/usr/bin"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    for name in ["lib", "libexec", "share"] {
      let target = URL(fileURLWithPath: bin).deletingLastPathComponent().appendingPathComponent(
        name
      ).path
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/usr/\(name)", withDestinationPath: target)
    }
    let script = """
      #!/bin/sh
      tool=${0##*/}
      echo "$tool" >> '\(log)'
      place='\(records)'/${PWD##*/}
      if [ -d '\(records)' ] && ! [ -e "$place/$tool" ]; then
        mkdir -p "$place"
        printf '%s\\0' "$PWD" "$@" > "$place/$tool"
        [ -e main.swift ] && cp main.swift "$place"
      fi
      exec '\(bin)'/"$tool" "$@"

      """
    for tool in ["swiftc", "swift-frontend", "swift-autolink-extract", "clang", "ld.lld"] {
      let file = "\(own)/\(tool)"
      try script.write(toFile: file, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }
    self.environment = environment.merging(["PATH": "\(own):\(path)"]) { _, new in new }
  }

  /// Does something, and tells which tools were started meanwhile.
  func tools(startedBy work: () throws -> Void) throws -> [String] {
    try Data().write(to: URL(fileURLWithPath: log))
    try work()
    return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// Does something, and keeps the programs and the commands of the tools started meanwhile.
  func recorded(_ work: () throws -> Void) throws -> [RecordedPlace] {
    try FileManager.default.createDirectory(atPath: records, withIntermediateDirectories: true)
    defer { _ = rename(records, "\(records)-\(UUID().uuidString)") }
    try work()
    return try FileManager.default.contentsOfDirectory(atPath: records).map { name in
      try RecordedPlace(folder: "\(records)/\(name)")
    }
  }
}

/// What was started in one working directory.
struct RecordedPlace: Sendable {
  /// The directory.
  var directory = ""
  /// The text of the program; nil where the library was linked.
  var text: Data?
  /// The arguments of each tool.
  var arguments: [String: [String]] = [:]

  fileprivate init(folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let contents = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      if name == "main.swift" {
        text = contents
      } else {
        let fields = String(decoding: contents, as: UTF8.self).dropLast()
          .split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        directory = fields[0]
        arguments[name] = Array(fields.dropFirst())
      }
    }
  }
}
