//! Changing a program's own files: write, append, copy, move, remove, folders. A file is written beside and takes its place
//! at once, so that nobody ever reads half of one. Each change is counted before it is made.

use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::path::Path;

use super::place::{Area, Place};
use super::{FileError, Space, Stat};

/// Files and bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub bytes: u64,
    pub files: u64,
}

/// Folders deeper than a path can be long are no folders of ours.
const MAX_DEPTH: usize = 260;

/// Everything below a folder; nothing when it is not there.
pub(super) fn counted(folder: &Path) -> Result<Count, FileError> {
    let mut count = Count::default();
    walk(folder, 0, &mut |_, stat| {
        count.files += 1;
        count.bytes += if stat.is_file() { stat.len() } else { 0 };
    })?;
    Ok(count)
}

fn walk(folder: &Path, depth: usize, each: &mut impl FnMut(&Path, &std::fs::Metadata)) -> Result<(), FileError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) if depth < MAX_DEPTH => entries,
        Ok(_) => return Err(FileError::Disk),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let stat = path.symlink_metadata()?;
        each(&path, &stat);
        if stat.is_dir() {
            walk(&path, depth + 1, each)?;
        }
    }
    Ok(())
}

/// Whether everything in a folder has a name that is short enough when the folder is at another place.
fn fits_below(folder: &Path, to: &Place) -> Result<(), FileError> {
    let mut longest = String::new();
    walk(folder, 0, &mut |path, _| {
        let inside = path.strip_prefix(folder).ok().and_then(Path::to_str).unwrap_or_default();
        if inside.len() > longest.len() {
            longest = inside.to_owned();
        }
    })?;
    Place::parse(&format!("{}/{}", to.shown(), longest.replace(std::path::MAIN_SEPARATOR, "/"))).map(drop)
}

impl Space {
    /// A place that the program may write to.
    fn own(&self, path: &str) -> Result<Place, FileError> {
        let place = Place::parse(path)?;
        if place.is_writable() { Ok(place) } else { Err(FileError::Denied) }
    }

    /// Puts a file of `size` bytes into a place: `fill` writes it to a path beside.
    pub(super) fn put(&self, place: &Place, size: u64, fill: impl FnOnce(&Path) -> std::io::Result<()>) -> Result<(), FileError> {
        self.put_or(place, size, fill, |part| drop(std::fs::remove_file(part)))
    }

    /// The same; what was filled and could not take its place is given to `undo`.
    pub(super) fn put_or(
        &self,
        place: &Place,
        size: u64,
        fill: impl FnOnce(&Path) -> std::io::Result<()>,
        undo: impl FnOnce(&Path),
    ) -> Result<(), FileError> {
        let part = self.part()?;
        let target = self.on_disk(place)?;
        let mut handles = self.handles();
        let mut used = self.used();
        self.kept(&mut used.kept)?;
        let before = match target.symlink_metadata() {
            Ok(known) if known.is_dir() => return Err(FileError::IsFolder),
            Ok(known) => Some(known.len()),
            Err(_) => None,
        };
        if !target.parent().is_some_and(Path::is_dir) {
            return Err(FileError::Missing);
        }
        let more = Count { bytes: size, files: u64::from(before.is_none()) };
        let freed = Count { bytes: before.unwrap_or(0), files: 0 };
        // What is replaced makes room for what replaces it.
        self.release(&mut used, place.area, freed);
        if let Err(full) = self.reserve(&mut used, place.area, more) {
            let _ = self.reserve(&mut used, place.area, freed);
            return Err(full);
        }
        let written = fill(&part).and_then(|()| std::fs::rename(&part, &target));
        if let Err(error) = written {
            undo(&part);
            self.release(&mut used, place.area, more);
            let _ = self.reserve(&mut used, place.area, freed);
            return Err(error.into());
        }
        if before.is_some() {
            handles.let_go(place);
        }
        Ok(())
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        let place = self.own(path)?;
        if place.path.is_none() {
            return Err(FileError::IsFolder);
        }
        self.put(&place, bytes.len() as u64, |part| std::fs::write(part, bytes))
    }

