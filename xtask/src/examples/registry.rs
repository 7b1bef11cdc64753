//! The registry folder that ships with the shell: the examples, signed by a key made on this machine. It must not know
//! how signing works, and it leaves a registry alone whose content has not changed: the shell is built from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use banchan_core::host::SystemRandom;
use banchan_core::store::{self, FolderSource, Published, Registry, SecretKey};
use banchan_formats::bundle::{Files, Limits};
use banchan_formats::manifest::AppInfo;

use super::{ExamplesError, Places, at};

/// The file of the registry that holds its public key, for the shell to pin.
const KEY: &str = "key.pub";

/// Packs and signs the examples that are `ready` (name and folder) into `registry`, and answers what they call
/// themselves, in the same order.
pub(crate) fn publish(places: &Places, ready: &[(String, PathBuf)], registry: &Path) -> Result<Vec<AppInfo>, ExamplesError> {
    let key = key(&places.target.join("registry-key"))?;
    let before = Registry::open(Arc::new(FolderSource::new(registry)), &[key.public()]).ok();
    let mut infos = Vec::new();
    let mut apps = Vec::new();
    for (name, folder) in ready {
        let (info, app) = signed(name, folder, before.as_ref(), &key)?;
        infos.push(info);
        apps.push(app);
    }
    if same(before.as_ref(), &apps) {
        return Ok(infos);
    }
    match fs::remove_dir_all(registry) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(at(registry)(error)),
        _ => {}
    }
    let serial = before.as_ref().map_or(0, |old| old.serial() + 1).max(seconds());
    store::write_folder(registry, "Banchan examples", serial, &apps, &key)
        .map_err(|error| ExamplesError::File { path: registry.to_path_buf(), reason: error.to_string() })?;
    let public = registry.join(KEY);
    fs::write(&public, key.public().to_string()).map_err(at(&public))?;
    Ok(infos)
}

/// Signs one example. A store keeps what it has when the version is the same, so an example that changed since it was
/// last signed gets the next number, and one that did not keeps its own.
fn signed(name: &str, folder: &Path, before: Option<&Registry>, key: &SecretKey) -> Result<(AppInfo, Published), ExamplesError> {
    let broken = |error: &dyn std::fmt::Display| ExamplesError::Publish { name: name.to_string(), reason: error.to_string() };
    let sign = || -> Result<(AppInfo, Published), ExamplesError> {
        let files = files(name, folder)?;
        let app = store::publish(&files, key).map_err(|error| broken(&error))?;
        let info = AppInfo::from_files(&files).0.ok_or_else(|| broken(&"banchan.json is missing"))?;
        Ok((info, app))
    };
    let (info, app) = sign()?;
    let Some(old) = before.and_then(|before| before.releases().find(|old| old.app.id == info.id)) else {
        return Ok((info, app));
    };
    let last = old.app.version;
    if last < info.version || fits(old, &app) {
        return Ok((info, app));
    }
    renumber(folder, last)?;
    let (info, app) = sign()?;
    if fits(old, &app) {
        return Ok((info, app));
    }
    renumber(folder, last + 1)?;
    sign()
}

fn fits(old: &store::Release, app: &Published) -> bool {
    app.files.iter().any(|(_, bytes)| old.bundle.fits(bytes))
}

fn same(before: Option<&Registry>, apps: &[Published]) -> bool {
    let Some(before) = before else { return false };
    before.releases().count() == apps.len() && before.releases().all(|old| apps.iter().any(|app| fits(old, app)))
}

/// Writes another version into the laid-out `banchan.json`.
fn renumber(folder: &Path, version: u64) -> Result<(), ExamplesError> {
    let path = folder.join("banchan.json");
    let text = fs::read_to_string(&path).map_err(at(&path))?;
    let broken = |error: serde_json::Error| ExamplesError::File { path: path.clone(), reason: error.to_string() };
    let mut json: serde_json::Value = serde_json::from_str(&text).map_err(broken)?;
    if let Some(object) = json.as_object_mut() {
        object.insert("version".into(), version.into());
    }
    let text = serde_json::to_string_pretty(&json).map_err(broken)?;
    fs::write(&path, text).map_err(at(&path))
}

/// The key of this machine, made when there is none.
fn key(path: &Path) -> Result<SecretKey, ExamplesError> {
    let bad = |reason: String| ExamplesError::File { path: path.to_path_buf(), reason };
    match fs::read_to_string(path) {
        Ok(text) => SecretKey::parse(&text).map_err(|error| bad(format!("{error}. Delete the file to make a new key"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = SecretKey::generate(&SystemRandom).map_err(|error| bad(error.to_string()))?;
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(at(folder))?;
            }
            fs::write(path, key.to_text()).map_err(at(path))?;
            Ok(key)
        }
        Err(error) => Err(at(path)(error)),
    }
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |past| past.as_secs())
}

/// All files of a folder as a bundle.
pub(super) fn files(name: &str, folder: &Path) -> Result<Files, ExamplesError> {
    let mut entries = Vec::new();
    collect(folder, folder, &mut entries)?;
    Files::from_entries(entries, &Limits::default())
        .map_err(|error| ExamplesError::Publish { name: name.to_string(), reason: error.to_string() })
}

fn collect(root: &Path, folder: &Path, entries: &mut Vec<(String, Vec<u8>)>) -> Result<(), ExamplesError> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        if path.is_dir() {
            collect(root, &path, entries)?;
        } else if let Ok(inside) = path.strip_prefix(root) {
            let name = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            entries.push((name, fs::read(&path).map_err(at(&path))?));
        }
    }
    Ok(())
}
