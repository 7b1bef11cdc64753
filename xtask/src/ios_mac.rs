//! What only a Mac can build of the iOS shell: the library for devices and simulators, the framework, the app. Elsewhere each
//! step says that it was left out, and what it needs.

use std::fs;

use crate::ios::generated;
use crate::steps::{answers, cargo, program, root, run, target};

/// Device, and simulators of both kinds of Macs.
const TARGETS: [&str; 3] = ["aarch64-apple-ios", "aarch64-apple-ios-sim", "x86_64-apple-ios"];

fn ready() -> bool {
    let here = cfg!(target_os = "macos") && answers("xcodebuild", &["-version"]);
    if !here {
        println!("left out: needs a Mac with Xcode 16 or newer");
    }
    here
}

/// The static library for each target, and one framework of them with the header.
pub(crate) fn framework() -> Result<(), String> {
    if !ready() {
        return Ok(());
    }
    run(program("rustup", "", &[&["target", "add"], TARGETS.as_slice()].concat()))?;
    for name in TARGETS {
        // A static library, which the bindings' own manifest does not name: other shells have no use for it.
        let flags =
            ["rustc", "--locked", "--profile", "release-ffi", "-p", "banchan-bindings", "--crate-type", "staticlib", "--target", name];
        let mut build = cargo(&flags);
        build.env("IPHONEOS_DEPLOYMENT_TARGET", "17.0");
        run(build)?;
    }
    let built = |name: &str| target().join(name).join("release-ffi/libbanchan_ffi.a").to_string_lossy().into_owned();
    let simulators = target().join("ios-simulators/libbanchan_ffi.a");
    let headers = target().join("ios-headers");
    let told = |error: std::io::Error| error.to_string();
    fs::create_dir_all(target().join("ios-simulators")).map_err(told)?;
    fs::create_dir_all(&headers).map_err(told)?;
    fs::copy(generated().join("banchanFFI/banchanFFI.h"), headers.join("banchanFFI.h")).map_err(told)?;
    fs::write(headers.join("module.modulemap"), "module banchanFFI {\n    header \"banchanFFI.h\"\n    export *\n}\n").map_err(told)?;
    let [device, arm, intel] = TARGETS.map(built);
    let both = simulators.to_string_lossy();
    run(program("lipo", "", &["-create", &arm, &intel, "-output", &both]))?;
    let out = generated().join("banchanFFI.xcframework");
    if out.exists() {
        fs::remove_dir_all(&out).map_err(told)?;
    }
    let (headers, out) = (headers.to_string_lossy(), out.to_string_lossy());
    let parts =
        ["-create-xcframework", "-library", &device, "-headers", &headers, "-library", &both, "-headers", &headers, "-output", &out];
    run(program("xcodebuild", "", &parts))
}

/// The package and the app, for a simulator, unsigned.
pub(crate) fn app() -> Result<(), String> {
    if !ready() {
        return Ok(());
    }
    let project = root().join("ios/App/Banchan.xcodeproj").to_string_lossy().into_owned();
    let derived = target().join("ios-derived").to_string_lossy().into_owned();
    let place = "generic/platform=iOS Simulator";
    let words = [
        "-project",
        &project,
        "-scheme",
        "BanchanApp",
        "-destination",
        place,
        "-derivedDataPath",
        &derived,
        "CODE_SIGNING_ALLOWED=NO",
        "build",
    ];
    run(program("xcodebuild", "", &words))
}
