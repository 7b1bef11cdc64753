//! Two errors: outwards one small enum whose variants exist because a host acts differently on each, inwards the three
//! answers that a mini-program can tell apart. The sentences are core's, for people.

use banchan_core::host::{HostError, OwnError, TileSourceError};
use banchan_core::permission::{GrantsError, UrlRefusal};
use banchan_core::store::StoreError;
use banchan_core::superapp::{OpenError, SetupError};
use banchan_formats::bundle::BundleError;
use banchan_formats::code::{Code, CodeError};
use banchan_formats::scan::ScanError;

/// Why the super-app did not do it.
#[derive(Debug, thiserror::Error, uniffi::Error)]
#[allow(missing_docs)] // the fields are sentences
pub enum MiniError {
    /// The text is unsafe, broken or empty, or the picture holds no code.
    #[error("{reason}")]
    BadCode { reason: String },
    /// The text means something else: offer that.
    #[error("this code does not lead to a mini-program")]
    NotMiniProgram { code: Code },
    /// No registry knows it.
    #[error("{reason}")]
    Unknown { reason: String },
    /// Its bundle, or a registry, was refused: unsigned, altered, older, malformed. Nothing of it ran.
    #[error("{reason}")]
    Refused { reason: String },
    /// It was tried.
    #[error("{reason}")]
    Failed { reason: String },
    /// Its first screen did not come.
    #[error("{reason}")]
    TooSlow { reason: String },
    /// The super-app was shut down.
    #[error("this super-app was shut down: make a new one")]
    Closed,
    /// A fault of ours, caught at the border: worth a report.
    #[error("an internal error: {reason}")]
    Internal { reason: String },
}

impl MiniError {
    /// That it was tried, and why it did not work.
    pub(crate) fn failed(why: impl std::fmt::Display) -> Self {
        Self::Failed { reason: why.to_string() }
    }
}

/// Why the phone did not do it.
#[derive(Debug, thiserror::Error, uniffi::Error)]
#[allow(missing_docs)] // the field is a sentence
pub enum MiniHostError {
    /// This host has no such thing.
    #[error("this host does not support it")]
    Unsupported,
    /// The user ended it.
    #[error("cancelled")]
    Cancelled,
    /// It was tried.
    #[error("{reason}")]
    Failed { reason: String },
}
impl From<uniffi::UnexpectedUniFFICallbackError> for MiniHostError {
    /// Anything else that a host throws ends that call, and nothing more.
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: error.reason }
    }
}
impl From<MiniHostError> for HostError {
    fn from(error: MiniHostError) -> Self {
        match error {
            MiniHostError::Unsupported => Self::Unsupported,
            MiniHostError::Cancelled => Self::Cancelled,
            MiniHostError::Failed { reason } => Self::Failed { reason },
        }
    }
}
impl From<OpenError> for MiniError {
    fn from(error: OpenError) -> Self {
        let reason = error.to_string();
        match error {
            OpenError::Code(_) => Self::BadCode { reason },
            OpenError::NotMiniProgram { code } => Self::NotMiniProgram { code: *code },
            OpenError::Unknown(_) => Self::Unknown { reason },
            OpenError::Refused(_) => Self::Refused { reason },
            OpenError::Failed { .. } => Self::Failed { reason },
            OpenError::TooSlow => Self::TooSlow { reason },
        }
    }
}
impl From<StoreError> for MiniError {
    fn from(error: StoreError) -> Self {
        OpenError::from(error).into()
    }
}
impl From<SetupError> for MiniError {
    fn from(error: SetupError) -> Self {
        match error {
            SetupError::Store(error) => error.into(),
            SetupError::System(_) => Self::failed(error),
        }
    }
}

macro_rules! told_as {
    ($($error:ty => $variant:ident),*) => {
        $(impl From<$error> for MiniError {
            fn from(error: $error) -> Self {
                Self::$variant { reason: error.to_string() }
            }
        })*
    };
}
told_as!(CodeError => BadCode, ScanError => BadCode, GrantsError => Failed, OwnError => Failed, MiniHostError => Failed, TileSourceError => Failed, BundleError => Refused, UrlRefusal => Refused);
