//! Joins the files of the view layer, in the order of `view/manifest.json`, into one script and one style sheet.
//! It must not change them: what is read in `view` is what runs.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let view = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../view");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    println!("cargo:rerun-if-changed={}", view.display());
    let manifest = read(&view.join("manifest.json"));
    let mut script = String::from("(()=>{'use strict';\n");
    for name in names(&manifest, "scripts") {
        let _ = writeln!(script, "{}", read(&view.join(name)));
    }
    script.push_str("})();\n");
    let style: String = names(&manifest, "styles").into_iter().map(|name| read(&view.join(name))).collect();
    write(&out.join("view.js"), &script);
    write(&out.join("base.css"), &style);
}

/// The strings of one list of the manifest, which is ours and has no escapes in it.
fn names<'a>(manifest: &'a str, list: &str) -> Vec<&'a str> {
    let Some((_, rest)) = manifest.split_once(&format!("\"{list}\"")) else { panic!("view/manifest.json has no list {list}") };
    let inside = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(inside, _)| inside);
    inside.split('"').skip(1).step_by(2).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
