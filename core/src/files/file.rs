//! A file that is open for reading, wherever it is. It must not write.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use banchan_formats::bundle::{Files, SafePath};

use super::FileError;

/// A file that is open for reading.
#[derive(Debug)]
pub struct Opened {
    source: Source,
    size: u64,
}

#[derive(Debug)]
enum Source {
    Bundle(Arc<Files>, SafePath),
    Disk(File),
}

impl Opened {
    pub(super) fn in_bundle(files: Arc<Files>, path: SafePath, size: u64) -> Self {
        Self { source: Source::Bundle(files, path), size }
    }

    pub(super) fn on_disk(path: &Path) -> Result<Self, FileError> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Ok(Self { source: Source::Disk(file), size })
    }

    /// Bytes when it was opened.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Bytes from a position on, as far as there are any.
    ///
    /// # Errors
    /// [`FileError::Disk`]; [`FileError::Missing`] for a bundle's file that is damaged.
    pub fn read_at(&mut self, position: u64, length: u64) -> Result<Vec<u8>, FileError> {
        let length = length.min(self.size.saturating_sub(position));
        match &mut self.source {
            Source::Bundle(files, path) => {
                let bytes = files.read(path.as_str()).ok_or(FileError::Missing)?;
                let start = usize::try_from(position).unwrap_or(usize::MAX).min(bytes.len());
                let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(bytes.len());
                Ok(bytes.get(start..end).unwrap_or_default().to_vec())
            }
            Source::Disk(file) => {
                file.seek(SeekFrom::Start(position))?;
                let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(|_| FileError::TooLarge)?);
                file.take(length).read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
}
