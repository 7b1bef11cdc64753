//! The npm packages that an example names, installed from its lock file below `target/npm`. No script of a package is
//! run, and nothing is installed into `examples/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{ExamplesError, Places, at};

/// A package on disk.
pub(crate) struct Package {
    /// Name on npm: `@vant/weapp`.
    pub(crate) name: String,
    /// The folder that a mini-program sees: the package's `miniprogram` field.
    pub(crate) files: PathBuf,
    /// Its licence text, which has to travel along.
    pub(crate) licence: Option<PathBuf>,
}

/// The packages of an example, installed; empty for an example without `package.json`.
pub(crate) fn packages(places: &Places, name: &str, offline: bool) -> Result<Vec<Package>, ExamplesError> {
    let source = places.examples.join(name);
    let manifest = source.join("package.json");
    if !manifest.is_file() {
        return Ok(Vec::new());
    }
    let folder = installed(places, &source, name, offline)?;
    let json = read_json(&manifest)?;
    let names = json.get("dependencies").and_then(Value::as_object).map(|all| all.keys().cloned().collect::<Vec<_>>());
    names.unwrap_or_default().into_iter().map(|package| describe(&folder.join("node_modules").join(&package), package)).collect()
}

/// The folder below `target/npm` with the packages that the lock file in `source` names.
pub(crate) fn installed(places: &Places, source: &Path, name: &str, offline: bool) -> Result<PathBuf, ExamplesError> {
    let folder = places.target.join("npm").join(name);
    let lock = source.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(at(&lock))?;
    let stamp = folder.join("installed.lock");
    if fs::read(&stamp).ok().as_deref() != Some(wanted.as_slice()) {
        if offline {
            return Err(ExamplesError::Npm { reason: format!("the packages of {name} are not installed yet") });
        }
        install(source, &folder)?;
        fs::write(&stamp, &wanted).map_err(at(&stamp))?;
    }
    Ok(folder)
}

fn install(source: &Path, folder: &Path) -> Result<(), ExamplesError> {
    fs::create_dir_all(folder).map_err(at(folder))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        let from = source.join(file);
        if from.is_file() {
            fs::copy(&from, folder.join(file)).map_err(at(&from))?;
        }
    }
    println!("installing npm packages (a few seconds, the first time only)");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
    let done = Command::new(npm).args(arguments).current_dir(folder).output();
    let output = done.map_err(|error| ExamplesError::Npm { reason: format!("npm can't be started ({error})") })?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let last = told.lines().filter(|line| !line.trim().is_empty()).take(4).collect::<Vec<_>>().join("; ");
    Err(ExamplesError::Npm { reason: format!("npm ci failed: {last}") })
}

fn describe(folder: &Path, name: String) -> Result<Package, ExamplesError> {
    let json = read_json(&folder.join("package.json"))?;
    let inner = json.get("miniprogram").and_then(Value::as_str).unwrap_or("miniprogram_dist");
    let licence = ["LICENSE", "LICENSE.md", "LICENSE.txt"].iter().map(|file| folder.join(file)).find(|file| file.is_file());
    Ok(Package { name, files: folder.join(inner), licence })
}

fn read_json(path: &Path) -> Result<Value, ExamplesError> {
    let text = fs::read_to_string(path).map_err(at(path))?;
    serde_json::from_str(&text).map_err(|error| ExamplesError::File { path: path.to_path_buf(), reason: error.to_string() })
}
