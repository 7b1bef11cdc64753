//! Why a super-app could not be made, or a mini-program not be opened: few kinds, since a host acts on each. The
//! sentences are for people.

use banchan_formats::code::{Code, CodeError};
use banchan_formats::manifest::ManifestError;

use crate::store::StoreError;

/// Why a super-app could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system.
    #[error("the system refused: {0}")]
    System(#[from] std::io::Error),
}

/// Why a mini-program was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The text is unsafe, broken or empty.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The text means something else.
    #[error("this code does not lead to a mini-program")]
    NotMiniProgram {
        /// What it means.
        code: Box<Code>,
    },
    /// No registry knows it.
    #[error("{0}")]
    Unknown(String),
    /// Its bundle was refused: unsigned, altered, older, or malformed. Nothing of it ran.
    #[error("{0}")]
    Refused(String),
    /// It started and failed.
    #[error("{text}")]
    Failed {
        /// What happened and what to do.
        text: String,
    },
    /// Its first screen did not come.
    #[error("it took too long to open, and was ended. Try again; if that does not help, tell its publisher")]
    TooSlow,
}

impl OpenError {
    /// One word for the kind, for a shell that has its own sentences.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Code(_) => "code",
            Self::NotMiniProgram { .. } => "other",
            Self::Unknown(_) => "unknown",
            Self::Refused(_) => "refused",
            Self::Failed { .. } => "failed",
            Self::TooSlow => "slow",
        }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UnknownApp { .. } => Self::Unknown(error.to_string()),
            other => Self::Refused(other.to_string()),
        }
    }
}

impl From<ManifestError> for OpenError {
    fn from(error: ManifestError) -> Self {
        Self::Refused(error.to_string())
    }
}
