//! Zip files of bundles: strict reading (no links, no passwords, nothing twice), and writing the same bytes each time.
//! It must not touch a disk; names become paths in `path`, caps on count and total are kept by `files`.

use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::{BundleError, Files, Limits, SafePath};

/// Files up to this size may be as compressible as they like.
const RATIO_FREE: u64 = 64 << 10;

/// A zip in memory whose directory was checked. Reading makes a cheap clone of the directory's handle, so that threads
/// do not wait for each other.
pub(super) struct Archive(ZipArchive<Cursor<Shared>>);

#[derive(Clone)]
struct Shared(Arc<[u8]>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Archive({} entries)", self.0.len())
    }
}

/// One file of the directory.
pub(super) struct Listed {
    pub(super) path: SafePath,
    pub(super) size: u64,
    pub(super) index: usize,
}

impl Archive {
    /// Checks the directory: every name, kind, method and size. No content is read.
    pub(super) fn open(bytes: Vec<u8>, limits: &Limits) -> Result<(Self, Vec<Listed>), BundleError> {
        let bytes: Arc<[u8]> = bytes.into();
        let mut archive =
            ZipArchive::new(Cursor::new(Shared(bytes.clone()))).map_err(|error| BundleError::NotZip { reason: error.to_string() })?;
        if archive.len() > limits.files {
            return Err(BundleError::TooManyFiles { limit: limits.files });
        }
        refuse_twice(&bytes, archive.central_directory_start(), archive.len())?;
        let mut listed = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index).map_err(|error| BundleError::NotZip { reason: error.to_string() })?;
            let raw = file.name_raw();
            let Ok(name) = std::str::from_utf8(raw) else {
                return Err(BundleError::NameEncoding { shown: String::from_utf8_lossy(raw).chars().take(80).collect() });
            };
            let (is_folder, name) = match name.strip_suffix('/') {
                Some(folder) => (true, folder),
                None => (false, name),
            };
            let path = SafePath::parse(name)?;
            let shown = path.to_string();
            // The upper bits of a Unix mode tell links, pipes and devices from files; absent means made on Windows.
            let kind = file.unix_mode().unwrap_or(0) & 0o170_000;
            if !matches!((kind, is_folder), (0, _) | (0o100_000, false) | (0o040_000, true)) {
                return Err(BundleError::NotAFile { path: shown });
            }
            if is_folder {
                continue;
            }
            if file.encrypted() {
                return Err(BundleError::Encrypted { path: shown });
            }
            if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
                return Err(BundleError::Method { path: shown });
            }
            let size = file.size();
            if size > RATIO_FREE && size / limits.ratio.max(1) > file.compressed_size() {
                return Err(BundleError::Ratio { path: shown, limit: limits.ratio });
            }
            listed.push(Listed { path, size, index });
        }
        Ok((Self(archive), listed))
    }

    /// Inflates one file; `None` when it is damaged or its size is not what the directory says.
    pub(super) fn read(&self, index: usize, size: u64) -> Option<Vec<u8>> {
        let mut data = Vec::with_capacity(usize::try_from(size).ok()?);
        let mut archive = self.0.clone();
        let file = archive.by_index(index).ok()?;
        // One byte more than announced is asked for, so that a lie about the size shows and can't cost more.
        file.take(size.saturating_add(1)).read_to_end(&mut data).ok()?;
        (data.len() as u64 == size).then_some(data)
    }

    /// Whether size and checksum of one file are right.
    pub(super) fn is_whole(&self, index: usize, size: u64) -> bool {
        let mut archive = self.0.clone();
        let Ok(file) = archive.by_index(index) else { return false };
        std::io::copy(&mut file.take(size.saturating_add(1)), &mut std::io::sink()).is_ok_and(|read| read == size)
    }
}

/// The reader keeps one entry a name, so a second one would vanish silently: count the directory's records here.
fn refuse_twice(bytes: &[u8], start: u64, kept: usize) -> Result<(), BundleError> {
    let cut = || BundleError::NotZip { reason: "its directory is cut off".into() };
    let mut at = usize::try_from(start).map_err(|_| cut())?;
    let mut names = std::collections::HashSet::new();
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let length = |offset: usize| -> Option<usize> {
            let pair = bytes.get(at + offset..at + offset + 2)?;
            Some(usize::from(u16::from_le_bytes(pair.try_into().ok()?)))
        };
        let (name, extra, comment) = (length(28).ok_or_else(cut)?, length(30).ok_or_else(cut)?, length(32).ok_or_else(cut)?);
        let name_bytes = bytes.get(at + 46..at + 46 + name).ok_or_else(cut)?;
        if !names.insert(name_bytes) {
            return Err(BundleError::Duplicate { path: String::from_utf8_lossy(name_bytes).chars().take(80).collect() });
        }
        at += 46 + name + extra + comment;
    }
    if names.len() != kept {
        return Err(BundleError::NotZip { reason: "its directory does not match its own count".into() });
    }
    Ok(())
}

/// Packs files into a zip: sorted, without times and owners, so that equal files give equal bytes on every machine.
/// A file that is damaged in its own source is left out; [`Files::prove`] tells before.
#[must_use]
pub fn pack(files: &Files) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644).system(System::Unix);
    for path in files.paths() {
        let Some(data) = files.read(path) else { continue };
        // Media are compressed already; deflating them again costs time at every open.
        let is_media =
            matches!(path.extension().as_str(), "png" | "jpg" | "jpeg" | "webp" | "gif" | "mp3" | "m4a" | "mp4" | "woff2" | "zip");
        let options = if is_media || data.len() < 64 {
            plain.compression_method(CompressionMethod::Stored)
        } else {
            plain.compression_method(CompressionMethod::Deflated).compression_level(Some(9))
        };
        // Writing to memory fails only for names and sizes that `Files` does not let in.
        if writer.start_file(path.as_str(), options).is_ok() {
            let _ = writer.write_all(data);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

#[cfg(test)]
mod tests;
