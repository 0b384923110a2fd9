// swift-tools-version: 6.1
// dln: a deep-learning notebook in one binary. Targets are floors: each imports only from floors below it.

import PackageDescription

/// What oneDNN is to find in the program instead of libgomp (Sources/CKernels/openmp.c).
let openMP = [
  "GOMP_parallel", "GOMP_barrier", "omp_get_max_threads", "omp_get_num_threads", "omp_get_thread_num", "omp_in_parallel",
]

/// AVX-512's registers whole: the compiler uses half of them unless it is told so.
#if arch(x86_64)
  let wide = ["-mprefer-vector-width=512"]
#else
  let wide: [String] = []
#endif

let package = Package(
  name: "dln",
  products: [.executable(name: "dln", targets: ["dln"])],
  dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")],
  targets: [
    // floor 0: the language's text, the shape of its words, and what C gives
    .target(name: "Language"),
    .target(name: "Catalog"),
    .target(
      name: "CKernels",
      cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-fno-trapping-math", "-fno-strict-aliasing", "-ffp-contract=off"] + wide)],
      linkerSettings: [
        .linkedLibrary("m"), .unsafeFlags(openMP.flatMap { ["-Xlinker", "--export-dynamic-symbol=\($0)"] }, .when(platforms: [.linux])),
      ]),
    .target(name: "CDigits", exclude: ["digits.bin"], cSettings: [.unsafeFlags(["-std=c2x"])]),
    .target(name: "CSignal"),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"]), .brew(["onednn"])]),
    .systemLibrary(name: "CLAPACK", providers: [.apt(["liblapacke-dev"]), .brew(["lapack"])]),
    .systemLibrary(name: "CFFTW", providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"]), .brew(["readline"])]),
    .systemLibrary(name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),

    // floor 1: tensors; pictures
    .target(name: "Tensor", dependencies: ["Catalog", "CKernels", "COneDNN", "CLAPACK", "CFFTW"]),
    .target(name: "Graphics", dependencies: ["CPNG", "CPango"]),

    // floor 2: what runs a program, what learns, what feeds it, what shows it
    .target(name: "Interpreter", dependencies: ["Language", "Catalog"]),
    .target(name: "Learning", dependencies: ["Language", "Catalog", "Tensor"]),
    .target(name: "Data", dependencies: ["Language", "Catalog", "Tensor", "Graphics", "CDigits", "CKernels", "CZlib"]),
    .target(name: "Pictures", dependencies: ["Catalog", "Tensor", "Graphics"]),

    // floor 3: notebooks, and the prompt
    .target(name: "Notebook", dependencies: ["Language", "Catalog", "Interpreter"]),
    .target(name: "Terminal", dependencies: ["Language", "Catalog", "Interpreter", "Notebook", "CReadline"]),

    // floor 4: the program
    .executableTarget(
      name: "dln",
      dependencies: [
        "Language", "Catalog", "Interpreter", "Tensor", "Learning", "Data", "Pictures", "Graphics", "Notebook", "Terminal", "CSignal",
        "CKernels",
        "COneDNN",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .testTarget(name: "LanguageTests", dependencies: ["Language"]),
    .testTarget(name: "CKernelsTests", dependencies: ["CKernels"]),
    .testTarget(name: "COneDNNTests", dependencies: ["COneDNN"]),
    .testTarget(name: "TensorTests", dependencies: ["Tensor", "Catalog", "CKernels", "Data", "Learning"]),
    .testTarget(name: "GraphicsTests", dependencies: ["Graphics"]),
    .testTarget(name: "InterpreterTests", dependencies: ["Interpreter", "Language", "Catalog"]),
    .testTarget(
      name: "LearningTests", dependencies: ["Learning", "Data", "Tensor", "Interpreter", "Language", "Catalog", "AllocationCounter"]),
    .testTarget(name: "DataTests", dependencies: ["Data", "Catalog", "Tensor", "Graphics", "AllocationCounter"]),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter", linkerSettings: [.linkedLibrary("dl")]),
    .testTarget(name: "PicturesTests", dependencies: ["Pictures", "Catalog", "Tensor", "Graphics"]),
    .testTarget(name: "NotebookTests", dependencies: ["Notebook", "Interpreter", "Language", "Catalog"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Notebook", "Interpreter", "Language", "Catalog", "PseudoTerminal"]),
    .testTarget(name: "DlnTests", dependencies: ["dln", "Terminal", "Notebook", "Interpreter", "Language", "Catalog", "PseudoTerminal"]),
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    .target(name: "PseudoTerminal", dependencies: ["CPseudoTerminal"], path: "Tests/PseudoTerminal"),
  ]
)

// Warnings are errors where DLN_STRICT is set, as it is in CI: a newer compiler's warnings are no reason to fail elsewhere.
if Context.environment["DLN_STRICT"] != nil {
  for target in package.targets where target.type == .regular || target.type == .executable || target.type == .test {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-warnings-as-errors"])]
  }
}
