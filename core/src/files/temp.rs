//! Temporary files: made by the host and by members that answer with one, never by a program itself. They end with the
//! session.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use super::place::{Area, Place};
use super::sniff::ending_of;
use super::tree::Count;
use super::{FileError, Space, media_type};

impl Space {
    /// Keeps bytes as a temporary file and answers its path, `wxfile://tmp_….png`. Without an ending the first bytes tell it.
    ///
    /// # Errors
    /// [`FileError::Full`], or that the disk failed.
    pub fn make_temp(self: &Arc<Self>, bytes: &[u8], ending: &str) -> Result<String, FileError> {
        let ending = if ending.is_empty() { media_type(bytes).map_or("", ending_of) } else { ending };
        let mut writer = self.temp_writer(ending)?;
        writer.write(bytes)?;
        writer.finish()
    }

    /// A temporary file that grows. It is there when it is finished, and gone when the writer is dropped before.
    ///
    /// # Errors
    /// As [`Space::make_temp`].
    pub fn temp_writer(self: &Arc<Self>, ending: &str) -> Result<TempWriter, FileError> {
        let place = self.fresh(Area::Temp, ending)?;
        self.reserve(&mut self.used(), Area::Temp, Count { bytes: 0, files: 1 })?;
        let writer = |path: PathBuf| Ok::<_, FileError>((File::create_new(&path)?, path));
        match self.on_disk(&place).and_then(writer) {
            Ok((file, path)) => Ok(TempWriter { space: self.clone(), place, path, file, written: 0, done: false }),
            Err(error) => {
                self.release(&mut self.used(), Area::Temp, Count { bytes: 0, files: 1 });
                Err(error)
            }
        }
    }
}

/// A temporary file that is being written.
pub struct TempWriter {
    space: Arc<Space>,
    place: Place,
    path: PathBuf,
    file: File,
    written: u64,
    done: bool,
}

impl TempWriter {
    /// Writes more.
    ///
    /// # Errors
    /// [`FileError::Full`], or that the disk failed.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let more = Count { bytes: bytes.len() as u64, files: 0 };
        self.space.reserve(&mut self.space.used(), Area::Temp, more)?;
        self.written += more.bytes;
        self.file.write_all(bytes)?;
        Ok(())
    }

    /// Bytes so far.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written
    }

    /// It is whole: answers its path.
    ///
    /// # Errors
    /// [`FileError::Denied`] when the mini-program is gone meanwhile.
    pub fn finish(mut self) -> Result<String, FileError> {
        if self.space.is_closed() {
            return Err(FileError::Denied);
        }
        self.done = true;
        Ok(self.place.shown())
    }
}

impl Drop for TempWriter {
    fn drop(&mut self) {
        if !self.done {
            let _ = std::fs::remove_file(&self.path);
            self.space.release(&mut self.space.used(), Area::Temp, Count { bytes: self.written, files: 1 });
        }
    }
}
