//! The files of one running mini-program: where each place is on the disk, what is read, and how much is used. Changes are
//! in `tree`, `saved` and `temp`. It must not follow a link, and nothing outside of its own folders is ever named.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use banchan_formats::bundle::Files;

use super::file::Opened;
use super::handles::Handles;
use super::place::{Area, Place};
use super::tree::{Count, counted};
use super::{FileError, place};
use crate::host::Random;

/// How much one mini-program may keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of its own files and of what it saved, together (WeChat's figure).
    pub kept_bytes: u64,
    /// How many files and folders these are.
    pub kept_count: u64,
    /// Bytes of temporary files.
    pub temp_bytes: u64,
    /// How many temporary files.
    pub temp_count: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { kept_bytes: 200 << 20, kept_count: 10_000, temp_bytes: 512 << 20, temp_count: 2_000 }
    }
}

/// What is known of a file or folder.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stat {
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Bytes; 0 for a folder.
    pub size: u64,
    /// Seconds since 1970 of the last change.
    pub modified: u64,
    /// Seconds since 1970 of the last reading, as far as the system keeps it.
    pub accessed: u64,
    /// Whether the program may change it.
    pub writable: bool,
}

/// What is used, as far as it was counted.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// Counted when first needed.
    pub kept: Option<Count>,
    pub temp: Count,
}

/// The files of one running mini-program.
pub struct Space {
    /// Holds `usr`, `saved` and `part`.
    pub(super) root: PathBuf,
    pub(super) temp: PathBuf,
    pub(super) bundle: Arc<Files>,
    pub(super) limits: Limits,
    pub(super) random: Arc<dyn Random>,
    used: Mutex<Used>,
    handles: Mutex<Handles>,
    closed: AtomicBool,
}

impl Space {
    pub(super) fn new(root: PathBuf, temp: PathBuf, bundle: Arc<Files>, limits: Limits, random: Arc<dyn Random>) -> Self {
        Self { root, temp, bundle, limits, random, used: Mutex::default(), handles: Mutex::default(), closed: AtomicBool::new(false) }
    }

    pub(super) fn used(&self) -> MutexGuard<'_, Used> {
        // A count that a failed thread left half done is at most one file off.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn handles(&self) -> MutexGuard<'_, Handles> {
        // Files are put in and taken out whole.
        self.handles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    fn folder(&self, area: Area) -> PathBuf {
        match area {
            Area::Temp => self.temp.clone(),
            Area::Saved => self.root.join("saved"),
            Area::User | Area::Bundle => self.root.join("usr"),
        }
    }

    /// Where a place is on the disk. Its own folder is made; links on the way are refused.
    pub(super) fn on_disk(&self, place: &Place) -> Result<PathBuf, FileError> {
        if place.area == Area::Bundle || self.is_closed() {
            return Err(FileError::Denied);
        }
        let mut path = self.folder(place.area);
        std::fs::create_dir_all(&path)?;
        let Some(inside) = &place.path else { return Ok(path) };
        for part in inside.as_str().split('/') {
            path.push(part);
            match path.symlink_metadata() {
                Ok(known) if known.is_dir() || known.is_file() => {}
                // Programs make no links, so somebody else did.
                Ok(_) => return Err(FileError::Denied),
                // What is not there leads nowhere; whoever goes on meets the same.
                Err(_) => {}
            }
        }
        Ok(path)
    }

    /// Room for more: how much more a program keeps after this, or [`FileError::Full`].
    pub(super) fn reserve(&self, used: &mut Used, area: Area, more: Count) -> Result<(), FileError> {
        if self.is_closed() {
            return Err(FileError::Denied);
        }
        let (count, bytes, files) = match area {
            Area::Temp => (&mut used.temp, self.limits.temp_bytes, self.limits.temp_count),
            _ => (self.kept(&mut used.kept)?, self.limits.kept_bytes, self.limits.kept_count),
        };
        let after = Count { bytes: count.bytes.saturating_add(more.bytes), files: count.files.saturating_add(more.files) };
        if after.bytes > bytes && more.bytes > 0 || after.files > files && more.files > 0 {
            return Err(FileError::Full);
        }
        *count = after;
        Ok(())
    }

