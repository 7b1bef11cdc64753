//! What can go wrong with what lasts, in sentences for the person in front of the phone.

use banchan_formats::bundle::BundleError;
use banchan_formats::code::AppId;

use super::registry::SourceError;
use super::sign::EnvelopeError;

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No registry knows it.
    #[error("no mini-program with the id {app} is known here: add the registry that publishes it")]
    UnknownApp {
        /// The id that was asked for.
        app: AppId,
    },
    /// It was never installed.
    #[error("{app} is not installed")]
    NotInstalled {
        /// Which.
        app: AppId,
    },
    /// A signature is missing, wrong, or by somebody else.
    #[error("{what} can't be trusted: {why}")]
    Untrusted {
        /// What was to be verified.
        what: String,
        /// What is wrong with it.
        why: EnvelopeError,
    },
    /// The bytes are not those that were signed.
    #[error("{app} was altered after its publisher signed it, so it was not opened; installing it again may help")]
    Altered {
        /// Which.
        app: AppId,
    },
    /// Somebody offers an old version as new.
    #[error("{app} is offered in version {offered}, but version {seen} was here before; older versions are refused")]
    Older {
        /// Which.
        app: AppId,
        /// The version offered.
        offered: u64,
        /// The highest version seen.
        seen: u64,
    },
    /// Somebody offers an old index as new.
    #[error("the registry {name} is offered in edition {offered}, but edition {seen} was here before; older ones are refused")]
    OlderIndex {
        /// The registry's name.
        name: String,
        /// The edition offered.
        offered: u64,
        /// The highest edition seen.
        seen: u64,
    },
    /// The index is signed but makes no sense.
    #[error("the index of the registry can't be read: {reason}")]
    BadIndex {
        /// What is wrong with it.
        reason: String,
    },
    /// The bundle is signed but is no bundle.
    #[error("the files of {app} can't be used: {why}")]
    BadBundle {
        /// Which.
        app: AppId,
        /// What is wrong with it.
        why: BundleError,
    },
    /// The registry could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The disk is full.
    #[error("the storage of this device is full: remove something, then try again")]
    DiskFull,
    /// The disk failed.
    #[error("could not {what}: {reason}")]
    Disk {
        /// What was tried.
        what: String,
        /// What the system says.
        reason: String,
    },
    /// The database failed.
    #[error("the database can't be used: {reason}")]
    Database {
        /// What it says.
        reason: String,
    },
    /// Something to publish is not fit for it.
    #[error("can't be published: {reason}")]
    Unpublishable {
        /// What is wrong and what to do.
        reason: String,
    },
}

impl StoreError {
    pub(super) fn disk(what: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::DiskFull,
            _ => Self::Disk { what: what.into(), reason: error.to_string() },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Database { reason: error.to_string() },
        }
    }
}
