//! Sass and Less of a source folder -> the WXSS that a program runs on. Bundles carry what was made here, so no stranger's sheet is ever
//! compiled on a phone. It must not look at sheets that nothing uses.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::style::{self, Part, StyleOptions};

use super::less::Less;

/// Endings of sheets that have to be compiled.
const ENDINGS: &[&str] = &["scss", "sass", "less"];

/// What became of the sheets.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    /// File of the program -> where it comes from, and its text.
    pub(super) sheets: BTreeMap<String, (String, String)>,
    /// What was wrong, with the program's file that lacks it.
    pub(super) found: Vec<(String, Diagnostic)>,
}

/// True for a file that is compiled to a style sheet.
pub(super) fn is_source(path: &str) -> bool {
    ENDINGS.iter().any(|ending| path.rsplit_once('.').is_some_and(|(_, own)| own == *ending))
}

/// Compiles the sheets beside pages, components and the app that have no WXSS, and those that a WXSS imports. What was compiled last is
/// kept: `dev` reads the folder again at every change, and mostly of a script.
pub(super) fn compile(files: &Files) -> Made {
    static LAST: Mutex<Option<(u64, Made)>> = Mutex::new(None);
    if !files.paths().any(|path| is_source(path.as_str())) {
        return Made::default();
    }
    let print = fingerprint(files);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, made)) = last.as_ref().filter(|(known, _)| *known == print) {
        return made.clone();
    }
    let made = compile_all(files);
    *last = Some((print, made.clone()));
    made
}

/// Everything that the result depends on: all names, and the texts of all sheets.
fn fingerprint(files: &Files) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in files.paths() {
        path.as_str().hash(&mut hasher);
        if is_source(path.as_str()) || matches!(path.extension().as_str(), "wxss" | "acss" | "css") {
            files.read(path).hash(&mut hasher);
        }
    }
    hasher.finish()
}

fn compile_all(files: &Files) -> Made {
    let mut made = Made::default();
    let mut less = Less::default();
    let mut make = |name: String, source: &str| {
        let css = match source.ends_with(".less") {
            true => less.compile(source, files),
            false => style::sass(source, files),
        };
        let css = css.unwrap_or_else(|found| {
            made.found.push((name.clone(), found));
            String::new()
        });
        made.sheets.insert(name, (source.to_owned(), css));
    };
    for path in files.paths().map(|path| path.as_str()).filter(|path| is_source(path)) {
        let Some((bare, _)) = path.rsplit_once('.') else { continue };
        let has = |ending: &str| files.contains(format!("{bare}.{ending}"));
        let is_used = bare == "app" || ["json", "wxml", "axml", "js", "ts"].into_iter().any(has);
        if is_used && !has("wxss") && !has("acss") {
            make(format!("{bare}.wxss"), path);
        }
    }
    for imported in imported(files) {
        if files.contains(&imported) {
            make(imported.clone(), &imported);
        }
    }
    made
}

/// Sheets to be compiled that a WXSS imports.
fn imported(files: &Files) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files.paths().filter(|path| matches!(path.extension().as_str(), "wxss" | "acss")) {
        let Some(source) = files.text(path) else { continue };
        if !ENDINGS.iter().any(|ending| source.contains(&format!(".{ending}"))) {
            continue;
        }
        let (sheet, _) = style::compile(path.as_str(), &source, &StyleOptions::default());
        found.extend(sheet.parts.into_iter().filter_map(|part| match part {
            Part::Import(target) if is_source(&target) => Some(target),
            _ => None,
        }));
    }
    found
}
