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
  private var engines: [String: Engine] = [:]

  private init() {
    #if os(Linux)
      // A book's formulas take less time than the optimising compiler and the collector would on threads of their own.
      // The options are closed for good when the first context is made.
      for option in ["useDFGJIT", "useConcurrentGC"] { _ = jsc_options_set_boolean(option, 0) }
    #endif
  }

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
      engine = try Engine(katex: folder)
      engines[folder] = engine
    }
    var typeset: [TypesetKey: Typeset] = [:]
    for key in keys { typeset[key] = engine.typeset(key) }
    return typeset
  }
}

/// KaTeX in a JavaScript engine.
private final class Engine {
  private let context: JSGlobalContextRef
  private let function: JSObjectRef

  /// Called with TeX, display and number; answers "+" and HTML, or "-", the offset, a blank and the message.
  ///
  /// The tag has a line of its own, so that a comment cannot swallow it. KaTeX would not refuse a command that
  /// needs trust but set its name in red.
  private static let script = #"""
    (function (tex, display, number) {
      try {
        return "+" + katex.renderToString(number ? tex + "\n\\tag{" + number + "}" : tex, {
          displayMode: display, output: "htmlAndMathml", strict: "ignore", maxExpand: 1000,
          trust: function () { throw { message: "a command in this formula is not allowed" }; }
        });
      } catch (error) {
        var position = typeof error.position === "number" ? error.position : -1;
        return "-" + position + " " + error.message;
      }
    })
    """#

  /// Starts KaTeX from the folder that holds `katex.min.js`.
  init(katex folder: String) throws(ToolError) {
    guard let library = FileManager.default.contents(atPath: folder + "/katex.min.js") else {
      throw ToolError("KaTeX cannot be read from '\(folder)'")
    }
    context = JSGlobalContextCreate(nil)
    var failure: JSValueRef?
    _ = Self.evaluate(String(decoding: library, as: UTF8.self), in: context, &failure)
    let value = Self.evaluate(Self.script, in: context, &failure)
    guard failure == nil, let value, let object = JSValueToObject(context, value, nil) else {
      JSGlobalContextRelease(context)
      throw ToolError("KaTeX in '\(folder)' does not start")
    }
    function = object
    JSValueProtect(context, function)
  }

  /// Typesets one formula.
  func typeset(_ key: TypesetKey) -> Typeset {
    let arguments: [JSValueRef?] = [
      string(key.tex), JSValueMakeBoolean(context, key.display),
      key.number.map(string) ?? JSValueMakeNull(context),
    ]
    var failure: JSValueRef?
    let value = JSObjectCallAsFunction(
      context, function, nil, arguments.count, arguments, &failure)
    guard failure == nil, let value, let answer = Self.text(of: value, in: context) else {
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

  private static func evaluate(
    _ script: String, in context: JSGlobalContextRef, _ failure: inout JSValueRef?
  ) -> JSValueRef? {
    let text = JSStringCreateWithUTF8CString(script)
    defer { JSStringRelease(text) }
    return JSEvaluateScript(context, text, nil, nil, 1, &failure)
  }

  private func string(_ text: String) -> JSValueRef? {
    let units = Array(text.utf16)
    let copy = JSStringCreateWithCharacters(units, units.count)
    defer { JSStringRelease(copy) }
    return JSValueMakeString(context, copy)
  }

  private static func text(of value: JSValueRef, in context: JSGlobalContextRef) -> String? {
    guard let copy = JSValueToStringCopy(context, value, nil) else { return nil }
    defer { JSStringRelease(copy) }
    guard let units = JSStringGetCharactersPtr(copy) else { return "" }
    return String(
      decoding: UnsafeBufferPointer(start: units, count: JSStringGetLength(copy)), as: UTF16.self)
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
