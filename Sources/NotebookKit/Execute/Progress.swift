// What programs are doing, told while they do it.

/// A step of a program.
public enum ProgressEvent: Equatable, Sendable {
  /// Work on the program begins.
  case began(program: String)
  /// The compiler has it.
  case compiling(program: String)
  /// The linker has it.
  case linking(program: String)
  /// Its snippet at this line of the chapter runs.
  case running(program: String, line: Int)
  /// Its results are there after so many seconds, or were there already.
  case ended(program: String, kept: Bool, seconds: Double)
}
