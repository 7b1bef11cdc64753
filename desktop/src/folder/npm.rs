//! npm packages of a source folder, laid out as WeChat's "build npm" does: `miniprogram_npm/<package>/...`, but without
//! a build. Only packages that `package.json` depends on and that some source names are taken.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use banchan_formats::bundle::{Files, SafePath};
use banchan_formats::manifest::Manifest;
use banchan_formats::script;
use serde_json::Value;

/// How many folders above the given one may hold `node_modules` (a workspace of several programs has it on top).
const LEVELS_UP: usize = 4;
/// More packages than a mini-program can carry.
const MAX_PACKAGES: usize = 200;
/// The package behind `useExtendedLib: { "weui": true }`.
const WEUI: &str = "weui-miniprogram";
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
    let named = relation(folder);
    let above = || start.ancestors().take(LEVELS_UP + 1).find(|at| at.join("package.json").is_file());
    let Some(top) = named.as_deref().or_else(above) else { return Vec::new() };
    let Some(modules) = top.ancestors().take(LEVELS_UP + 1).map(|at| at.join("node_modules")).find(|at| at.is_dir()) else {
        let wanted = used(wanted(top, files), files);
        let missing: Vec<&str> = wanted.iter().filter(|name| !is_built(files, name)).map(String::as_str).collect();
        if !missing.is_empty() {
            notes.push(format!("not installed: {}. Run npm install in {}", missing.join(", "), top.display()));
        }
        return Vec::new();
    };
    let mut open: Vec<String> = used(wanted(top, files), files).into_iter().collect();
    let mut seen: HashSet<String> = open.iter().cloned().collect();
    let mut taken = Vec::new();
    let field = Manifest::names_of(files).package_field;
    while let Some(name) = open.pop() {
        if is_built(files, &name) || seen.len() > MAX_PACKAGES {
            continue;
        }
        let package = modules.join(&name);
        if !package.is_dir() {
            notes.push(format!("not installed: {name}. Run npm install in {}", top.display()));
            continue;
        }
        if !modules.parent().is_some_and(|project| leads_below(&package, project)) && !leads_to_packages(&package) {
            notes.push(format!("{name} was left out: it is a link to a folder outside of the project. Install it instead"));
            continue;
        }
        let description = read_json(&package.join("package.json"));
        let component = field.and_then(|field| component_folder(&package, &description, field));
        let mut reached = match component {
            Some(inside) => component_package(&name, &package, &inside),
            None => {
                let sources = files.paths().filter_map(|path| files.read(path)).chain(taken.iter().map(|file: &PackageFile| &*file.bytes));
                let named: BTreeSet<String> = sources.flat_map(|bytes| inner_paths(bytes, &name)).collect();
                named_package(&name, &package, &description, &named)
            }
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

/// The folder of the `package.json` that `packNpmRelationList` of project.config.json names, when the program asks for that one.
fn relation(folder: &Path) -> Option<PathBuf> {
    let project = read_json(&folder.join("project.config.json"));
    let setting = project.get("setting").filter(|setting| setting.get("packNpmManually").and_then(Value::as_bool) == Some(true))?;
    let named = setting.get("packNpmRelationList")?.get(0)?.get("packageJsonPath")?.as_str()?;
    let inside = named.trim_start_matches("./");
    SafePath::parse(inside).ok()?;
    let path = folder.join(inside);
    path.is_file().then(|| path.parent().map(Path::to_path_buf)).flatten()
}

fn is_built(files: &Files, package: &str) -> bool {
    let prefix = format!("miniprogram_npm/{package}/");
    files.paths().any(|path| path.as_str().starts_with(&prefix))
}

/// Whether a path, with its links followed, stays below a folder. A folder that somebody sent may hold links to anywhere.
fn leads_below(path: &Path, folder: &Path) -> bool {
    matches!((path.canonicalize(), folder.canonicalize()), (Ok(path), Ok(folder)) if path.starts_with(&folder))
}

/// Whether a link leads to where packages lie: some package managers keep them elsewhere.
fn leads_to_packages(path: &Path) -> bool {
    let target = path.canonicalize().unwrap_or_default();
    target.parent().is_some_and(|above| above.components().any(|part| part.as_os_str() == "node_modules"))
}

fn read_json(path: &Path) -> Value {
    // A link to a device would never end.
    std::fs::read(if path.is_file() { path } else { Path::new("") })
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

/// The packages that the program depends on, and those that `useExtendedLib` stands for.
fn wanted(top: &Path, files: &Files) -> Vec<String> {
    let mut names = dependencies(&top.join("package.json"));
    let libs = Manifest::from_files(files).map(|(manifest, _)| manifest.extended_libs).unwrap_or_default();
    if libs.iter().any(|lib| lib == "weui") && !names.iter().any(|name| name == WEUI) {
        names.push(WEUI.into());
    }
    names
}

/// Those that some source names.
fn used(names: Vec<String>, files: &Files) -> BTreeSet<String> {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut left: Vec<String> = names;
    for path in files.paths() {
        if !matches!(
            path.extension().as_str(),
            "json" | "js" | "ts" | "wxml" | "axml" | "wxs" | "wxss" | "acss" | "mjs" | "cjs" | "scss" | "sass" | "less"
        ) || path.as_str() == "package.json"
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

/// What sources name inside of a package: `es/Button/index` of `antd-mini/es/Button/index`.
fn inner_paths(bytes: &[u8], name: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let ends = |c: char| matches!(c, '"' | '\'' | '`' | ')' | '\n' | ';');
    let prefix = format!("{name}/");
    let inner = text.split(&prefix).skip(1).map(|rest| rest.split(ends).next().unwrap_or_default());
    inner.filter(|path| SafePath::parse(path).is_ok()).map(str::to_string).collect()
}

/// A package that is used by paths into it: the folders of components that they lead to, and scripts.
fn named_package(name: &str, package: &Path, description: &Value, named: &BTreeSet<String>) -> Vec<PackageFile> {
    let mut taken = Vec::new();
    let has_template = |path: &str| package.join(format!("{path}.axml")).is_file();
    let folders: BTreeSet<&str> = named.iter().filter(|path| has_template(path)).filter_map(|path| Some(path.split_once('/')?.0)).collect();
    for folder in &folders {
        let inside = package.join(folder);
        if !leads_below(&inside, package) {
            continue;
        }
        taken.append(&mut component_package(&format!("{name}/{folder}"), &inside, &inside));
    }
    if folders.is_empty() {
        let scripts: Vec<String> = named.iter().filter_map(|path| script_at(package, path)).collect();
        taken = plain_package(name, package, description, scripts);
    }
    taken
}

/// The folder of a package that holds mini-program code: what its field for that names, else `miniprogram_dist`.
fn component_folder(package: &Path, description: &Value, field: &str) -> Option<PathBuf> {
    let named = description.get(field).and_then(Value::as_str).map(|inside| inside.trim_start_matches("./").trim_matches('/').to_string());
    let inside = named.unwrap_or_else(|| "miniprogram_dist".into());
    if inside.is_empty() || inside == "." {
        return Some(package.to_path_buf());
    }
    SafePath::parse(&inside).ok()?;
    Some(package.join(inside)).filter(|folder| folder.is_dir() && leads_below(folder, package))
}

/// A package of components: its folder as it is.
fn component_package(name: &str, package: &Path, inside: &Path) -> Vec<PackageFile> {
    let mut entries = Vec::new();
    // What can't be read is missing later, where it is used, and told there.
    let _ = super::walk(inside, "", 0, &mut entries, &mut Vec::new());
    let below = inside.strip_prefix(package).unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/");
    let origin = if below.is_empty() { format!("node_modules/{name}") } else { format!("node_modules/{name}/{below}") };
    // Sass and Less are there to be imported by the program's own; the caller leaves them out afterwards.
    let is_needed = |path: &str| ![".d.ts", ".map", ".md"].iter().any(|ending| path.ends_with(ending));
    let files = entries.into_iter().filter(|(path, _)| is_needed(path));
    files
        .map(|(path, bytes)| PackageFile { name: format!("miniprogram_npm/{name}/{path}"), origin: format!("{origin}/{path}"), bytes })
        .collect()
}

/// The main script of a package: `main`, else `module`, else what `exports` says for CommonJS or for everybody.
fn main_of(description: &Value) -> Option<&str> {
    let text = |key: &str| description.get(key).and_then(Value::as_str);
    let mut exported = description.get("exports");
    // A condition may hold conditions.
    for _ in 0..4 {
        exported = exported.and_then(|at| [".", "require", "default", "import"].iter().find_map(|key| at.get(*key)).or(Some(at)));
    }
    text("main").or_else(|| text("module")).or_else(|| exported.and_then(Value::as_str))
}

/// A package of plain scripts: the ones that its main script and `more` reach, and an `index.js` that leads there.
fn plain_package(name: &str, package: &Path, description: &Value, more: Vec<String>) -> Vec<PackageFile> {
    let main = main_of(description).unwrap_or("index.js").trim_start_matches("./");
    let Some(main) = script_at(package, main) else { return Vec::new() };
    let mut reached = Vec::new();
    let mut seen: BTreeSet<String> = more.into_iter().chain([main.clone()]).collect();
    let mut open: Vec<String> = seen.iter().cloned().collect();
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
    let is_script = |path: &Path| path.is_file() && leads_below(path, package);
    candidates.into_iter().find(|path| SafePath::parse(path).is_ok() && is_script(&package.join(path)))
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
