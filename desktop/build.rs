//! Puts the registry with the examples, and less.js, into the binary, so that the shell works without a network. It only lists files:
//! what they are and whether they are genuine is the store's to say.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=BANCHAN_REGISTRY");
    let Some(out) = env::var_os("OUT_DIR").map(PathBuf::from) else { return };
    let folder = registry();
    // A folder that is not there would make cargo run this, and build the shell, every time: an empty one does not.
    let _ = fs::create_dir_all(&folder);
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    walk(&folder, &folder, &mut files);
    files.sort();
    if files.is_empty() {
        println!("cargo:warning=no examples are built in: run `cargo xtask examples` first (looked in {})", folder.display());
    }
    let mut text = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in &files {
        let _ = writeln!(text, "    ({name:?}, include_bytes!({:?})),", path.display().to_string());
    }
    text.push_str("];\n");
    let file = out.join("embedded.rs");
    if let Err(error) = fs::write(&file, text) {
        println!("cargo:warning=the list of examples could not be written: {error}");
    }
    less(&out);
}

/// less.js as `cargo xtask examples` fetched it. It is not part of the repository, and the shell works without it.
fn less(out: &Path) {
    let folder = target().join("less");
    let _ = fs::create_dir_all(&folder);
    println!("cargo:rerun-if-changed={}", folder.display());
    let script = folder.join("less-node.cjs");
    let text = match script.is_file() {
        true => format!("pub(super) static LESS: Option<&str> = Some(include_str!({:?}));\n", script.display().to_string()),
        false => "pub(super) static LESS: Option<&str> = None;\n".into(),
    };
    if let Err(error) = fs::write(out.join("less.rs"), text) {
        println!("cargo:warning=less.js could not be embedded: {error}");
    }
}

/// `BANCHAN_REGISTRY`, or `target/registry` of the workspace.
fn registry() -> PathBuf {
    if let Some(folder) = env::var_os("BANCHAN_REGISTRY") {
        return PathBuf::from(folder);
    }
    target().join("registry")
}

/// `target` of the workspace.
fn target() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    here.parent().unwrap_or(&here).join("target")
}

/// Every file below `folder`, by its path from `root` with `/`.
fn walk(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, files);
        } else if let Ok(inside) = path.strip_prefix(root) {
            let name = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            files.push((name, path));
        }
    }
}
