// JavaScriptCore, loaded when it is needed.

import CJavaScriptCore
import Foundation

/// The functions of JavaScriptCore that typesetting uses.
struct JavaScriptCore {
  /// The library's name, which the system's loader finds.
  static let library = "libjavascriptcoregtk-4.1.so.0"

  /// `JSGlobalContextCreate`.
  let createContext: js_global_context_create
  /// `JSGlobalContextRelease`.
  let releaseContext: js_global_context_release
  /// `JSEvaluateScript`.
  let evaluate: js_evaluate_script
  /// `JSObjectCallAsFunction`.
  let call: js_object_call_as_function
  /// `JSValueToObject`.
  let object: js_value_to_object
  /// `JSValueToStringCopy`.
  let copyString: js_value_to_string_copy
  /// `JSValueMakeBoolean`.
  let makeBoolean: js_value_make_boolean
  /// `JSValueMakeNull`.
  let makeNull: js_value_make_null
  /// `JSValueMakeString`.
  let makeString: js_value_make_string
  /// `JSValueProtect`.
  let protect: js_value_protect
  /// `JSStringCreateWithCharacters`.
  let createString: js_string_create_with_characters
  /// `JSStringGetCharactersPtr`.
  let characters: js_string_get_characters
  /// `JSStringGetLength`.
  let length: js_string_get_length
  /// `JSStringRelease`.
  let releaseString: js_string_release

  /// Loads the library; it stays loaded.
  ///
  /// - Parameter library: Its name or path.
  /// - Throws: `ToolError` when it, or one of the functions, is missing.
  init(library: String = JavaScriptCore.library) throws(ToolError) {
    guard let handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL) else {
      throw ToolError(
        "no JavaScriptCore: \(dlerror().map { String(cString: $0) } ?? library)",
        help: "apt-get install libjavascriptcoregtk-4.1-0")
    }
    func function<Function>(_ name: String, _: Function.Type = Function.self) throws(ToolError)
      -> Function
    {
      guard let symbol = dlsym(handle, name) else {
        throw ToolError("'\(library)' is another JavaScriptCore: it has no '\(name)'")
      }
      return unsafeBitCast(symbol, to: Function.self)
    }
    createContext = try function("JSGlobalContextCreate")
    releaseContext = try function("JSGlobalContextRelease")
    evaluate = try function("JSEvaluateScript")
    call = try function("JSObjectCallAsFunction")
    object = try function("JSValueToObject")
    copyString = try function("JSValueToStringCopy")
    makeBoolean = try function("JSValueMakeBoolean")
    makeNull = try function("JSValueMakeNull")
    makeString = try function("JSValueMakeString")
    protect = try function("JSValueProtect")
    createString = try function("JSStringCreateWithCharacters")
    characters = try function("JSStringGetCharactersPtr")
    length = try function("JSStringGetLength")
    releaseString = try function("JSStringRelease")
    // A book's formulas take less time than the optimising compiler and the collector would on threads of their own.
    // The options are closed for good when the first context is made.
    let setOption = try function("jsc_options_set_boolean", jsc_options_set_boolean.self)
    for option in ["useDFGJIT", "useConcurrentGC"] { _ = setOption(option, 0) }
  }
}

extension JavaScriptCore {
  /// Runs a script; nil when it throws.
  func evaluate(_ script: String, in context: js_context) -> js_value? {
    withString(script) { text in
      var failure: js_value?
      let value = evaluate(context, text, nil, nil, 1, &failure)
      return failure == nil ? value : nil
    }
  }

  /// A text as a value.
  func string(_ text: String, in context: js_context) -> js_value? {
    withString(text) { makeString(context, $0) }
  }

  /// A value as text; nil when it has none.
  func text(of value: js_value, in context: js_context) -> String? {
    guard let copy = copyString(context, value, nil) else { return nil }
    defer { releaseString(copy) }
    guard let units = characters(copy) else { return "" }
    return String(
      decoding: UnsafeBufferPointer(start: units, count: length(copy)), as: UTF16.self)
  }

  private func withString(_ text: String, _ body: (js_string?) -> js_value?) -> js_value? {
    let units = Array(text.utf16)
    let copy = createString(units, units.count)
    defer { releaseString(copy) }
    return body(copy)
  }
}
