//! The one table of the words and numbers with which a call fails. Programs compare these words, so they are WeChat's
//! where WeChat has any; where it has none, they are for the person who debugs the program.

use super::args::ArgError;
use crate::files::FileError;
use crate::host::HostError;
use crate::permission::{Refusal, UrlRefusal};

/// Why a call failed. Displays as what follows `name:fail `.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The arguments are not what the member takes.
    #[error("parameter error: {0}")]
    Parameter(#[from] ArgError),
    /// This dialect, version or host does not have it.
    #[error("not supported")]
    NotSupported,
    /// The user said no.
    #[error("auth deny")]
    AuthDeny,
    /// The phone said no to the host.
    #[error("system permission denied")]
    SystemDeny,
    /// A position was asked for without a word in the manifest.
    #[error("the api need to be declared in the requiredPrivateInfos field in app.json/ext.json")]
    Undeclared,
    /// `wx.authorize` got something that is not a scope.
    #[error("invalid scope")]
    InvalidScope,
    /// The mini-program is not on screen.
    #[error("can only be invoked when the mini program is in foreground")]
    Background,
    /// The user closed it.
    #[error("cancel")]
    Cancel,
    /// The program took it back, or ended.
    #[error("abort")]
    Abort,
    /// It took too long.
    #[error("timeout")]
    Timeout,
    /// Nothing is stored under that key.
    #[error("data not found")]
    DataNotFound,
    /// One entry of the storage is too large.
    #[error("entry size limit reached")]
    EntryTooLarge,
    /// The storage is full.
    #[error("exceed storage max size")]
    StorageFull,
    /// The address is not in the list of the release.
    #[error("url not in domain list")]
    NotInDomainList,
    /// The address is not encrypted.
    #[error("url scheme is invalid, only {0} is supported")]
    BadScheme(&'static str),
    /// The address can't be read, or must not be contacted.
    #[error("invalid url: {0}")]
    InvalidUrl(String),
    /// Too many redirects.
    #[error("exceed max redirect count")]
    TooManyRedirects,
    /// Too many requests at once.
    #[error("exceed max task count")]
    TooManyTasks,
    /// The connection failed. The codes are Chromium's, which programs look for.
    #[error("errcode:{code} cronet_error_code:{code} error_msg:{name}")]
    Connection {
        /// Such as -102.
        code: i32,
        /// Such as `net::ERR_CONNECTION_REFUSED`.
        name: &'static str,
    },
    /// Something about a file.
    #[error("{0}")]
    File(FileWords),
    /// With a number of its own, as `requestSubscribeMessage` has.
    #[error("{text}")]
    Coded {
        /// What `errCode` is.
        code: u32,
        /// The words.
        text: String,
    },
    /// Anything else, in plain words.
    #[error("{0}")]
    Other(String),
}

/// WeChat's words for what went wrong with a file: the reason, and mostly the operation and the path as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileWords {
    /// What follows `name:fail `.
    pub text: String,
    /// WeChat's number.
    pub errno: u32,
}

impl std::fmt::Display for FileWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<FileError> for FileWords {
    fn from(why: FileError) -> Self {
        Self { text: why.to_string(), errno: why.errno() }
    }
}

impl FileWords {
    /// `no such file or directory, open "wxfile://usr/a"`.
    #[must_use]
    pub fn of(why: FileError, operation: &str, path: &str) -> Self {
        match why {
            FileError::Full | FileError::TooLarge | FileError::Disk => why.into(),
            _ => Self { text: format!("{why}, {operation} \"{}\"", shown(path)), errno: why.errno() },
        }
    }
}

/// A path as far as words carry it: it comes from a program and may be a megabyte long.
#[must_use]
pub fn shown(path: &str) -> String {
    path.chars().take(600).collect()
}

impl Failure {
    /// WeChat's number for it, where it has one.
    #[must_use]
    pub fn errno(&self) -> Option<u32> {
        Some(match self {
            Failure::SystemDeny => 3,
            Failure::Timeout => 5,
            Failure::NotSupported => 6,
            Failure::AuthDeny => 103,
            Failure::Parameter(_) => 1001,
            Failure::Connection { .. } => 600_001,
            Failure::NotInDomainList => 600_002,
            Failure::TooManyTasks => 600_007,
            Failure::TooManyRedirects => 600_008,
            Failure::InvalidUrl(_) => 600_009,
            Failure::BadScheme(_) => 600_011,
            Failure::File(words) => words.errno,
            _ => return None,
        })
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Undeclared { .. } => Failure::Undeclared,
            Refusal::Denied { .. } | Refusal::Revoked { .. } => Failure::AuthDeny,
            Refusal::SystemDenied { .. } => Failure::SystemDeny,
            Refusal::Background => Failure::Background,
            Refusal::Closed { .. } => Failure::Abort,
            Refusal::Undecided { .. } => Failure::Other(refusal.to_string()),
            Refusal::Url(url) => url.into(),
        }
    }
}

impl From<UrlRefusal> for Failure {
    fn from(refusal: UrlRefusal) -> Self {
        match refusal {
            UrlRefusal::Scheme { wanted, .. } => Failure::BadScheme(wanted),
            UrlRefusal::NotListed { .. } => Failure::NotInDomainList,
            UrlRefusal::Malformed { .. } | UrlRefusal::UserInfo | UrlRefusal::Private { .. } => Failure::InvalidUrl(refusal.to_string()),
        }
    }
}

impl From<HostError> for Failure {
    fn from(error: HostError) -> Self {
        match error {
            HostError::Unsupported => Failure::NotSupported,
            HostError::Cancelled => Failure::Cancel,
            HostError::Failed { reason } => Failure::Other(reason),
        }
    }
}
