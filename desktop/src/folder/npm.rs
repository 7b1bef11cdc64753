//! npm packages of a source folder, laid out as WeChat's "build npm" does: `miniprogram_npm/<package>/...`, but without
//! a build. Only packages that `package.json` depends on and that some source names are taken.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use banchan_formats::bundle::{Files, SafePath};
use banchan_formats::script;
use serde_json::Value;

/// How many folders above the given one may hold `node_modules` (a workspace of several programs has it on top).
const LEVELS_UP: usize = 4;
/// More packages than a mini-program can carry.
const MAX_PACKAGES: usize = 200;
/// More files than one package's scripts reach.
const MAX_REACHED: usize = 2_000;

/// One file of a package.
pub(super) struct PackageFile {
    /// Its name in the program.
    pub(super) name: String,
    /// Where it lies, for messages.
    pub(super) origin: String,
    pub(super) bytes: Vec<u8>,
}

/// The files of every package that the program uses and that is not built into it already.
pub(super) fn packages(folder: &Path, root: &str, files: &Files, notes: &mut Vec<String>) -> Vec<PackageFile> {
    let start = if root.is_empty() { folder.to_path_buf() } else { folder.join(root) };
    let Some(top) = start.ancestors().take(LEVELS_UP + 1).find(|at| at.join("package.json").is_file()) else { return Vec::new() };
    let Some(modules) = top.ancestors().take(LEVELS_UP + 1).map(|at| at.join("node_modules")).find(|at| at.is_dir()) else {
        let wanted = used(dependencies(&top.join("package.json")), files);
        let missing: Vec<&str> = wanted.iter().filter(|name| !is_built(files, name)).map(String::as_str).collect();
        if !missing.is_empty() {
            notes.push(format!("not installed: {}. Run npm install in {}", missing.join(", "), top.display()));
        }
        return Vec::new();
    };
    let mut open: Vec<String> = used(dependencies(&top.join("package.json")), files).into_iter().collect();
    let mut seen: HashSet<String> = open.iter().cloned().collect();
    let mut taken = Vec::new();
    while let Some(name) = open.pop() {
        if is_built(files, &name) || seen.len() > MAX_PACKAGES {
            continue;
        }
        let package = modules.join(&name);
        if !package.is_dir() {
            notes.push(format!("not installed: {name}. Run npm install in {}", top.display()));
            continue;
        }
        let description = read_json(&package.join("package.json"));
        let mut reached = match component_folder(&package, &description) {
            Some(inside) => component_package(&name, &package, &inside),
            None => plain_package(&name, &package, &description),
        };
        taken.append(&mut reached);
        for dependency in dependencies(&package.join("package.json")) {
            // A package's own dependency counts when one of its files names it.
            let named = taken.iter().any(|file| mentions(&file.bytes, &dependency));
            if named && seen.insert(dependency.clone()) {
                open.push(dependency);
            }
        }
    }
    taken
}

fn is_built(files: &Files, package: &str) -> bool {
    let prefix = format!("miniprogram_npm/{package}/");
    files.paths().any(|path| path.as_str().starts_with(&prefix))
}

fn read_json(path: &Path) -> Value {
    std::fs::read(path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)).ok())
        .unwrap_or_default()
}

fn dependencies(package_json: &Path) -> Vec<String> {
    let value = read_json(package_json);
    let names = value.get("dependencies").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone());
    // A name becomes a path, so it is held to what npm allows.
    names.filter(|name| SafePath::parse(name).is_ok() && name.split('/').count() <= 2).collect()
}

/// Those that some source names.
fn used(names: Vec<String>, files: &Files) -> BTreeSet<String> {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut left: Vec<String> = names;
    for path in files.paths() {
        if !matches!(path.extension().as_str(), "json" | "js" | "ts" | "wxml" | "axml" | "wxs" | "wxss" | "acss" | "mjs" | "cjs")
            || path.as_str() == "package.json"
        {
            continue;
        }
        let Some(bytes) = files.read(path) else { continue };
        let (named, rest) = left.into_iter().partition(|name| mentions(bytes, name));
        wanted.extend::<Vec<String>>(named);
        left = rest;
        if left.is_empty() {
            break;
        }
    }
    wanted
}

