// How much memory the process has and had at most, as Linux tells it.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The memory of this process that is in the machine's.
enum ResidentMemory {
  /// The megabytes by which the peak during a run lies above what there was before it.
  static func growth(during run: Run) throws(BenchmarkError) -> Double {
    // Making the inputs had a peak of its own.
    try forgetPeak()
    let before = try kilobytes("VmRSS:")
    _ = run()
    return try (kilobytes("VmHWM:") - before) / 1024
  }

  private static func forgetPeak() throws(BenchmarkError) {
    let path = "/proc/self/clear_refs"
    guard let file = fopen(path, "w") else { throw BenchmarkError("'\(path)' cannot be opened") }
    let written = fputs("5", file)
    guard fclose(file) == 0, written >= 0 else {
      throw BenchmarkError("'\(path)' cannot be written")
    }
  }

  /// A number of `/proc/self/status`, by the word before it.
  private static func kilobytes(_ name: String) throws(BenchmarkError) -> Double {
    let path = "/proc/self/status"
    guard let file = fopen(path, "r") else { throw BenchmarkError("'\(path)' cannot be opened") }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 512)
    while fgets(&buffer, Int32(buffer.count), file) != nil {
      let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let words = String(decoding: bytes, as: UTF8.self).split { $0.isWhitespace }
      if words.count == 3, words[0] == name, let number = Double(words[1]) { return number }
    }
    throw BenchmarkError("'\(path)' has no number after \(name)")
  }
}
