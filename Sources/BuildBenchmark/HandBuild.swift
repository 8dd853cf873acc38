// What the tool is held against: the same programs compiled, linked and run by hand, with nothing
// around it.

import Foundation
import Synchronization

/// Recorded programs in folders of our own, and the library they link to.
struct HandBuild: Sendable {
  private let folder: String
  private let places: [RecordedPlace]
  /// The folder of the tools.
  private let bin: String
  private let environment: [String: String]

  /// Repeats the linking of the library, and lays out the programs.
  ///
  /// - Parameters:
  ///   - places: The programs.
  ///   - library: Where the library was linked.
  ///   - bin: The folder of the tools.
  ///   - folder: A new folder.
  /// - Throws: `BenchmarkError` when the library cannot be linked.
  init(_ places: [RecordedPlace], library: RecordedPlace, with bin: String, in folder: String)
    throws
  {
    (self.bin, self.folder) = (bin, folder)
    // The longest first, as the tool has it: at the end no processor waits long for another.
    self.places = places.sorted { ($0.text?.count ?? 0) > ($1.text?.count ?? 0) }
    // The variable that the tool sets for programs.
    environment = ProcessInfo.processInfo.environment
      .merging(["OPENBLAS_NUM_THREADS": "1"]) { _, ours in ours }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for place in places {
      let own = ownFolder(of: place)
      try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
      try place.text?.write(to: URL(fileURLWithPath: own + "/main.swift"))
    }
    _ = try run("clang", of: library, workFolder: library.directory, in: folder)
  }

  /// Compiles, links and runs all programs as the tool did, as many at a time as there are
  /// processors.
  ///
  /// - Returns: The seconds by the clock.
  func repeated() throws -> Double {
    // Where the object of the same code lies already, the compiler leaves out half of its work.
    for place in places {
      for file in ["main.o", "main"] { unlink("\(ownFolder(of: place))/\(file)") }
    }
    let start = ContinuousClock.now
    _ = try forEachPlace { place in
      for tool in ["swift-frontend", place.linker].compactMap(\.self) {
        _ = try run(tool, of: place, workFolder: parent(of: place), in: ownFolder(of: place))
      }
      if place.linker != nil {
        // A snippet that shows a trap ends its program: any end will do.
        let own = ownFolder(of: place)
        _ = try Child([own + "/main"], environment: environment, directory: own).wait()
      }
      return 0
    }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// Compiles and links all programs with plain `swiftc`.
  ///
  /// - Returns: The CPU seconds.
  func withPlainCompiler() throws -> Double {
    try forEachPlace { place in
      let recorded = place.arguments["swift-frontend"] ?? []
      guard let first = recorded.firstIndex(of: "-swift-version"),
        let last = recorded.firstIndex(of: "-primary-file"), first < last
      else { throw BenchmarkError("the compiler is called in another way than is known here") }
      // The flags that both ways have in common: modules, language mode, optimisation, messages.
      // Those before are the compiler proper's, such as the ones that leave out its checks of itself.
      let flags = recorded[first..<last]
      let rest =
        place.linker == nil
        ? ["-c", "-o", "plain.o"]
        : [folder + "/libChapterLibrary.so", "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/.."]
          + ["-o", "plain"]
      unlink("\(ownFolder(of: place))/plain.o")
      let command = [bin + "/swiftc"] + flags + ["main.swift"] + rest
      let own = ownFolder(of: place)
      let cpu = try end(of: command, in: own).cpu
      let words = try String(contentsOfFile: own + "/printed", encoding: .utf8)
      // Such as a flag that plain swiftc does not know, but passes on.
      if words.contains("unknown driver flag") {
        throw BenchmarkError("this is not plain swiftc:\n\(words)")
      }
      return cpu
    }
  }

  /// Does something for each program, and sums what it returns.
  private func forEachPlace(
    _ work: @Sendable (RecordedPlace) throws -> Double
  ) throws -> Double {
    let sum = Mutex<Result<Double, any Error>>(.success(0))
    DispatchQueue.concurrentPerform(iterations: places.count) { index in
      let result = Result { try work(places[index]) }
      sum.withLock { sum in
        sum = sum.flatMap { before in result.map { before + $0 } }
      }
    }
    return try sum.withLock { $0 }.get()
  }

  /// Repeats a command, with our folder in place of the tool's temporary one.
  private func run(
    _ tool: String, of place: RecordedPlace, workFolder: String, in directory: String
  ) throws -> Ending {
    let name = "/" + URL(fileURLWithPath: workFolder).lastPathComponent
    let arguments = (place.arguments[tool] ?? []).map { argument in
      argument.range(of: name).map { folder + argument[$0.upperBound...] } ?? argument
    }
    return try end(of: ["\(bin)/\(tool)"] + arguments, in: directory)
  }

  private func end(of command: [String], in directory: String) throws -> Ending {
    let output = directory + "/printed"
    let ending = try Child(
      command, environment: environment, directory: directory, output: output
    ).wait()
    if ending.status == 0 { return ending }
    let words = try String(contentsOfFile: output, encoding: .utf8)
    throw BenchmarkError("'\(command[0])' by hand ended with status \(ending.status):\n\(words)")
  }

  private func parent(of place: RecordedPlace) -> String {
    URL(fileURLWithPath: place.directory).deletingLastPathComponent().path
  }

  private func ownFolder(of place: RecordedPlace) -> String {
    folder + "/" + URL(fileURLWithPath: place.directory).lastPathComponent
  }
}

extension [RecordedPlace] {
  /// The programs.
  var programs: [RecordedPlace] { filter { $0.arguments["swift-frontend"] != nil } }

  /// Where the library was linked.
  func library() throws -> RecordedPlace {
    guard
      let place = first(where: {
        $0.text == nil && $0.arguments["clang"]?.contains("-shared") == true
      })
    else {
      throw BenchmarkError("no library was linked")
    }
    return place
  }
}

extension RecordedPlace {
  /// Whether the program was linked.
  var isLinked: Bool { linker != nil }

  /// The tool with which the program was linked, clang where it starts the linker; nil when it was not.
  fileprivate var linker: String? { ["clang", "ld.lld"].first { arguments[$0] != nil } }
}