    /// Writes at the end of a file that is there.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn append(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        let place = self.own(path)?;
        let stat = self.stat_of(&place)?;
        if stat.is_folder {
            return Err(FileError::IsFolder);
        }
        let target = self.on_disk(&place)?;
        let more = Count { bytes: bytes.len() as u64, files: 0 };
        let mut used = self.used();
        self.reserve(&mut used, place.area, more)?;
        let appended = OpenOptions::new().append(true).open(&target).and_then(|mut file| file.write_all(bytes));
        if let Err(error) = appended {
            // Part of it may be there: the file goes back to what it was.
            let _ = OpenOptions::new().write(true).open(&target).and_then(|file| file.set_len(stat.size));
            self.release(&mut used, place.area, more);
            return Err(error.into());
        }
        Ok(())
    }

    /// Cuts a file, or fills it up with zeros.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn truncate(&self, path: &str, length: u64) -> Result<(), FileError> {
        let place = self.own(path)?;
        if self.stat_of(&place)?.is_folder {
            return Err(FileError::IsFolder);
        }
        let file = OpenOptions::new().write(true).open(self.on_disk(&place)?)?;
        self.set_len(&file, place.area, length)
    }

    /// Changes the length of a file that is open.
    pub(super) fn set_len(&self, file: &std::fs::File, area: Area, length: u64) -> Result<(), FileError> {
        let mut used = self.used();
        let before = file.metadata()?.len();
        let change = Count { bytes: length.abs_diff(before), files: 0 };
        if length > before {
            self.reserve(&mut used, area, change)?;
        }
        let done = file.set_len(length);
        if done.is_ok() == (length < before) {
            self.release(&mut used, area, change);
        }
        Ok(done?)
    }

    /// Copies a file to a place of the program's own.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn copy(&self, from: &str, to: &str) -> Result<(), FileError> {
        let source = Place::parse(from)?;
        let target = self.own(to)?;
        if target.path.is_none() {
            return Err(FileError::IsFolder);
        }
        let mut opened = self.open_place(&source)?;
        let size = opened.size();
        if source.area == Area::Bundle {
            let bytes = opened.read_at(0, size)?;
            return self.put(&target, size, |part| std::fs::write(part, bytes));
        }
        let source = self.on_disk(&source)?;
        // No more than is counted: it may have grown since.
        self.put(&target, size, |part| {
            let mut from = std::fs::File::open(source)?.take(size);
            std::io::copy(&mut from, &mut std::fs::File::create(part)?).map(drop)
        })
    }

    /// Moves a file or folder within the program's own; an existing file is replaced.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn rename(&self, from: &str, to: &str) -> Result<(), FileError> {
        let (from, to) = (self.own(from)?, self.own(to)?);
        if from.path.is_none() || to.path.is_none() {
            return Err(FileError::Denied);
        }
        let (source, target) = (self.on_disk(&from)?, self.on_disk(&to)?);
        let mut handles = self.handles();
        let mut used = self.used();
        if source.symlink_metadata()?.is_dir() {
            // Else folders become deeper, move by move, than anything can name, count or remove.
            fits_below(&source, &to)?;
        }
        let replaced = target.symlink_metadata().ok().filter(|known| known.is_file() && source != target);
        std::fs::rename(&source, &target)?;
        if let Some(known) = replaced {
            handles.let_go(&to);
            if from.shown().to_lowercase() == to.shown().to_lowercase() {
                // On a disk without case it replaced itself, so it is counted again.
                used.kept = None;
            } else {
                self.release(&mut used, Area::User, Count { bytes: known.len(), files: 1 });
            }
        }
        handles.moved(&from, &to);
        Ok(())
    }

    /// Removes a file of the program's own.
    ///
    /// # Errors
    /// [`FileError::NotPermitted`] for a folder, [`FileError`].
    pub fn unlink(&self, path: &str) -> Result<(), FileError> {
        let place = Place::parse(path)?;
        match place.area {
            Area::User | Area::Saved | Area::Temp => self.remove_file(&place),
            Area::Bundle => Err(FileError::Denied),
        }
    }

    pub(super) fn remove_file(&self, place: &Place) -> Result<(), FileError> {
        let path = self.on_disk(place)?;
        let mut handles = self.handles();
        let mut used = self.used();
        let known = path.symlink_metadata()?;
        if known.is_dir() {
            return Err(FileError::NotPermitted);
        }
        std::fs::remove_file(&path)?;
        handles.let_go(place);
        self.release(&mut used, place.area, Count { bytes: known.len(), files: 1 });
        Ok(())
    }

    /// Makes a folder, with those above it when `recursive`.
    ///
    /// # Errors
    /// [`FileError::Exists`] when something is there, [`FileError::Missing`] when the folder above is not.
    pub fn mkdir(&self, path: &str, recursive: bool) -> Result<(), FileError> {
        let place = self.own(path)?;
        let target = self.on_disk(&place)?;
        let mut used = self.used();
        if target.symlink_metadata().is_ok() {
            // As `mkdir -p`: what is wanted is there.
            return if recursive && target.is_dir() { Ok(()) } else { Err(FileError::Exists) };
        }
        let missing: Vec<&Path> = target.ancestors().take_while(|above| above.symlink_metadata().is_err()).collect();
        if missing.len() > 1 && !recursive {
            return Err(FileError::Missing);
        }
        if missing.last().and_then(|first| first.parent()).is_some_and(|above| !above.is_dir()) {
            return Err(FileError::NotFolder);
        }
        let more = Count { bytes: 0, files: missing.len() as u64 };
        self.reserve(&mut used, Area::User, more)?;
        std::fs::create_dir_all(&target).map_err(|error| {
            self.release(&mut used, Area::User, more);
            error.into()
        })
    }

    /// Removes a folder, with everything in it when `recursive`.
    ///
    /// # Errors
    /// [`FileError::NotEmpty`], [`FileError::NotFolder`], [`FileError::Missing`].
    pub fn rmdir(&self, path: &str, recursive: bool) -> Result<(), FileError> {
        let place = self.own(path)?;
        if place.path.is_none() {
            return Err(FileError::Denied);
        }
        let target = self.on_disk(&place)?;
        let mut handles = self.handles();
        let mut used = self.used();
        if !target.symlink_metadata()?.is_dir() {
            return Err(FileError::NotFolder);
        }
        if !recursive {
            std::fs::remove_dir(&target)?;
            self.release(&mut used, Area::User, Count { bytes: 0, files: 1 });
            return Ok(());
        }
        let done = std::fs::remove_dir_all(&target);
        handles.let_go(&place);
        // Counted again, since a removal that failed half-way removed something.
        used.kept = None;
        Ok(done?)
    }

    /// Names in a folder, sorted.
    ///
    /// # Errors
    /// [`FileError::NotFolder`], [`FileError::Missing`].
    pub fn readdir(&self, path: &str) -> Result<Vec<String>, FileError> {
        let place = Place::parse(path)?;
        if !self.stat_of(&place)?.is_folder {
            return Err(FileError::NotFolder);
        }
        if place.area == Area::Bundle {
            return Ok(self.bundle_entries(place.path.as_ref().map_or("", |path| path.as_str())));
        }
        let mut names = Vec::new();
        for entry in std::fs::read_dir(self.on_disk(&place)?)? {
            names.extend(entry?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    /// What is known of a folder and of everything in it, by path within it; `/` for the folder itself.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn stat_all(&self, path: &str) -> Result<Vec<(String, Stat)>, FileError> {
        let place = Place::parse(path)?;
        let itself = self.stat_of(&place)?;
        let mut all = vec![("/".to_owned(), itself)];
        let mut waiting = if itself.is_folder { vec![String::new()] } else { Vec::new() };
        while let Some(folder) = waiting.pop() {
            let here = format!("{}{folder}", path.trim_end_matches('/'));
            for name in self.readdir(&here)? {
                let inside = format!("{folder}/{name}");
                let stat = self.stat(&format!("{}{inside}", path.trim_end_matches('/')))?;
                if stat.is_folder {
                    waiting.push(inside.clone());
                }
                all.push((inside, stat));
            }
        }
        all.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(all)
    }
}
