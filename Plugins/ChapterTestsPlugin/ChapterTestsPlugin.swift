// Turns the snippets of `chapters/` into tests with names of their own, whenever a chapter has changed.

import Foundation
import PackagePlugin

@main
struct ChapterTestsPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let root = context.package.directoryURL
    let chapters = root.appending(path: "chapters")
    let files = try FileManager.default.contentsOfDirectory(
      at: chapters, includingPropertiesForKeys: nil)
    let output = context.pluginWorkDirectoryURL.appending(path: "ChapterSnippets.swift")
    return [
      .buildCommand(
        displayName: "Writing a test for each snippet of the chapters",
        executable: try context.tool(named: "notebook").url,
        arguments: ["test-sources", root.path, output.path],
        inputFiles: files.filter { $0.pathExtension == "md" }.sorted { $0.path < $1.path },
        outputFiles: [output])
    ]
  }
}
