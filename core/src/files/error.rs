//! What can go wrong with a file, in WeChat's words, as far as they do not depend on the member that was called. The name
//! of the operation and the path as the program wrote it are put around them by the caller.

/// Why something was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not a place of this mini-program, or one that it must not change.
    #[error("permission denied")]
    Denied,
    /// There is nothing of that name.
    #[error("no such file or directory")]
    Missing,
    /// There is something of that name.
    #[error("file already exists")]
    Exists,
    /// A file was needed.
    #[error("illegal operation on a directory")]
    IsFolder,
    /// A folder was needed.
    #[error("not a directory")]
    NotFolder,
    /// The folder must be empty.
    #[error("directory not empty")]
    NotEmpty,
    /// It is not possible on this kind of thing: removing a folder as a file.
    #[error("operation not permitted")]
    NotPermitted,
    /// The mini-program has used up its room, or the disk is full.
    #[error("the maximum size of the file storage limit is exceeded")]
    Full,
    /// More than is read at once.
    #[error("the file is too large to be read at once")]
    TooLarge,
    /// A name longer than file systems take.
    #[error("File name too long")]
    NameTooLong,
    /// No such open file, or it was not opened for this.
    #[error("bad file descriptor")]
    BadHandle,
    /// An argument that means nothing.
    #[error("Invalid argument")]
    Invalid,
    /// More files are open at once than a program may have.
    #[error("too many open files")]
    TooManyOpen,
    /// The disk failed.
    #[error("Input/output error")]
    Disk,
}

impl FileError {
    /// WeChat's number for it.
    #[must_use]
    pub fn errno(self) -> u32 {
        match self {
            FileError::Denied => 1_300_013,
            FileError::Missing => 1_300_002,
            FileError::Exists => 1_301_005,
            FileError::IsFolder => 1_301_003,
            FileError::NotFolder => 1_300_020,
            FileError::NotEmpty => 1_300_066,
            FileError::NotPermitted => 1_300_001,
            FileError::Full | FileError::TooLarge => 1_300_202,
            FileError::NameTooLong => 1_300_036,
            FileError::BadHandle => 1_300_009,
            FileError::Invalid => 1_300_022,
            FileError::TooManyOpen => 1_300_201,
            FileError::Disk => 1_300_005,
        }
    }
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::NotFound => Self::Missing,
            Kind::PermissionDenied => Self::Denied,
            Kind::AlreadyExists => Self::Exists,
            Kind::IsADirectory => Self::IsFolder,
            Kind::NotADirectory => Self::NotFolder,
            Kind::DirectoryNotEmpty => Self::NotEmpty,
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::Full,
            Kind::InvalidFilename => Self::NameTooLong,
            _ => Self::Disk,
        }
    }
}
