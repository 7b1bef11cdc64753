//! A whole mini-program in one folder: the example's own files and its packages as `miniprogram_npm`, as "build npm" of
//! WeChat's tools makes it. It must not alter a file on the way.

use std::fs;
use std::path::{Path, PathBuf};

use super::npm::Package;
use super::{ExamplesError, Places, at};

/// Files of an example that are for its developers, not for the phone.
const NOT_SHIPPED: &[&str] = &["README.md", "package.json", "package-lock.json", ".npmrc", "node_modules", "miniprogram_npm"];
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
    remove(&folder)?;
    fs::rename(&fresh, &folder).map_err(at(&folder))?;
    Ok(folder)
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
