// Nothing kept: everything is compiled, linked and run.

import Foundation

extension Bench {
  /// Builds the book without the store, and with an empty one, in turns with plain `swiftc`.
  ///
  /// Processors are counted from the start of the first compiler to the end of the last one, by the
  /// CPU time of the tool and all its descendants. The CPU that programs cost is held against that
  /// of plain `swiftc` for the same texts, the same flags and the same library.
  func cold() throws {
    let places = try recorder.recorded { try build(keeping: false) }
    let hand = try HandBuild(
      places.programs, library: try places.library(), with: recorder.bin,
      in: scratch + "/hand-cold")
    var (cores, compiling, plain): ([Double], [Double], [Double]) = ([], [], [])
    var times: [String: [Double]] = [:]
    var (wholes, wanted): ([Double], [Double]) = ([], [])
    let report = scratch + "/report.json"
    for round in 0..<fewerRuns * 2 {
      let keeping = round % 2 == 1
      if keeping { try removeIfThere(book.folder + "/.notebook") }
      try removeIfThere(book.folder + "/site")
      let child = try start(
        ["build", "--json", report] + (keeping ? [] : ["--no-cache"]), on: book.folder,
        isRecorded: false)
      var busy = BusyCores()
      let ending = try expect(busy.watch(child))
      times[keeping ? "cold" : "cold --no-cache", default: []].append(ending.seconds)
      if keeping { continue }
      guard let count = busy.whileCompiling else { throw BenchmarkError("no compiler was seen") }
      cores.append(count)
      wholes.append(ending.cpu)
      wanted.append(busy.wanted(of: self.cores))
      let costs = try costs(report)
      if costs.count(where: { $0.link > 0 }) != places.programs.count(where: \.isLinked) {
        throw BenchmarkError("the linker is called in another way than is known here")
      }
      compiling.append(costs.reduce(0) { $0 + $1.compile + $1.link })
      plain.append(try hand.withPlainCompiler())
    }
    for (name, values) in times.sorted(by: { $0.key < $1.key }) {
      Figure(name: name, values: values).report()
    }
    Figure(
      name: "cold cores", unit: .plain, values: cores, bar: .atLeast(0.9 * Double(self.cores)),
      notes: ["work for \(Figure.Unit.plain.text(wanted.median)) of \(self.cores)"]
    ).report()
    Figure(
      name: "cold CPU", of: compiling, to: plain, bar: .atMost(0.8),
      notes: [
        "compiling and linking \(places.programs.count) programs \(compiling.medianTime)",
        "plain swiftc \(plain.medianTime)", "the whole build \(wholes.medianTime)",
      ]
    ).report()
  }

  private func removeIfThere(_ path: String) throws {
    if FileManager.default.fileExists(atPath: path) {
      try FileManager.default.removeItem(atPath: path)
    }
  }
}