fn mentions(bytes: &[u8], name: &str) -> bool {
    // A name in a source stands after a quote, a slash or, in styles, a tilde.
    let text = String::from_utf8_lossy(bytes);
    let starts_name = |at: usize| text.as_bytes().get(at.wrapping_sub(1)).is_none_or(|before| b"\"'`/~".contains(before));
    !name.is_empty() && text.match_indices(name).any(|(at, _)| starts_name(at))
}

/// The folder of a package that holds mini-program code: its `miniprogram` field, else `miniprogram_dist`.
fn component_folder(package: &Path, description: &Value) -> Option<PathBuf> {
    let named =
        description.get("miniprogram").and_then(Value::as_str).map(|inside| inside.trim_start_matches("./").trim_matches('/').to_string());
    let inside = named.unwrap_or_else(|| "miniprogram_dist".into());
    if inside.is_empty() || inside == "." {
        return Some(package.to_path_buf());
    }
    SafePath::parse(&inside).ok()?;
    Some(package.join(inside)).filter(|folder| folder.is_dir())
}

/// A package of components: its folder as it is.
fn component_package(name: &str, package: &Path, inside: &Path) -> Vec<PackageFile> {
    let mut entries = Vec::new();
    // What can't be read is missing later, where it is used, and told there.
    let _ = super::walk(inside, "", 0, &mut entries, &mut Vec::new());
    let below = inside.strip_prefix(package).unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/");
    let origin = if below.is_empty() { format!("node_modules/{name}") } else { format!("node_modules/{name}/{below}") };
    let is_needed = |path: &str| ![".d.ts", ".map", ".md", ".less", ".scss"].iter().any(|ending| path.ends_with(ending));
    let files = entries.into_iter().filter(|(path, _)| is_needed(path));
    files
        .map(|(path, bytes)| PackageFile { name: format!("miniprogram_npm/{name}/{path}"), origin: format!("{origin}/{path}"), bytes })
        .collect()
}

/// A package of plain scripts: the ones that its main script reaches, and an `index.js` that leads there.
fn plain_package(name: &str, package: &Path, description: &Value) -> Vec<PackageFile> {
    let main = description.get("main").and_then(Value::as_str).unwrap_or("index.js").trim_start_matches("./");
    let Some(main) = script_at(package, main) else { return Vec::new() };
    let mut reached = Vec::new();
    let mut seen = BTreeSet::from([main.clone()]);
    let mut open = vec![main.clone()];
    while let Some(path) = open.pop() {
        let Ok(bytes) = std::fs::read(package.join(&path)) else { continue };
        let source = String::from_utf8_lossy(&bytes).into_owned();
        for require in script::requires(&path, &source) {
            if !require.specifier.starts_with('.') || seen.len() > MAX_REACHED {
                continue;
            }
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let target = join(folder, &require.specifier).and_then(|target| script_at(package, &target));
            if let Some(target) = target.filter(|target| seen.insert(target.clone())) {
                open.push(target);
            }
        }
        reached.push(PackageFile { name: format!("miniprogram_npm/{name}/{path}"), origin: format!("node_modules/{name}/{path}"), bytes });
    }
    if main != "index.js" && !seen.contains("index.js") {
        let bytes = format!("module.exports = require('./{main}');\n").into_bytes();
        reached.push(PackageFile {
            name: format!("miniprogram_npm/{name}/index.js"),
            origin: format!("node_modules/{name}/package.json"),
            bytes,
        });
    }
    reached
}

/// The script that a path means below a package: as written, with its ending, or its folder's index.
fn script_at(package: &Path, path: &str) -> Option<String> {
    let path = path.trim_end_matches('/');
    let candidates = [path.to_string(), format!("{path}.js"), format!("{path}.json"), format!("{path}.cjs"), format!("{path}/index.js")];
    candidates.into_iter().find(|path| SafePath::parse(path).is_ok() && package.join(path).is_file())
}

fn join(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
