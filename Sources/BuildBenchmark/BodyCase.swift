// The library's code changed but no interface: programs run again with it, and none is compiled.

import Foundation

extension Bench {
  /// Rebuilt objects with the interfaces as they were, in a copy of the build products.
  ///
  /// Compiling the library anew takes a minute and more, every time: instead an object of it is
  /// linked with another one that holds a new symbol. The tool sees what it would see: one object
  /// with other contents, and the old modules.
  func body() throws {
    let copy = scratch + "/package/.build/copy/release"
    let tool = try copyProducts(to: copy)
    guard
      let object = try FileManager.default.contentsOfDirectory(atPath: copy + "/Recurrent.build")
        .filter({ $0.hasSuffix(".o") }).min()
    else { throw BenchmarkError("there are no objects of 'Recurrent' in '\(products)'") }
    let changed = "\(copy)/Recurrent.build/\(object)"
    let original = "\(products)/Recurrent.build/\(object)"
    let book = try BookCopy(of: self.book.folder, in: scratch + "/body")
    try run(["check"], on: book.folder, with: tool)
    var endings: [Ending] = []
    var programs = 0
    let report = scratch + "/report.json"
    for number in 0..<fewerRuns {
      try addSymbol(number, to: original, as: changed)
      let tools = try recorder.tools {
        endings.append(try run(["check", "--json", report], on: book.folder, with: tool))
      }
      let costs = try costs(report)
      programs = costs.count
      if tools.contains("swift-frontend") || tools.contains("swiftc") {
        throw BenchmarkError("'body' started a compiler")
      }
      if costs.isEmpty || costs.contains(where: \.kept) {
        throw BenchmarkError("'body' did not run every program again")
      }
    }
    Figure(
      name: "body", values: endings.map(\.seconds),
      notes: ["\(programs) programs ran again in each run, and no compiler"]
    ).report()
  }

  /// Copies what the tool needs of the build products, itself included, and the module maps three
  /// folders above.
  private func copyProducts(to copy: String) throws -> String {
    let files = FileManager.default
    try files.createDirectory(atPath: copy, withIntermediateDirectories: true)
    let name = URL(fileURLWithPath: tool).lastPathComponent
    for entry in try files.contentsOfDirectory(atPath: products)
    where [name, "Modules"].contains(entry)
      || entry.hasSuffix(".build") && !entry.hasSuffix("-tool.build")
    {
      try files.copyItem(atPath: "\(products)/\(entry)", toPath: "\(copy)/\(entry)")
    }
    let package = URL(fileURLWithPath: products).resolvingSymlinksInPath()
      .appendingPathComponent("../../../Sources").standardized.path
    try files.copyItem(atPath: package, toPath: scratch + "/package/Sources")
    return "\(copy)/\(name)"
  }

  private func addSymbol(_ number: Int, to original: String, as changed: String) throws {
    let source = scratch + "/symbol.c"
    try "const int benchmark_symbol_\(number) = \(number);\n"
      .write(toFile: source, atomically: false, encoding: .utf8)
    for arguments in [
      ["-c", source, "-o", scratch + "/symbol.o"],
      ["-r", "-fuse-ld=lld", "-nostdlib", original, scratch + "/symbol.o", "-o", changed],
    ] {
      let ending = try Child(
        [recorder.bin + "/clang"] + arguments,
        environment: ProcessInfo.processInfo.environment, output: printed
      ).wait()
      _ = try expect(ending)
    }
  }
}
