// What of a program its results depend on: its text and how far it goes. Where its snippets stand does not matter.

/// A program as its kept results know it.
struct ProgramIdentity: Equatable, Sendable {
  /// The digest of the text and the purpose.
  var digest: Digest
  /// Whether it is run.
  var isRun: Bool

  /// Takes the identity of a program.
  init(_ program: Program) {
    isRun = program.purpose != .compile
    digest = Digest(of: ["\(program.purpose)", program.text.swiftSource])
  }

  /// The identity with these parts.
  init(digest: Digest, isRun: Bool) { (self.digest, self.isRun) = (digest, isRun) }

  /// The key of what the compiler makes of the program.
  func compilationKey(in surroundings: Surroundings) -> Key {
    Key(kind: "compilation", parts: [Key.Part("the snippets", digest)] + surroundings.compiling)
  }

  /// The key of what the program brings.
  func transcriptKey(in surroundings: Surroundings) -> Key {
    Key(
      kind: "transcript",
      parts: [Key.Part("the snippets", digest)] + surroundings.compiling
        + (isRun ? surroundings.running : []))
  }
}
