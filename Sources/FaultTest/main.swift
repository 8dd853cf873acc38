// `make mutation`: faults are put one at a time in a copy of the library, and the check of the formula
// that has the fault must reject each. Run it in the package's folder; with `--totals` it prints no row for a
// fault that was rejected.

import Foundation
import Synchronization

do {
  let options = CommandLine.arguments.dropFirst()
  if let word = options.first(where: { $0 != "--totals" }) {
    say("error: there is no option '\(word)', only '--totals'")
    exit(64)
  }
  let faults = NumberedFault.all(of: Formula.all)
  let copy = try FaultyCopy(of: FileManager.default.currentDirectoryPath, with: faults)
  say("building a copy of the library with \(faults.count) faults, one to be switched on at a time")
  let executable = try copy.build()

  let checks = Set(faults.map(\.check)).sorted()
  let withoutFault = try runs(of: checks.map { ($0, nil) }, by: executable)
  for (check, run) in zip(checks, withoutFault) {
    guard case .agreed = run else {
      throw FaultTestError("the check '\(check)' rejects the library without a fault: \(run)")
    }
  }
  let runs = try runs(of: faults.map { ($0.check, $0.number) }, by: executable)
  let table = FaultTable(
    rows: zip(faults, runs).map { fault, run in
      FaultTable.Row(fault: fault, line: copy.lines[fault.number] ?? 0, run: run)
    }, withoutFault: withoutFault)
  print(table.text(isWhole: options.isEmpty), terminator: "")
  if !table.survivors.isEmpty { exit(1) }
} catch let error as FaultTestError {
  say("error: \(error.message)")
  exit(1)
} catch {
  say("error: \(error.localizedDescription)")
  exit(70)
}

/// Writes a line to the standard error.
func say(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }

/// Runs checks with their faults, as many at a time as there are cores.
func runs(of work: [(check: String, fault: Int?)], by executable: String) throws -> [FaultRun] {
  let results = Mutex<[Int: Result<FaultRun, any Error>]>([:])
  DispatchQueue.concurrentPerform(iterations: work.count) { index in
    let result = Result {
      try FaultRun(of: work[index].check, by: executable, fault: work[index].fault)
    }
    results.withLock { $0[index] = result }
  }
  return try results.withLock { results in
    try results.sorted { $0.key < $1.key }.map { try $0.value.get() }
  }
}
