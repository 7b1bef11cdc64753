//! Time, randomness, the files of a registry, and the log.

use banchan_core::host::{Clock, HostError, Random, SystemClock};
use banchan_core::permission::Slot;
use banchan_core::session::{Note, Watcher};
use banchan_core::store::{RegistrySource, SourceError};
use banchan_formats::bundle::SafePath;

use super::Of;
use crate::errors::MiniHostError;
use crate::records::{MiniNote, MiniSlot};

/// The time.
#[uniffi::export(with_foreign)]
pub trait MiniClockHost: Send + Sync {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> Result<f64, MiniHostError>;
}
impl Clock for Of<dyn MiniClockHost> {
    fn now_ms(&self) -> f64 {
        // The system's clock is better than none.
        self.host.now_ms().unwrap_or_else(|_| SystemClock.now_ms())
    }
}

/// Randomness.
#[uniffi::export(with_foreign)]
pub trait MiniRandomHost: Send + Sync {
    /// So many bytes that nobody can guess.
    fn random_bytes(&self, count: u32) -> Result<Vec<u8>, MiniHostError>;
}
impl Random for Of<dyn MiniRandomHost> {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), HostError> {
        let bytes = self.host.random_bytes(u32::try_from(buffer.len()).unwrap_or(u32::MAX))?;
        if bytes.len() != buffer.len() {
            return Err(HostError::failed(format!("the host gave {} random bytes instead of {}", bytes.len(), buffer.len())));
        }
        buffer.copy_from_slice(&bytes);
        Ok(())
    }
}

/// The files of a registry, such as those packed into the host's app. What is in them is verified.
#[uniffi::export(with_foreign)]
pub trait MiniRegistryHost: Send + Sync {
    /// A file, whole; one that is larger than `limit` bytes is refused.
    fn read_registry(&self, path: String, limit: u64) -> Result<Vec<u8>, MiniHostError>;
}
impl RegistrySource for Of<dyn MiniRegistryHost> {
    fn read(&self, path: &SafePath, limit: u64) -> Result<Vec<u8>, SourceError> {
        let failed = |reason: String| SourceError { path: path.to_string(), reason };
        let bytes = self.host.read_registry(path.to_string(), limit).map_err(|error| failed(error.to_string()))?;
        if bytes.len() as u64 > limit { Err(failed(format!("it is larger than {limit} bytes"))) } else { Ok(bytes) }
    }
}

/// What a developer may see. Every method returns at once.
#[uniffi::export(with_foreign)]
pub trait MiniLogHost: Send + Sync {
    /// Something that a mini-program did: a line of its console, an error, a call, a page.
    fn note(&self, slot: MiniSlot, note: MiniNote) -> Result<(), MiniHostError>;
    /// The host itself failed at something that core told it: worth a report to whoever wrote it.
    fn complaint(&self, text: String) -> Result<(), MiniHostError>;
}
impl Watcher for Of<dyn MiniLogHost> {
    fn note(&self, slot: Slot, note: Note) {
        // A log that fails has nobody to be told to.
        let _ = self.host.note(slot, note);
    }
}