    /// Gives room back.
    pub(super) fn release(&self, used: &mut Used, area: Area, less: Count) {
        let count = match area {
            Area::Temp => Some(&mut used.temp),
            _ => used.kept.as_mut(),
        };
        // What was never counted will be counted without it.
        let Some(count) = count else { return };
        *count = Count { bytes: count.bytes.saturating_sub(less.bytes), files: count.files.saturating_sub(less.files) };
    }

    pub(super) fn kept<'a>(&self, kept: &'a mut Option<Count>) -> Result<&'a mut Count, FileError> {
        if kept.is_none() {
            let mut count = counted(&self.folder(Area::User))?;
            let saved = counted(&self.folder(Area::Saved))?;
            count.bytes += saved.bytes;
            count.files += saved.files;
            *kept = Some(count);
        }
        Ok(kept.get_or_insert_default())
    }

    /// Bytes that count towards the limit of what is kept.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn kept_bytes(&self) -> Result<u64, FileError> {
        self.kept(&mut self.used().kept).map(|count| count.bytes)
    }

    /// What is known of a path.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn stat(&self, path: &str) -> Result<Stat, FileError> {
        self.stat_of(&Place::parse(path)?)
    }

    pub(super) fn stat_of(&self, place: &Place) -> Result<Stat, FileError> {
        if place.area == Area::Bundle {
            return self.stat_bundle(place);
        }
        let known = self.on_disk(place)?.symlink_metadata()?;
        let seconds = |time: std::io::Result<std::time::SystemTime>| {
            time.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |passed| passed.as_secs())
        };
        Ok(Stat {
            is_folder: known.is_dir(),
            size: if known.is_dir() { 0 } else { known.len() },
            modified: seconds(known.modified()),
            accessed: seconds(known.accessed()),
            writable: place.is_writable(),
        })
    }

    fn stat_bundle(&self, place: &Place) -> Result<Stat, FileError> {
        let Some(path) = &place.path else { return Ok(Stat { is_folder: true, ..Stat::default() }) };
        if let Some(size) = self.bundle.size(path.as_str()) {
            return Ok(Stat { size, ..Stat::default() });
        }
        match self.bundle_entries(path.as_str()).is_empty() {
            true => Err(FileError::Missing),
            false => Ok(Stat { is_folder: true, ..Stat::default() }),
        }
    }

    /// What stands right inside a folder of the bundle.
    pub(super) fn bundle_entries(&self, folder: &str) -> Vec<String> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let inside = self.bundle.paths().filter_map(|path| path.as_str().strip_prefix(&prefix));
        let mut names: Vec<String> = inside.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect();
        names.dedup();
        names
    }

    /// Opens a file to read from.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn open(&self, path: &str) -> Result<Opened, FileError> {
        self.open_place(&Place::parse(path)?)
    }

    pub(super) fn open_place(&self, place: &Place) -> Result<Opened, FileError> {
        let stat = self.stat_of(place)?;
        if stat.is_folder {
            return Err(FileError::IsFolder);
        }
        match (&place.path, place.area) {
            (Some(path), Area::Bundle) => Ok(Opened::in_bundle(self.bundle.clone(), path.clone(), stat.size)),
            _ => Opened::on_disk(&self.on_disk(place)?),
        }
    }

    /// A whole file, `most` bytes at most.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, FileError> {
        let mut opened = self.open(path)?;
        match opened.size() {
            size if size > most => Err(FileError::TooLarge),
            size => opened.read_at(0, size),
        }
    }

    /// A name nobody guesses.
    pub(super) fn fresh(&self, area: Area, ending: &str) -> Result<Place, FileError> {
        let mut random = [0; 16];
        self.random.fill(&mut random).map_err(|_| FileError::Disk)?;
        Place::flat(area, &place::fresh_name(area, random, ending)).ok_or(FileError::Disk)
    }

    /// Where a file is written before it takes its place at once.
    pub(super) fn part(&self) -> Result<PathBuf, FileError> {
        let folder = self.root.join("part");
        std::fs::create_dir_all(&folder)?;
        let name = self.fresh(Area::Temp, "")?;
        Ok(folder.join(name.path.ok_or(FileError::Disk)?.as_str()))
    }

    /// Ends it: temporary files go, and nothing is written any more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.handles().clear();
        // Whoever is writing ends first.
        let _used = self.used();
        // What can't be removed now is swept at the next start.
        let _ = std::fs::remove_dir_all(&self.temp);
        let _ = std::fs::remove_dir_all(self.root.join("part"));
    }
}
