// The worker of `compare.py`: answers each line of its input with one line, a number or an error.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

var worker = Worker()
while let line = readLine() {
  do throws(BenchmarkError) {
    print(try worker.answer(Request(line)))
  } catch {
    print("error: \(error.message)")
  }
  fflush(nil)
}
