// TeX to HTML and MathML by KaTeX inside JavaScriptCore.

import CJavaScriptCore
import Foundation

/// A formula as it is typeset: the same words in the same style give the same HTML, wherever they stand.
struct TypesetKey: Hashable, Sendable, Codable {
  /// The TeX.
  var tex: String
  /// Whether it is displayed.
  var display: Bool
  /// The equation's number; nil for none.
  var number: String?
  /// Whether parts of it are marked by our own `\htmlData`, which no author may write.
  var isMarked = false
  /// Whether only the HTML for the eye is wanted, without MathML.
  var isVisualOnly = false
  /// The TeX without the marks of symbols; nil when it has none.
  ///
  /// Errors have their places in it, and marks that would change how it looks are left out.
  var unmarked: String?
}

/// What KaTeX made of a formula.
enum Typeset: Equatable, Sendable, Codable {
  /// HTML and MathML.
  case html(HTML)
  /// What is wrong, and at which UTF-16 unit of the TeX if KaTeX knows.
  case wrong(message: String, offset: Int?)
}

/// Typesets formulas, on one thread for the whole process.
///
/// JavaScriptCore's collector stops threads by signals; with engines on threads that come and go it can wait
/// for ever for one of them.
actor Typesetter {
  /// The typesetter of the process.
  static let shared = Typesetter()

  private let executor = ThreadExecutor(name: "typesetter")
  private var loaded: JavaScriptCore?
  private var engines: [String: Engine] = [:]

  private init() {}

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Typesets formulas with the KaTeX in a folder that holds `katex.min.js`.
  func typeset(_ keys: Set<TypesetKey>, katex folder: String) throws(ToolError) -> [TypesetKey:
    Typeset]
  {
    if keys.isEmpty { return [:] }
    let engine: Engine
    if let started = engines[folder] {
      engine = started
    } else {
      let javaScript: JavaScriptCore
      if let loaded { javaScript = loaded } else { javaScript = try JavaScriptCore() }
      loaded = javaScript
      engine = try Engine(javaScript, katex: folder)
      engines[folder] = engine
    }
    var typeset: [TypesetKey: Typeset] = [:]
    for key in keys { typeset[key] = engine.typeset(key) }
    return typeset
  }
}

/// KaTeX in a JavaScript engine.
private final class Engine {
  private let javaScript: JavaScriptCore
  private let context: js_context
  private let function: js_object

  /// Called with the parts of a key; answers "+" and HTML, or "-", the offset, a blank and the message.
  ///
  /// The tag has a line of its own, so that a comment cannot swallow it. KaTeX would not refuse a command that
  /// needs trust but set its name in red. A mark is one of ours, and a number: marks are only
  /// trusted where they cannot be the author's.
  private static let script = #"""
    (function (tex, display, number, isMarked, isVisualOnly) {
      function isMark(context) {
        return isMarked && context.command === "\\htmlData" && Object.entries(context.attributes)
          .every(([name, value]) => /^data-(step|symbol)$/.test(name) && /^[0-9]+$/.test(value));
      }
      try {
        return "+" + katex.renderToString(number ? tex + "\n\\tag{" + number + "}" : tex, {
          displayMode: display, output: isVisualOnly ? "html" : "htmlAndMathml", strict: "ignore",
          maxExpand: 1000, trust: function (context) {
            if (isMark(context)) return true;
            throw { message: "a command in this formula is not allowed" };
          }
        });
      } catch (error) {
        var position = typeof error.position === "number" ? error.position : -1;
        return "-" + position + " " + error.message;
      }
    })
    """#

  /// Starts KaTeX from the folder that holds `katex.min.js`.
  init(_ javaScript: JavaScriptCore, katex folder: String) throws(ToolError) {
    guard let library = FileManager.default.contents(atPath: folder + "/katex.min.js") else {
      throw ToolError("KaTeX cannot be read from '\(folder)'")
    }
    guard let context = EngineStart.exclusively({ javaScript.createContext(nil) }) else {
      throw ToolError("JavaScriptCore does not start")
    }
    let function = javaScript.evaluate(String(decoding: library, as: UTF8.self), in: context)
      .flatMap { _ in javaScript.evaluate(Self.script, in: context) }
      .flatMap { javaScript.object(context, $0, nil) }
    guard let function else {
      javaScript.releaseContext(context)
      throw ToolError("KaTeX in '\(folder)' does not start")
    }
    (self.javaScript, self.context, self.function) = (javaScript, context, function)
    javaScript.protect(context, function)
  }

  /// Typesets one formula.
  func typeset(_ key: TypesetKey) -> Typeset {
    let typeset = typeset(key.unmarked ?? key.tex, key, isMarked: key.isMarked)
    if key.unmarked == nil { return typeset }
    guard case .html(let plain) = typeset,
      case .html(let marked) = self.typeset(key.tex, key, isMarked: true)
    else { return typeset }
    return .html(plain.marked(as: marked) ?? plain)
  }

  private func typeset(_ tex: String, _ key: TypesetKey, isMarked: Bool) -> Typeset {
    let arguments: [js_value?] = [
      javaScript.string(tex, in: context), javaScript.makeBoolean(context, key.display),
      key.number.map { javaScript.string($0, in: context) } ?? javaScript.makeNull(context),
      javaScript.makeBoolean(context, isMarked),
      javaScript.makeBoolean(context, key.isVisualOnly),
    ]
    var failure: js_value?
    let value = javaScript.call(context, function, nil, arguments.count, arguments, &failure)
    guard failure == nil, let value, let answer = javaScript.text(of: value, in: context) else {
      return .wrong(message: "KaTeX failed on this formula", offset: nil)
    }
    return Self.read(answer)
  }

  private static func read(_ answer: String) -> Typeset {
    let body = answer.dropFirst()
    if answer.hasPrefix("+") {
      return .html(HTML(raw: String(body)))
    }
    let parts = body.split(separator: " ", maxSplits: 1)
    let offset = parts.first.flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
    // "KaTeX parse error: Undefined control sequence: \foo at position 5: x + \̲f̲o̲o̲"
    var message = parts.count > 1 ? String(parts[1]) : ""
    message = message.replacing("KaTeX parse error: ", with: "")
    message = message.replacing(/\ at (position \d+|end of input): [\s\S]*$/, with: "")
    return .wrong(message: message, offset: offset)
  }
}

/// Where KaTeX's files are.
enum KaTeX {
  /// The folders that packages install KaTeX in; the first that has it counts.
  static let folders = ["/usr/share/javascript/katex", "/usr/local/share/javascript/katex"]

  /// Finds the folder.
  static func find() throws(ToolError) -> String {
    for folder in folders
    where FileManager.default.fileExists(atPath: folder + "/katex.min.js") { return folder }
    throw ToolError(
      "no KaTeX: there is no 'katex.min.js' in \(folders.joined(separator: " or "))",
      help: "apt-get install libjs-katex fonts-katex")
  }
}
