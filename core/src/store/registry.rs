//! A registry: a signed index of releases, each signed by its publisher. Reading and verifying; it must not install.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use banchan_formats::bundle::SafePath;
use banchan_formats::code::AppId;
use banchan_formats::manifest::AppInfo;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::sign::{Envelope, PublicKey};

/// Most bytes of an index.
const MAX_INDEX: u64 = 16 << 20;
/// Most bytes of a bundle, packed.
pub(super) const MAX_BUNDLE: u64 = 64 << 20;

/// A file of a registry could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} of the registry can't be read: {reason}")]
pub struct SourceError {
    /// Which file.
    pub path: String,
    /// What the system says.
    pub reason: String,
}

/// Where the files of a registry come from.
pub trait RegistrySource: Send + Sync {
    /// A file, whole.
    ///
    /// # Errors
    /// [`SourceError`] when there is none, or when it is larger than `limit` bytes.
    fn read(&self, path: &SafePath, limit: u64) -> Result<Vec<u8>, SourceError>;
}

/// A folder on this machine.
#[derive(Clone, Debug)]
pub struct FolderSource {
    root: PathBuf,
}

impl FolderSource {
    /// A folder that holds `index.json`.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl RegistrySource for FolderSource {
    fn read(&self, path: &SafePath, limit: u64) -> Result<Vec<u8>, SourceError> {
        use std::io::Read as _;
        let failed = |reason: String| SourceError { path: path.to_string(), reason };
        let file = std::fs::File::open(self.root.join(path.as_str())).map_err(|error| failed(error.to_string()))?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| failed(error.to_string()))?;
        if bytes.len() as u64 > limit {
            return Err(failed(format!("it is larger than {limit} bytes")));
        }
        Ok(bytes)
    }
}

/// Files that are part of the program.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedSource {
    files: &'static [(&'static str, &'static [u8])],
}

impl EmbeddedSource {
    /// Path and bytes of every file.
    #[must_use]
    pub const fn new(files: &'static [(&'static str, &'static [u8])]) -> Self {
        Self { files }
    }
}

impl RegistrySource for EmbeddedSource {
    fn read(&self, path: &SafePath, limit: u64) -> Result<Vec<u8>, SourceError> {
        let found = self.files.iter().find(|(name, bytes)| *name == path.as_str() && bytes.len() as u64 <= limit);
        let missing = || SourceError { path: path.to_string(), reason: "it is not there".into() };
        found.map(|(_, bytes)| bytes.to_vec()).ok_or_else(missing)
    }
}

/// A file that a release names, with what it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleRecord {
    /// Its path in the registry.
    pub path: String,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
}

impl BundleRecord {
    /// Describes these bytes.
    #[must_use]
    pub fn of(path: String, bytes: &[u8]) -> Self {
        Self { path, sha256: sha256_hex(bytes), size: bytes.len() as u64 }
    }

    /// Whether these are the bytes.
    #[must_use]
    pub fn fits(&self, bytes: &[u8]) -> bool {
        self.size == bytes.len() as u64 && self.sha256.eq_ignore_ascii_case(&sha256_hex(bytes))
    }
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    use std::fmt::Write as _;
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What a publisher signs: the mini-program's facts and the hash of its bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Who it is, what it may talk to, how it is found.
    pub app: AppInfo,
    /// Its files, packed.
    pub bundle: BundleRecord,
    /// Its picture, also inside the bundle, so that a list can show it before it is installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<BundleRecord>,
}

