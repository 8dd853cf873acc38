// A book of a thousand chapters: what costs little for each of them must not add up.

import Foundation

extension Bench {
  /// Builds a generated book once, which takes minutes, and then with nothing changed and with a
  /// sentence changed.
  func thousand() throws {
    let folder = scratch + "/thousand"
    try GeneratedBook(chapters: chapters).write(to: folder)
    let large = try BookCopy(of: folder, in: folder)
    let cold = try run(["build"], on: folder)
    Figure(
      name: "thousand cold", values: [cold.seconds],
      notes: ["CPU \(Figure.Unit.time.text(cold.cpu))"]
    ).report()
    let quiet = try time("thousand", building: folder, bar: 1.5, runs: fewerRuns) {}
    Figure(
      name: "thousand memory", unit: .memory, values: quiet.map(\.peakMegabytes), bar: .atMost(400)
    ).report()
    let name = large.texts.keys.sorted()[large.count / 2]
    let changed = try time("thousand prose", building: folder, bar: 2, runs: fewerRuns) {
      let edit = try large.sentence(in: name)
      try large.save(edit.text, as: edit.name)
    }
    Figure(
      name: "thousand prose memory", unit: .memory, values: changed.map(\.peakMegabytes)
    ).report()
  }
}
