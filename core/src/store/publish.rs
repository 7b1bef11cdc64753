//! Making a registry: what `banchan pack` and the build of the examples use. It must not be reachable by a mini-program.

use std::path::Path;

use banchan_formats::bundle::{Files, pack};
use banchan_formats::manifest::{AppInfo, Manifest};

use super::StoreError;
use super::registry::{BundleRecord, Index, Release};
use super::sign::{Envelope, SecretKey};

/// One mini-program ready for a registry.
#[derive(Clone, Debug)]
pub struct Published {
    /// The signed release.
    pub envelope: Envelope,
    /// The files that it names: path in the registry, bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Packs and signs one mini-program. `banchan.json` among its files says who it is. The same files and key give the
/// same bytes.
///
/// # Errors
/// [`StoreError::Unpublishable`], with what to change.
pub fn publish(files: &Files, publisher: &SecretKey) -> Result<Published, StoreError> {
    let unpublishable = |reason: String| StoreError::Unpublishable { reason };
    let (info, found) = AppInfo::from_files(files);
    if let Some(finding) = found.first() {
        return Err(unpublishable(finding.to_string()));
    }
    let info = info.ok_or_else(|| unpublishable("there is no banchan.json: add one with at least an id and a name".into()))?;
    Manifest::from_files(files).map_err(|error| unpublishable(error.to_string()))?;
    if let Some(rule) = info.links.iter().find(|rule| rule.app_id != info.id) {
        return Err(unpublishable(format!("the link {} opens {}, not {}", rule.prefix, rule.app_id, info.id)));
    }
    let bytes = pack(files);
    let bundle = BundleRecord::of(format!("bundles/{}-{}.zip", info.id, info.version), &bytes);
    let mut written = vec![(bundle.path.clone(), bytes)];
    let mut icon = None;
    if !info.icon.is_empty() {
        let name = info.icon.trim_start_matches('/');
        let picture = files.read(name).ok_or_else(|| unpublishable(format!("banchan.json names the icon {name}, which is not there")))?;
        let kind = name.rsplit_once('.').map_or("png", |(_, kind)| kind).to_ascii_lowercase();
        let record = BundleRecord::of(format!("icons/{}.{kind}", info.id), picture);
        written.push((record.path.clone(), picture.to_vec()));
        icon = Some(record);
    }
    let release = Release { app: info, bundle, icon };
    let body = serde_json::to_string(&release).map_err(|error| unpublishable(error.to_string()))?;
    Ok(Published { envelope: publisher.seal("release", body), files: written })
}

/// The files of a registry with these mini-programs. `serial` must grow with every edition.
///
/// # Errors
/// [`StoreError::Unpublishable`] when the index can't be written.
pub fn index(name: &str, serial: u64, apps: &[Published], registry: &SecretKey) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let unpublishable = |error: serde_json::Error| StoreError::Unpublishable { reason: error.to_string() };
    let index = Index { name: name.into(), serial, releases: apps.iter().map(|app| app.envelope.clone()).collect() };
    let body = serde_json::to_string(&index).map_err(unpublishable)?;
    let sealed = serde_json::to_vec_pretty(&registry.seal("index", body)).map_err(unpublishable)?;
    let files = apps.iter().flat_map(|app| app.files.iter().cloned());
    Ok(std::iter::once(("index.json".to_owned(), sealed)).chain(files).collect())
}

/// Writes a registry into a folder, the index last, so that a reader never sees an index whose files are missing.
///
/// # Errors
/// [`StoreError::Disk`].
pub fn write_folder(folder: &Path, name: &str, serial: u64, apps: &[Published], registry: &SecretKey) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| StoreError::disk("write the registry", &error);
    for (path, bytes) in index(name, serial, apps, registry)?.into_iter().rev() {
        let target = folder.join(&path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let temporary = folder.join(format!("{path}.part"));
        std::fs::write(&temporary, bytes).map_err(failed)?;
        std::fs::rename(&temporary, &target).map_err(failed)?;
    }
    Ok(())
}
