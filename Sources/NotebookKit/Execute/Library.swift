// The library under documentation: the modules that snippets import, and the objects they are made of.

import CSystem
import Foundation

/// The modules that programs import, among the products of a build.
struct Library: Sendable {
  /// The modules in the order of import; the snippet runtime is among them.
  var modules: [String]
  /// The folder of the build products: `Modules/` and a folder of objects for each target.
  var products: String
  /// The module maps of the C modules that importing the modules needs.
  var moduleMaps: [String]
  /// The other modules that these may import in turn.
  private(set) var related: [String] = []

  /// Where compiled clang modules are kept; beside the products, where `swift build` has filled it.
  var moduleCache: String { products + "/ModuleCache" }

  /// Looks for the modules among the products of a build.
  init(modules: [String], products: String, store: Store? = nil) throws(ToolError) {
    self.modules = modules
    // Compiled clang modules know their folder by one name only.
    let products = URL(fileURLWithPath: products).resolvingSymlinksInPath().path
    self.products = products
    for module in modules
    where !FileManager.default.fileExists(atPath: "\(products)/Modules/\(module).swiftmodule") {
      throw ToolError(
        "the module '\(module)' is not among the build products in '\(products)'",
        help: "build the package with 'swift build -c release'")
    }
    moduleMaps = Self.moduleMaps(ofPackageAt: products)
    related = try mentionedModules(store)
  }

  /// Returns the names of the modules among the products of a build, in order.
  static func modules(among products: String) throws(ToolError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: products + "/Modules")
        .filter { $0.hasSuffix(".swiftmodule") }
        .map { String($0.dropLast(".swiftmodule".count)) }.sorted()
    } catch {
      throw ToolError(
        "the build products in '\(products)' cannot be read",
        help: "build the package with 'swift build -c release'")
    }
  }

  /// The modules among the products that the imported ones name, directly or through others.
  ///
  /// What a module imports stands in it by name; a name that does not occur cannot be needed.
  private func mentionedModules(_ store: Store?) throws(ToolError) -> [String] {
    let others = try Self.modules(among: products).filter { !modules.contains($0) }
    func file(_ module: String) -> String { "\(products)/Modules/\(module).swiftmodule" }
    let stamps = (modules + others).flatMap { [$0, FileStamp(file($0)).text] }
    let key = Digest(of: ["mentioned modules", products] + modules + ["others"] + stamps)
    if let kept = store?.value([String].self, key) { return kept }
    var waiting = modules
    var found: Set<String> = []
    while let module = waiting.popLast() {
      let data: Data
      do {
        data = try Data(contentsOf: URL(fileURLWithPath: file(module)), options: .alwaysMapped)
      } catch {
        throw ToolError("'\(file(module))' cannot be read: \(error.localizedDescription)")
      }
      for other in others where !found.contains(other) && data.contains(other.utf8) {
        found.insert(other)
        waiting.append(other)
      }
    }
    store?.keep(found.sorted(), under: key)
    return found.sorted()
  }

  /// The module maps of the package's system library targets: `.build/<triple>/<configuration>` is three below it.
  private static func moduleMaps(ofPackageAt products: String) -> [String] {
    let sources = URL(fileURLWithPath: products).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources")
    return (FolderEntry.all(in: sources.path) ?? []).filter(\.isFolder)
      .map { "\(sources.path)/\($0.name)/module.modulemap" }
      .filter { access($0, F_OK) == 0 }
  }

  /// The targets whose objects are among the products: the modules, and others that they may need.
  ///
  /// `Modules/*.o` wrap module descriptions and hold no code; `X-tool.build` is built a second time, for the build.
  func targets() throws(ToolError) -> (own: [String], other: [String]) {
    guard let entries = FolderEntry.all(in: products) else {
      throw ToolError("the build products in '\(products)' cannot be read")
    }
    let targets = entries.map(\.name)
      .filter { $0.hasSuffix(".build") && !$0.hasSuffix("-tool.build") }
      .map { String($0.dropLast(".build".count)) }
    // Targets in C have no module of this kind.
    let other = targets.filter { target in
      !modules.contains(target)
        && (related.contains(target)
          || access("\(products)/Modules/\(target).swiftmodule", F_OK) != 0)
    }
    return (targets.filter(modules.contains), other)
  }

  /// The objects that are found of a target, removed sources' among them.
  func foundObjects(of target: String) -> [String] {
    FolderEntry.files(below: "\(products)/\(target).build").filter { $0.hasSuffix(".o") }
  }

  /// The objects of a target: those that its build lists, since SwiftPM leaves the objects of removed files behind.
  func objects(of target: String) throws(ToolError) -> [String] {
    let found = foundObjects(of: target)
    let list = "\(products)/\(target).build/output-file-map.json"
    guard let data = FileManager.default.contents(atPath: list) else {
      return found  // A target in C has no such list.
    }
    do {
      let map = try JSONDecoder().decode([String: [String: String]].self, from: data)
      let listed = Set(map.values.compactMap { $0["object"] }.map(Self.name))
      return found.filter { listed.contains(Self.name(of: $0)) }
    } catch {
      throw ToolError("'\(list)' cannot be read", help: "build the package anew")
    }
  }

  private static func name(of path: String) -> Substring {
    path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
  }
}

extension Library {
  /// Links the objects of the modules, and what they need of the other targets, into a shared library.
  ///
  /// - Returns: The CPU seconds it took.
  func link(to output: String, with toolchain: Toolchain) async throws -> Double {
    let targets = try targets()
    var objects: [String] = []
    for target in targets.own { objects += try self.objects(of: target) }
    var other: [String] = []
    for target in targets.other { other += try self.objects(of: target) }
    let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path
    let name = SharedLibrary.name
    let command: Command
    if let direct = toolchain.direct {
      // Objects of other targets count as members of an archive: they are taken only where something needs them.
      let libraries = try AutolinkEntries.flags(of: objects)
      command = Command(
        tool: direct.clang,
        [
          "-shared", "-fuse-ld=lld", "-Wl,--as-needed", "-Wl,-soname,\(name)", "-o", output,
          direct.registrar,
        ] + objects + ["-Wl,--start-lib"] + other
          + ["-Wl,--end-lib", "-L", direct.runtimeLibraries]
          + libraries + ["-Wl,-rpath,\(direct.runtimeLibraries)"],
        in: folder)
    } else {
      command = Command(
        tool: toolchain.swiftc,
        ["-emit-library", "-Xlinker", "-soname", "-Xlinker", name, "-o", output] + objects,
        in: folder)
    }
    let (ending, text) = try await command.capture(timeout: .seconds(120))
    guard ending.cause == .exited(0) else {
      throw FullDisk.failure(saying: text, in: folder, making: "the library for the chapters")
        ?? ToolError(
          "the library for the chapters cannot be linked",
          details: text.split(separator: "\n").map(String.init),
          help: "build the package anew with 'swift build -c release'")
    }
    return ending.cpu
  }
}

extension Data {
  /// Whether these bytes occur.
  fileprivate func contains(_ bytes: String.UTF8View) -> Bool {
    let searched = Array(bytes)
    return withUnsafeBytes { memmem($0.baseAddress, $0.count, searched, searched.count) != nil }
  }
}
