// JavaScriptCore, loaded or not.

import Testing

@testable import NotebookKit

@Suite("JavaScriptCore") struct JavaScriptCoreTests {
  @Test("where the library is missing, the package that has it is named")
  func missing() {
    let failure = #expect(throws: ToolError.self) {
      _ = try JavaScriptCore(library: "libmissing.so.0")
    }
    #expect(
      failure?.description == """
        error: no JavaScriptCore: libmissing.so.0: cannot open shared object file: No such file or directory
        help: apt-get install libjavascriptcoregtk-4.1-0
        """)
  }

  @Test("a library without the functions is not used")
  func another() {
    let failure = #expect(throws: ToolError.self) {
      _ = try JavaScriptCore(library: "libc.so.6")
    }
    #expect(
      failure?.summary
        == "'libc.so.6' is another JavaScriptCore: it has no 'JSGlobalContextCreate'")
  }
}
