//! `cargo xtask ios`: the iOS shell, as far as this machine can build it. Everywhere: the generated Swift, its header compiled,
//! every symbol found in the library, our Swift parsed, catalogues and property lists checked. With a Swift compiler: the
//! platform-free part built and tested against the library. On a Mac: framework, package and app (`ios_mac`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bindgen::{self, library};
use crate::ios_mac;
use crate::steps::{Step, answers, program, root, run, run_steps, target};

const STEPS: &[Step] = &[
    Step { name: "bindings", run: bindings },
    Step { name: "header", run: header },
    Step { name: "sources", run: sources },
    Step { name: "swift", run: swift },
    Step { name: "framework", run: ios_mac::framework },
    Step { name: "app", run: ios_mac::app },
];

/// Runs every step, or those that are named. `toolchain` is only run when it is named: it fetches half a gigabyte.
pub(crate) fn all(only: &[String]) -> Result<(), String> {
    if only == ["toolchain"] {
        return run(tool(&["install"]));
    }
    run_steps(STEPS, only)
}

/// Where made files go; the package names this folder.
pub(crate) fn generated() -> PathBuf {
    root().join("ios/Generated")
}

fn place(from: &Path, to: &Path) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{} could not be copied to {}: {error}", from.display(), to.display());
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(told)?;
    }
    fs::copy(from, to).map(drop).map_err(told)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}. Run `cargo xtask ios bindings` first", path.display()))
}

/// The library, its Swift, and its header as a module; the examples' registry for the app.
fn bindings() -> Result<(), String> {
    bindgen::write(&[])?;
    let (made, out) = (target().join("bindgen/swift"), generated());
    place(&made.join("BanchanFFI.swift"), &out.join("Swift/BanchanFFI.swift"))?;
    place(&made.join("banchanFFI.h"), &out.join("banchanFFI/banchanFFI.h"))?;
    // The package on Linux links what cargo built; the framework brings its own module.
    let module = "module banchanFFI {\n    header \"banchanFFI.h\"\n    link \"banchan_ffi\"\n    export *\n}\n";
    fs::write(out.join("banchanFFI/module.modulemap"), module).map_err(|error| error.to_string())?;
    let registry = target().join("registry");
    if !registry.join("key.pub").exists() {
        println!("left out: the app's registry, see `cargo xtask examples`");
        return Ok(());
    }
    copy_folder(&registry, &out.join("registry"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    for entry in fs::read_dir(from).map_err(|error| error.to_string())?.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() { copy_folder(&path, &to.join(name))? } else { place(&path, &to.join(name))? }
    }
    Ok(())
}

/// The header is C, and what it declares is in the library.
fn header() -> Result<(), String> {
    let path = generated().join("banchanFFI/banchanFFI.h");
    let text = read(&path)?;
    let compiler = if answers("clang", &["--version"]) { "clang" } else { "cc" };
    let file = path.to_string_lossy();
    run(program(
        compiler,
        "",
        &[
            "-std=c11",
            "-Wall",
            "-Werror",
            "-Wno-unused",
            "-D_Nonnull=",
            "-D_Nullable=",
            "-fsyntax-only",
            "-include",
            &file,
            "-x",
            "c",
            "/dev/null",
        ],
    ))?;
    let declared = declared(&text);
    let output =
        Command::new("nm").args(if cfg!(target_os = "macos") { ["-gU", "-j"] } else { ["-D", "--defined-only"] }).arg(library()).output();
    let output = output.map_err(|error| format!("nm could not be started: {error}"))?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let there: BTreeSet<&str> =
        listed.lines().filter_map(|line| line.split_whitespace().last()).map(|name| name.trim_start_matches('_')).collect();
    let missing: Vec<_> = declared.iter().filter(|name| !there.contains(name.trim_start_matches('_'))).collect();
    if declared.is_empty() || !missing.is_empty() {
        return Err(format!("of {} declared functions these are not in the library: {missing:?}", declared.len()));
    }
    println!("{compiler}: the header compiles; all {} functions that it declares are in {}", declared.len(), library().display());
    Ok(())
}

/// The functions that a header declares.
fn declared(header: &str) -> BTreeSet<String> {
    let functions = header.lines().filter(|line| !line.trim_start().starts_with("typedef") && line.contains('('));
    functions
        .filter_map(|line| line.split('(').next()?.rsplit([' ', '*']).next())
        .filter(|name| name.contains("banchan"))
        .map(str::to_owned)
        .collect()
}

/// Our Swift parsed, sentences and property lists checked.
pub(crate) fn sources() -> Result<(), String> {
    let python = target().join("ios-venv/bin/python3");
    let wanted = ["tree-sitter==0.26.1", "tree-sitter-swift==0.7.4"];
    if !answers(&python.to_string_lossy(), &["-c", "import tree_sitter, tree_sitter_swift"]) {
        let folder = target().join("ios-venv");
        run(program("python3", "", &["-m", "venv", &folder.to_string_lossy()]))?;
        run(program(
            &python.to_string_lossy(),
            "",
            &["-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted[0], wanted[1]],
        ))?;
    }
    run(program(&python.to_string_lossy(), "ios", &["tools/check.py"]))
}

fn tool(arguments: &[&str]) -> Command {
    let folder = target().join("swift").to_string_lossy().into_owned();
    program("ios/tools/swift-linux.sh", "", &[&[folder.as_str()], arguments].concat())
}

/// The platform-free part, built and tested against the library with a real compiler, where there is one.
fn swift() -> Result<(), String> {
    let folder = target().to_string_lossy().into_owned();
    // Debian's Swift 6.0 leaves one symbol of its own library open; nothing of ours uses it.
    let flags = |place: &str| ["-Xlinker".to_owned(), format!("-L{place}/debug"), "-Xlinker".into(), "--allow-shlib-undefined".into()];
    let scratch = ["--scratch-path".to_owned(), "Generated/build".into()];
    let command =
        |place: &str| -> Vec<String> { [["swift".to_owned(), "test".into()].to_vec(), scratch.to_vec(), flags(place).to_vec()].concat() };
    if cfg!(target_os = "macos") {
        println!("left out: on a Mac the step `app` builds the package");
        return Ok(());
    }
    if answers("swift", &["--version"]) {
        let words = command(&folder);
        let mut command = program("swift", "ios", &words.iter().skip(1).map(String::as_str).collect::<Vec<_>>());
        command.env("LD_LIBRARY_PATH", target().join("debug")).env("BANCHAN_TEST", &folder);
        return run(command);
    }
    if !target().join("swift/usr/bin/swiftc").exists() {
        println!("left out: no Swift compiler here. `cargo xtask ios toolchain` installs Debian's (as root, half a gigabyte to fetch)");
        return Ok(());
    }
    let words = command("/library");
    run(tool(&[&["run", folder.as_str()], words.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_a_header_are_found_and_types_are_not() {
        let header = "typedef void (*UniffiCallback)(uint64_t);\nvoid* _Nonnull uniffi_banchan_ffi_fn_clone(uint64_t handle\n);\n\
                      uint16_t uniffi_banchan_ffi_checksum_func_relay_script(void\n    \n);\nstruct A { int banchan; };";
        let found: Vec<_> = declared(header).into_iter().collect();
        assert_eq!(found, ["uniffi_banchan_ffi_checksum_func_relay_script", "uniffi_banchan_ffi_fn_clone"]);
    }
}
