// TeX to HTML and MathML by KaTeX inside JavaScriptCore.

import CJavaScriptCore
import Foundation

/// A formula as it is typeset: the same words in the same style give the same HTML, wherever they stand.
struct TypesetKey: Hashable, Sendable {
  /// The TeX.
  var tex: String
  /// Whether it is displayed.
  var display: Bool
  /// The equation's number; nil for none.
  var number: String?
}

/// What KaTeX made of a formula.
enum Typeset: Equatable, Sendable {
  /// HTML and MathML.
  case html(HTML)
  /// What is wrong, and at which UTF-16 unit of the TeX if KaTeX knows.
  case wrong(message: String, offset: Int?)
}

/// Typesets formulas.
///
/// Not for use by two threads at once.
final class Typesetter {
  private let context: JSGlobalContextRef
  private let function: JSObjectRef

  /// Called with TeX, display and number; answers "+" and HTML, or "-", the offset, a blank and the message.
  private static let script = #"""
    (function (tex, display, number) {
      try {
        return "+" + katex.renderToString(number ? tex + "\\tag{" + number + "}" : tex, {
          displayMode: display, output: "htmlAndMathml", strict: "ignore", maxExpand: 1000
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

  deinit {
    JSValueUnprotect(context, function)
    JSGlobalContextRelease(context)
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
      // A command that needs trust is not refused but set in the colour of errors.
      if body.contains("color:#cc0000") {
        return .wrong(message: "a command in this formula is not allowed", offset: nil)
      }
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
