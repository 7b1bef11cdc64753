//! What `saveFile` keeps: a temporary file becomes one that lasts, under a name that the program does not choose.

use std::path::Path;
use std::sync::Arc;

use super::place::{Area, Place};
use super::tree::Count;
use super::{FileError, Space};

/// One file that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its path.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Seconds since 1970 when it was saved.
    pub created: u64,
}

impl Space {
    /// Moves a temporary file to where it lasts: to a path of the program's own, or to one that is made up. Answers it.
    ///
    /// # Errors
    /// [`FileError::Missing`] when there is no such temporary file, [`FileError::Full`], what the place does not take.
    pub fn save(self: &Arc<Self>, temp: &str, target: Option<&str>) -> Result<String, FileError> {
        let from = Place::parse(temp)?;
        if from.area != Area::Temp {
            return Err(FileError::Denied);
        }
        let source = self.on_disk(&from)?;
        let size = self.open_place(&from)?.size();
        let to = match target {
            Some(target) => Place::parse(target)?,
            None => self.fresh(Area::Saved, from.path.as_ref().map(|path| path.extension()).unwrap_or_default().as_str())?,
        };
        if !matches!(to.area, Area::User | Area::Saved) || to.path.is_none() {
            return Err(FileError::Denied);
        }
        // The temporary folder may be on another disk: then it is copied, and removed when the copy is in its place.
        let fill = |part: &Path| std::fs::rename(&source, part).or_else(|_| std::fs::copy(&source, part).map(drop));
        // What fails on the way, as on a full disk, leaves the temporary file where it was.
        let undo = |part: &Path| match source.exists() {
            true => drop(std::fs::remove_file(part)),
            false => drop(std::fs::rename(part, &source)),
        };
        self.put_or(&to, size, fill, undo)?;
        let _ = std::fs::remove_file(&source);
        self.handles().let_go(&from);
        self.release(&mut self.used(), Area::Temp, Count { bytes: size, files: 1 });
        Ok(to.shown())
    }

    /// Everything that was saved under a made-up name.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn saved(&self) -> Result<Vec<Saved>, FileError> {
        let folder = self.on_disk(&Place { area: Area::Saved, path: None })?;
        let mut all = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name();
            let Some(place) = name.to_str().and_then(|name| Place::flat(Area::Saved, name)) else { continue };
            let stat = self.stat_of(&place)?;
            all.push(Saved { path: place.shown(), size: stat.size, created: stat.modified });
        }
        all.sort_by(|a, b| (a.created, &a.path).cmp(&(b.created, &b.path)));
        Ok(all)
    }

    /// Removes one of them.
    ///
    /// # Errors
    /// [`FileError::Missing`].
    pub fn remove_saved(&self, path: &str) -> Result<(), FileError> {
        let place = Place::parse(path)?;
        if place.area != Area::Saved {
            return Err(FileError::Missing);
        }
        self.remove_file(&place)
    }
}
