// Which chapters are meant by the words of a command line: `chapters/02-bptt.md`, `02-bptt.md`, `02-bptt`, `02`, `2`.

/// The chapters that words mean.
public struct ChapterSelection: Equatable, Sendable {
  /// A word that means no chapter.
  public struct UnknownChapter: Error, Equatable, Sendable, CustomStringConvertible {
    /// The word.
    public var word: String
    /// What to write instead.
    public var help: String

    /// The message as printed.
    public var description: String { "there is no chapter '\(word)'; \(help)" }
  }

  /// The paths of the chapters.
  public var paths: Set<String>

  /// Finds the chapters that words mean.
  ///
  /// - Parameters:
  ///   - words: Paths, file names with or without `.md`, or numbers.
  ///   - all: The paths of the book's chapters in order.
  /// - Throws: `UnknownChapter` for the first word that means none.
  public init(_ words: [String], among all: [String]) throws(UnknownChapter) {
    paths = []
    for word in words { paths.insert(try Self.path(meantBy: word, among: all)) }
  }

  private static func path(
    meantBy word: String, among all: [String]
  ) throws(UnknownChapter) -> String {
    let isNumber = !word.isEmpty && word.allSatisfy(isDigit)
    let number = isNumber ? Int(word) : nil
    let found = all.first { path in
      let file = fileName(path)
      return word == path || word.hasSuffix("/" + path) || word == file || word == name(path)
        || number != nil && number == Int(file.prefix(while: isDigit))
    }
    if let found { return found }
    let names = all.map(name)
    let near = isNumber ? nil : nearest(to: name(word), among: names)
    throw UnknownChapter(
      word: word,
      help: near.map { "did you mean '\($0)'?" }
        ?? "the chapters are \(names.joined(separator: ", "))")
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func name(_ path: String) -> String {
    let file = fileName(path)
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }

  private static func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character)
  }
}
