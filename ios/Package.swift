// swift-tools-version:6.0
// The iOS shell as a package. `BanchanCore` is free of the platform and is also built and tested on Linux; `Banchan` is what an
// app adds: SwiftUI around WKWebView. `Generated` is made by `cargo xtask ios` and is not in the repository.
import PackageDescription

// On Linux the library is the one that cargo built; on a Mac it is the framework that `cargo xtask ios` assembled.
#if os(Linux)
let library: Target = .systemLibrary(name: "banchanFFI", path: "Generated/banchanFFI")
let screens: [Target] = []
let products: [Product] = [.library(name: "BanchanCore", targets: ["BanchanCore"])]
#else
let library: Target = .binaryTarget(name: "banchanFFI", path: "Generated/banchanFFI.xcframework")
let screens: [Target] = [
    .target(name: "Banchan", dependencies: ["BanchanCore"], resources: [.process("Resources")]),
]
let products: [Product] = [.library(name: "Banchan", targets: ["Banchan"])]
#endif

let package = Package(
    name: "Banchan",
    defaultLocalization: "en",
    platforms: [.iOS(.v17)],
    products: products,
    targets: [
        library,
        // Made code, in the language mode that its maker supports.
        .target(
            name: "BanchanBindings", dependencies: ["banchanFFI"], path: "Generated/Swift",
            swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(name: "BanchanCore", dependencies: ["BanchanBindings"]),
        .testTarget(name: "BanchanCoreTests", dependencies: ["BanchanCore"]),
    ] + screens,
    swiftLanguageModes: [.v6]
)
