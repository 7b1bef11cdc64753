//! Packed files of a mini-program: a zip or loose entries in, [`Files`] out. The only place where a name becomes a
//! [`SafePath`], and the only one that knows the zip format. It must not touch a disk or know what the files mean.

mod files;
mod path;
mod zipped;

pub use files::{Files, Limits};
pub use path::{PathError, SafePath};
pub use zipped::pack;

/// Why a bundle can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// The bytes are no zip, or its directory is cut off.
    #[error("this is not a whole zip file: {reason}. Download or pack it again")]
    NotZip {
        /// What the reader says.
        reason: String,
    },
    /// A name that would leave the bundle's folder or can't exist on every system.
    #[error("the bundle has a file whose name can't be accepted: {0}")]
    Path(#[from] PathError),
    /// A file name in another encoding than UTF-8.
    #[error("the bundle has a file whose name is not UTF-8 ({shown}). Rename it, or pack with a tool that writes UTF-8 names")]
    NameEncoding {
        /// The name as far as it can be shown.
        shown: String,
    },
    /// Two entries of one name.
    #[error("the bundle has the file {path} twice. Pack it again from a clean folder")]
    Duplicate {
        /// The name.
        path: String,
    },
    /// Two names that are one on Windows and macOS.
    #[error("the files {first} and {second} differ only in upper and lower case; rename one of them")]
    CaseCollision {
        /// The name that came first.
        first: String,
        /// The name that collides with it.
        second: String,
    },
    /// A name that is both a file and a folder.
    #[error("{path} is a file and a folder at once; rename one of them")]
    FileAndFolder {
        /// The name.
        path: String,
    },
    /// A symbolic link or device.
    #[error("{path} is not a plain file but a link or device; put the file itself there")]
    NotAFile {
        /// The name.
        path: String,
    },
    /// A password is needed.
    #[error("{path} is encrypted; pack the bundle without a password")]
    Encrypted {
        /// The name.
        path: String,
    },
    /// A compression method other than stored and deflate.
    #[error("{path} is compressed in a way that is not supported; use plain zip (deflate)")]
    Method {
        /// The name.
        path: String,
    },
    /// More files than allowed.
    #[error("the bundle has more than {limit} files")]
    TooManyFiles {
        /// How many are allowed.
        limit: usize,
    },
    /// One file is larger than allowed.
    #[error("{path} is larger than {limit} bytes")]
    FileTooLarge {
        /// The name.
        path: String,
        /// Bytes allowed.
        limit: u64,
    },
    /// All files together are larger than allowed.
    #[error("the bundle unpacks to more than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// Tiny bytes that would unpack to very many.
    #[error("{path} unpacks to more than {limit} times its packed size: this looks like a zip bomb")]
    Ratio {
        /// The name.
        path: String,
        /// The ratio allowed.
        limit: u64,
    },
    /// The content does not match its size or checksum.
    #[error("{path} is damaged: its content does not match its size or checksum. Download or pack the bundle again")]
    Damaged {
        /// The name.
        path: String,
    },
}
