//! Where the files of all mini-programs stand, and which of them are in use. It must not read or change a program's files:
//! that is its own [`Space`]'s.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use banchan_formats::bundle::Files;

use super::{FileError, Limits, Space};
use crate::host::{Folders, Random};
use crate::permission::{Slot, User};
use crate::store::Owner;

/// The files of all mini-programs.
pub struct Shelf {
    kept: PathBuf,
    temp: PathBuf,
    random: Arc<dyn Random>,
    spaces: Mutex<HashMap<Slot, Arc<Space>>>,
}

impl Shelf {
    /// In these folders. Temporary files that an earlier process left behind are removed.
    #[must_use]
    pub fn new(folders: &Folders, random: Arc<dyn Random>) -> Self {
        let shelf = Self { kept: folders.data.join("files"), temp: folders.cache.join("temp"), random, spaces: Mutex::default() };
        // Nothing runs yet, so all of it is left over. Best effort: it is only room.
        let _ = std::fs::remove_dir_all(&shelf.temp);
        shelf
    }

    fn spaces(&self) -> MutexGuard<'_, HashMap<Slot, Arc<Space>>> {
        // Spaces are put in and taken out whole.
        self.spaces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files of a mini-program that starts in `slot`. Nothing is made on the disk before something is written.
    pub fn open(&self, slot: Slot, owner: &Owner, bundle: Arc<Files>, limits: Limits) -> Arc<Space> {
        let temp = self.temp.join(slot.0.to_string());
        let space = Arc::new(Space::new(self.folder_of(owner), temp, bundle, limits, self.random.clone()));
        self.spaces().insert(slot, space.clone());
        space
    }

    /// The files of a slot.
    pub fn get(&self, slot: Slot) -> Option<Arc<Space>> {
        self.spaces().get(&slot).cloned()
    }

    /// The mini-program ended: its temporary files go.
    pub fn close(&self, slot: Slot) {
        let space = self.spaces().remove(&slot);
        if let Some(space) = space {
            space.close();
        }
    }

    /// Removes everything that a mini-program keeps.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn forget(&self, owner: &Owner) -> Result<(), FileError> {
        match std::fs::remove_dir_all(self.folder_of(owner)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Removes everything that all mini-programs keep for a user.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn forget_user(&self, user: &User) -> Result<(), FileError> {
        let folders = match std::fs::read_dir(&self.kept) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            folders => folders?,
        };
        let (named, of_user) = (format!("{BEGIN}u~"), format!("{BEGIN}{}", Owner::all_of(user)));
        // One that can't be removed keeps none of the others.
        let mut failed = None;
        for folder in folders {
            let folder = folder?;
            let name = folder.file_name().to_string_lossy().into_owned();
            let theirs =
                if *user == User::default() { name.starts_with(BEGIN) && !name.starts_with(&named) } else { name.starts_with(&of_user) };
            if theirs && let Err(error) = std::fs::remove_dir_all(folder.path()) {
                failed = Some(error);
            }
        }
        failed.map_or(Ok(()), |error| Err(error.into()))
    }

    fn folder_of(&self, owner: &Owner) -> PathBuf {
        self.kept.join(Path::new(&folder_name(owner.as_str())))
    }
}

/// How each folder of an owner begins.
const BEGIN: &str = "of-";

/// A folder's name for an owner: ids that differ only in case stay apart on disks without case, and none is a device of
/// Windows.
fn folder_name(owner: &str) -> String {
    let mut name = String::from(BEGIN);
    for c in owner.chars() {
        if c.is_ascii_uppercase() {
            name.push('^');
        }
        name.push(c.to_ascii_lowercase());
    }
    // A dot at the end vanishes there.
    name.push('-');
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_never_share_a_folder() {
        assert_eq!(folder_name("wxAb.c"), "of-wx^ab.c-");
        assert_ne!(folder_name("AB"), folder_name("ab"));
        assert_ne!(folder_name("dev~a"), folder_name("a"));
    }
}
