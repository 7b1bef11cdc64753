//! Joins the files of the view layer, in the order of `view/manifest.json`, into one script and one style sheet.
//! Scripts that only some pages load become files of their own. Comments that have lines to themselves are left out, since a
//! page reads this on the way to its first screen; those of `core/js` leave their lines empty, so that places stay. All this and
//! the tables of `core/src/api` are left packed, as the library carries them. It must not change anything else: what is read in
//! `view` and `core/js` is what runs.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() {
    let view = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../view");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    println!("cargo:rerun-if-changed={}", view.display());
    let manifest = read(&view.join("manifest.json"));
    let mut script = String::from("(()=>{'use strict';\n");
    for name in names(&manifest, "scripts") {
        let _ = writeln!(script, "{}", code(&read(&view.join(name)), true));
    }
    let kit = names(&manifest, "kit").join(",");
    // What late scripts get: a function, so that it can stand behind everything that it names.
    let _ = writeln!(script, "function lateKit(){{return {{{kit}}};}}");
    script.push_str("})();\n");
    let mut late = String::from("pub(super) const LATE: &[(&str, crate::packed::Packed)] = &[\n");
    for name in names(&manifest, "late") {
        let mut text = format!("window.banchanLate?.('{name}',(kit)=>{{'use strict';const {{{kit}}}=kit;\n");
        for file in names(&manifest, &format!("late-{name}")) {
            let _ = writeln!(text, "{}", code(&read(&view.join(file)), true));
        }
        text.push_str("});\n");
        pack(&out.join(format!("late-{name}.js.z")), &text);
        let _ = writeln!(late, "    (\"{name}\", crate::packed::carried!(\"late-{name}.js\")),");
    }
    late.push_str("];\n");
    write(&out.join("late.rs"), &late);
    let style: String = names(&manifest, "styles").into_iter().map(|name| read(&view.join(name))).collect();
    pack(&out.join("view.js.z"), &script);
    pack(&out.join("base.css.z"), &style);
    let core = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    logic(&core.join("js"), &out.join("js"));
    tables(&core.join("src/api"), &out.join("api"));
}

/// What is known of each member of `wx`.
fn tables(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    for name in ["components.tsv", "managers.tsv", "members.tsv", "my.tsv", "objects.tsv"] {
        println!("cargo:rerun-if-changed={}", from.join(name).display());
        pack(&to.join(format!("{name}.z")), &read(&from.join(name)));
    }
}

/// The scripts of the logic, each by itself, since some are only asked for by few mini-programs.
fn logic(from: &Path, to: &Path) {
    println!("cargo:rerun-if-changed={}", from.display());
    fs::create_dir_all(to).unwrap_or_else(|error| panic!("{}: {error}", to.display()));
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())).flatten() {
        let (path, mut name) = (entry.path(), entry.file_name());
        if path.is_dir() {
            logic(&path, &to.join(name));
        } else if path.extension().is_some_and(|kind| kind == "js") {
            name.push(".z");
            pack(&to.join(name), &code(&read(&path), false));
        }
    }
}

fn pack(path: &Path, text: &str) {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
    let packed = packer.write_all(text.as_bytes()).and_then(|()| packer.finish());
    let packed = packed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    fs::write(path, packed).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// The strings of one list of the manifest, which is ours and has no escapes in it.
fn names<'a>(manifest: &'a str, list: &str) -> Vec<&'a str> {
    let Some((_, rest)) = manifest.split_once(&format!("\"{list}\"")) else { panic!("view/manifest.json has no list {list}") };
    let inside = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(inside, _)| inside);
    inside.split('"').skip(1).step_by(2).collect()
}

/// A script without the comments that fill whole lines. When it is `closed` up, without those lines, too, and without what the others
/// are moved in by: styles in it are texts over several lines, where both mean nothing.
fn code(script: &str, closed: bool) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut inside = false;
    for line in script.lines() {
        let text = line.trim();
        let whole = inside
            || text.is_empty()
            || text.starts_with("//")
            || (text.starts_with("/*") && text.find("*/").is_none_or(|end| end + 2 == text.len()));
        inside = (inside || (whole && text.starts_with("/*"))) && !text.contains("*/");
        if !whole {
            kept.push_str(if closed { text } else { line });
        }
        if !whole || !closed {
            kept.push('\n');
        }
    }
    kept
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
