//! A whole mini-program in one folder: the example's own files and its packages as `miniprogram_npm`, as "build npm" of
//! WeChat's tools makes it. It must not alter a file on the way.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::npm::Package;
use super::{ExamplesError, Places, at};

/// The script of an example that makes pages of tables, once its packages are there. It gets the laid-out folder and the packages.
const PAGES: &str = "pages.mjs";
/// Files of an example that are for its developers, not for the phone.
const NOT_SHIPPED: &[&str] =
    &["README.md", PAGES, "package.json", "package-lock.json", ".npmrc", "node_modules", "miniprogram_npm", "server"];
/// What a mini-program can use of a package.
const USED: &[&str] = &["js", "json", "wxml", "wxss", "wxs", "svg", "png", "jpg", "jpeg", "gif", "webp"];

/// The folders of `examples/` that are mini-programs, by name.
pub(crate) fn names(places: &Places) -> Result<Vec<String>, ExamplesError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(&places.examples).map_err(at(&places.examples))? {
        let entry = entry.map_err(at(&places.examples))?;
        if entry.path().join("app.json").is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Lays an example out in `target/examples/<name>`, replacing what was there, and answers the folder.
pub(crate) fn lay_out(places: &Places, name: &str, packages: &[Package]) -> Result<PathBuf, ExamplesError> {
    let all = places.target.join("examples");
    let folder = all.join(name);
    let fresh = all.join(format!("{name}.new"));
    remove(&fresh)?;
    copy(&places.examples.join(name), &fresh, &|path| !path.file_name().is_some_and(|file| NOT_SHIPPED.iter().any(|not| file == *not)))?;
    for package in packages {
        let place = fresh.join("miniprogram_npm").join(&package.name);
        copy(&package.files, &place, &used)?;
        if let Some(licence) = &package.licence {
            fs::copy(licence, place.join("LICENSE")).map_err(at(licence))?;
        }
    }
    let pages = places.examples.join(name).join(PAGES);
    if pages.is_file() {
        make_pages(&pages, &fresh, &places.target.join("npm").join(name).join("node_modules"))?;
    }
    remove(&folder)?;
    fs::rename(&fresh, &folder).map_err(at(&folder))?;
    Ok(folder)
}

fn make_pages(script: &Path, folder: &Path, modules: &Path) -> Result<(), ExamplesError> {
    let done = Command::new("node").arg(script).arg(folder).arg(modules).output();
    let output = done.map_err(|error| ExamplesError::Npm { reason: format!("node can't be started ({error})") })?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr).trim().to_string();
    Err(ExamplesError::File { path: script.to_path_buf(), reason: told })
}

fn used(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|ending| USED.iter().any(|used| ending == *used))
}

fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<(), ExamplesError> {
    fs::create_dir_all(to).map_err(at(to))?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        let path = entry.path();
        if !wanted(&path) {
            continue;
        }
        let target = to.join(entry.file_name());
        if path.is_dir() {
            copy(&path, &target, wanted)?;
        } else {
            fs::copy(&path, &target).map_err(at(&path))?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<(), ExamplesError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(folder)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use banchan_formats::diag::{Diagnostic, Severity};
    use banchan_formats::{script, style, template};

    fn findings(root: &Path, folder: &Path, found: &mut Vec<Diagnostic>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                findings(root, &path, found);
                continue;
            }
            let name = path.strip_prefix(root).expect("inside").display().to_string();
            let Ok(text) = fs::read_to_string(&path) else { continue };
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("wxml") => found.extend(template::compile(&name, &text).1),
                Some("wxss") => found.extend(style::compile(&name, &text, &style::StyleOptions::default()).1),
                Some("js") => found.extend(script::to_commonjs(&name, &text).err().unwrap_or_default()),
                Some("wxs") => found.extend(script::wxs(&name, &text).err().unwrap_or_default()),
                _ => {}
            }
        }
    }

    #[test]
    fn every_template_style_and_script_of_the_examples_compiles_without_a_finding() {
        let places = Places::new();
        for name in names(&places).expect("examples") {
            let mut found = Vec::new();
            let folder = places.examples.join(&name);
            findings(&folder, &folder, &mut found);
            assert!(found.is_empty(), "{name}: {found:#?}");
        }
    }

    #[test]
    fn the_published_libraries_compile_but_for_their_own_mistakes() {
        let folder = Places::new().target.join("examples/gallery/miniprogram_npm");
        if !folder.is_dir() {
            eprintln!("left out: the gallery's packages are not installed (cargo xtask examples)");
            return;
        }
        let mut found = Vec::new();
        findings(&folder, &folder, &mut found);
        let errors: Vec<String> = found.iter().filter(|one| one.severity == Severity::Error).map(ToString::to_string).collect();
        // Two templates of TDesign are broken as published.
        let unknown: Vec<&String> = errors.iter().filter(|one| !one.contains("chat-record") && !one.contains("/table/")).collect();
        assert!(unknown.is_empty(), "{unknown:#?}");
    }
}