impl Release {
    /// Reads a signed release.
    pub(super) fn open(envelope: &Envelope) -> Result<Self, StoreError> {
        let untrusted = |why| StoreError::Untrusted { what: "a release".into(), why };
        let signer = PublicKey::parse(&envelope.key)
            .map_err(|why| untrusted(if envelope.key.is_empty() { super::EnvelopeError::Unsigned } else { why }))?;
        let body = envelope.open("release", &[signer]).map_err(untrusted)?;
        let mut release: Release =
            serde_json::from_str(body).map_err(|error| StoreError::BadIndex { reason: format!("a release: {error}") })?;
        if i64::try_from(release.app.version).is_err() {
            return Err(StoreError::BadIndex { reason: format!("{} has an impossible version", release.app.id) });
        }
        if release.bundle.size > MAX_BUNDLE {
            return Err(StoreError::BadIndex { reason: format!("{} is too large", release.app.id) });
        }
        // A publisher can only speak for the own mini-program.
        let own = release.app.id.clone();
        release.app.links.retain(|rule| rule.app_id == own);
        Ok(release)
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct Index {
    pub name: String,
    /// Grows with every edition.
    pub serial: u64,
    pub releases: Vec<Envelope>,
}

/// A registry whose index was verified.
pub struct Registry {
    name: String,
    serial: u64,
    key: PublicKey,
    source: Arc<dyn RegistrySource>,
    /// Of the bytes of its index.
    digest: String,
    releases: BTreeMap<AppId, (Arc<Release>, Envelope)>,
    refused: Vec<String>,
}

impl Registry {
    /// Reads and verifies the index. A release in it that can't be trusted is left out and told by [`Registry::refused`].
    ///
    /// # Errors
    /// [`StoreError`] when the index is missing, unsigned, altered, or signed by a key that is not pinned.
    pub fn open(source: Arc<dyn RegistrySource>, pinned: &[PublicKey]) -> Result<Self, StoreError> {
        let bytes = source.read(&safe("index.json")?, MAX_INDEX)?;
        Self::read_index(source, pinned, &bytes)
    }

    fn read_index(source: Arc<dyn RegistrySource>, pinned: &[PublicKey], bytes: &[u8]) -> Result<Self, StoreError> {
        let bad = |error: serde_json::Error| StoreError::BadIndex { reason: error.to_string() };
        let envelope: Envelope = serde_json::from_slice(bytes).map_err(bad)?;
        let untrusted = |why| StoreError::Untrusted { what: "the index of the registry".into(), why };
        let index: Index = serde_json::from_str(envelope.open("index", pinned).map_err(untrusted)?).map_err(bad)?;
        let key = PublicKey::parse(&envelope.key).map_err(untrusted)?;
        let digest = sha256_hex(bytes);
        let mut registry =
            Self { name: index.name, serial: index.serial, key, source, digest, releases: BTreeMap::new(), refused: Vec::new() };
        for envelope in index.releases {
            match Release::open(&envelope) {
                Ok(release) => registry.take(release, envelope),
                Err(error) => registry.refused.push(error.to_string()),
            }
        }
        Ok(registry)
    }

    /// The registry as it is now; `None` when it is the edition that is known. Reads its source again, signed by the same key.
    ///
    /// # Errors
    /// As [`Registry::open`].
    pub(super) fn again(&self) -> Result<Option<Self>, StoreError> {
        let bytes = self.source.read(&safe("index.json")?, MAX_INDEX)?;
        if sha256_hex(&bytes) == self.digest {
            return Ok(None);
        }
        Self::read_index(self.source.clone(), &[self.key], &bytes).map(Some)
    }

    /// Keeps the newest release of each mini-program.
    fn take(&mut self, release: Release, envelope: Envelope) {
        let newest = self.releases.get(&release.app.id).map_or(0, |(known, _)| known.app.version);
        if release.app.version >= newest {
            self.releases.insert(release.app.id.clone(), (Arc::new(release), envelope));
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its edition.
    #[must_use]
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// Who signed it.
    #[must_use]
    pub fn key(&self) -> PublicKey {
        self.key
    }

    /// Releases that were left out, each with the reason.
    #[must_use]
    pub fn refused(&self) -> &[String] {
        &self.refused
    }

    /// The newest release of each mini-program.
    pub fn releases(&self) -> impl Iterator<Item = &Arc<Release>> {
        self.releases.values().map(|(release, _)| release)
    }

    pub(super) fn find(&self, app: &AppId) -> Option<(Arc<Release>, Envelope)> {
        self.releases.get(app).cloned()
    }

    pub(super) fn read(&self, record: &BundleRecord) -> Result<Vec<u8>, StoreError> {
        Ok(self.source.read(&safe(&record.path)?, record.size.min(MAX_BUNDLE))?)
    }
}

fn safe(path: &str) -> Result<SafePath, StoreError> {
    SafePath::parse(path).map_err(|error| StoreError::BadIndex { reason: error.to_string() })
}
