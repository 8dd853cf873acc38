// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "notebook",
  products: [
    .executable(name: "notebook", targets: ["notebook"]),
    .library(name: "Recurrent", targets: ["Recurrent"]),
    .library(name: "SnippetRuntime", targets: ["SnippetRuntime"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: What chapters link to
    .target(name: "Recurrent", dependencies: ["CVectorMath", "CZlib"]),
    .target(name: "SnippetRuntime"),
    .target(name: "RecurrentNotebook", dependencies: ["Recurrent", "SnippetRuntime"]),

    // MARK: The generator
    .target(
      name: "NotebookKit",
      dependencies: [
        "SnippetRuntime", "CMarkGFM", "CJavaScriptCore", "CSourceKit", "CSystem", "CXXHash",
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [
        .embedInCode("Render/Theme/style.css"), .embedInCode("Render/Theme/sort.js"),
        .embedInCode("Serve/preview.js"),
      ]),
    .executableTarget(
      name: "notebook",
      dependencies: [
        "NotebookKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // MARK: The benchmarks
    .executableTarget(
      name: "RecurrentBenchmark", dependencies: ["Recurrent"],
      exclude: ["allocations.c", "compare.py", "torch_worker.py"]),
    .executableTarget(name: "BuildBenchmark", dependencies: ["CSystem"]),

    // MARK: The fault test
    .executableTarget(name: "FaultTest"),
    .executableTarget(name: "FaultChecks", dependencies: ["Recurrent"]),

    // MARK: System libraries
    .systemLibrary(
      name: "CMarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CJavaScriptCore"),
    .systemLibrary(name: "CSourceKit"),
    .systemLibrary(name: "CSystem"),
    .systemLibrary(name: "CVectorMath"),
    .systemLibrary(
      name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // MARK: Tests
    .testTarget(
      name: "RecurrentTests", dependencies: ["Recurrent", "CVectorMath", "FaultTest"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "SnippetRuntimeTests", dependencies: ["SnippetRuntime"]),
    .testTarget(
      name: "NotebookKitTests",
      dependencies: ["NotebookKit", "RecurrentNotebook", "CMarkGFM", "CSystem"]),
    .testTarget(
      name: "ChapterTests", dependencies: ["NotebookKit", "RecurrentNotebook"],
      plugins: ["ChapterTestsPlugin"]),
    .plugin(name: "ChapterTestsPlugin", capability: .buildTool(), dependencies: ["notebook"]),
  ]
)
