//! Files that a program keeps open by number. What they write is counted like everything else; they close with the session.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use super::file::Opened;
use super::place::{Area, Place};
use super::tree::Count;
use super::{FileError, Space, Stat};

/// Most files that one mini-program has open.
const MAX_OPEN: usize = 64;

/// How a file is opened: WeChat's flag, as of Node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    read: bool,
    write: bool,
    append: bool,
    create: bool,
    fresh: bool,
    cut: bool,
}

impl Flag {
    /// Reads `r`, `r+`, `w`, `wx`, `w+`, `wx+`, `a`, `ax`, `a+`, `ax+`, `as`, `as+`.
    ///
    /// # Errors
    /// [`FileError::Invalid`].
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let plus = text.ends_with('+');
        let (read, write, append, fresh) = match text.trim_end_matches('+') {
            "r" | "rs" => (true, plus, false, false),
            "w" => (plus, true, false, false),
            "wx" => (plus, true, false, true),
            "a" | "as" => (plus, true, true, false),
            "ax" => (plus, true, true, true),
            _ => return Err(FileError::Invalid),
        };
        let create = write && !text.starts_with('r');
        Ok(Self { read, write, append, create, fresh, cut: create && !append })
    }
}

#[derive(Debug)]
enum Body {
    Disk(File),
    Bundle(Opened, u64),
}

#[derive(Debug)]
struct Handle {
    body: Body,
    place: Place,
    flag: Flag,
}

/// The open files of one mini-program by number.
#[derive(Debug, Default)]
pub(super) struct Handles {
    open: BTreeMap<u32, Handle>,
    last: u32,
}

impl Space {
    /// Opens a file; answers its number.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn open_handle(&self, path: &str, flag: Flag) -> Result<u32, FileError> {
        let place = Place::parse(path)?;
        if flag.write && !place.is_writable() {
            return Err(FileError::Denied);
        }
        // Held until it is among them, so that nobody removes the file in between.
        let mut handles = self.handles();
        if handles.open.len() >= MAX_OPEN {
            return Err(FileError::TooManyOpen);
        }
        let body = if flag.write { Body::Disk(self.open_to_write(&place, flag)?) } else { self.open_to_read(&place)? };
        handles.last += 1;
        let number = handles.last;
        handles.open.insert(number, Handle { body, place, flag });
        Ok(number)
    }

    fn open_to_read(&self, place: &Place) -> Result<Body, FileError> {
        if place.area == Area::Bundle {
            return Ok(Body::Bundle(self.open_place(place)?, 0));
        }
        if self.stat_of(place)?.is_folder {
            return Err(FileError::IsFolder);
        }
        Ok(Body::Disk(File::open(self.on_disk(place)?)?))
    }

    fn open_to_write(&self, place: &Place, flag: Flag) -> Result<File, FileError> {
        let path = self.on_disk(place)?;
        let known = path.symlink_metadata().ok();
        if known.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            return Err(FileError::IsFolder);
        }
        if known.is_some() && flag.fresh {
            return Err(FileError::Exists);
        }
        if known.is_none() && !flag.create {
            return Err(FileError::Missing);
        }
        let made = Count { bytes: 0, files: u64::from(known.is_none()) };
        self.reserve(&mut self.used(), place.area, made)?;
        let opened = OpenOptions::new().read(true).write(true).create(flag.create).truncate(false).open(&path);
        let file = opened.inspect_err(|_| self.release(&mut self.used(), place.area, made))?;
        if flag.cut {
            self.set_len(&file, place.area, 0)?;
        }
        Ok(file)
    }

    /// Closes it.
    ///
    /// # Errors
    /// [`FileError::BadHandle`].
    pub fn close_handle(&self, number: u32) -> Result<(), FileError> {
        self.handles().open.remove(&number).map(drop).ok_or(FileError::BadHandle)
    }

    /// Reads from a position, or from where the last reading or writing ended.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn read_handle(&self, number: u32, position: Option<u64>, length: u64) -> Result<Vec<u8>, FileError> {
        let mut handles = self.handles();
        let handle = handles.open.get_mut(&number).filter(|handle| handle.flag.read).ok_or(FileError::BadHandle)?;
        match &mut handle.body {
            Body::Bundle(opened, at) => {
                let start = position.unwrap_or(*at);
                let bytes = opened.read_at(start, length)?;
                *at = start + bytes.len() as u64;
                Ok(bytes)
            }
            Body::Disk(file) => {
                if let Some(position) = position {
                    file.seek(SeekFrom::Start(position))?;
                }
                let mut bytes = Vec::new();
                file.take(length).read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }

    /// Writes at a position, at the end when it was opened so, or where the last reading or writing ended.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn write_handle(&self, number: u32, position: Option<u64>, bytes: &[u8]) -> Result<(), FileError> {
        let mut handles = self.handles();
        let handle = handles.open.get_mut(&number).filter(|handle| handle.flag.write).ok_or(FileError::BadHandle)?;
        let Body::Disk(file) = &mut handle.body else { return Err(FileError::BadHandle) };
        let before = file.metadata()?.len();
        let start = match position {
            _ if handle.flag.append => before,
            Some(position) => position,
            None => file.stream_position()?,
        };
        let end = start.checked_add(bytes.len() as u64).ok_or(FileError::Full)?;
        let more = Count { bytes: end.saturating_sub(before), files: 0 };
        self.reserve(&mut self.used(), handle.place.area, more)?;
        let written = file.seek(SeekFrom::Start(start)).and_then(|_| file.write_all(bytes));
        if let Err(error) = written {
            // On a full disk part of it may be there, which nobody would count: the file is as long as before.
            let _ = file.set_len(before);
            self.release(&mut self.used(), handle.place.area, more);
            return Err(error.into());
        }
        Ok(())
    }

    /// What is known of an open file.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn stat_handle(&self, number: u32) -> Result<Stat, FileError> {
        let place = self.handles().open.get(&number).map(|handle| handle.place.clone()).ok_or(FileError::BadHandle)?;
        self.stat_of(&place)
    }

    /// Cuts an open file, or fills it up with zeros.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn truncate_handle(&self, number: u32, length: u64) -> Result<(), FileError> {
        let handles = self.handles();
        let handle = handles.open.get(&number).filter(|handle| handle.flag.write).ok_or(FileError::BadHandle)?;
        let Body::Disk(file) = &handle.body else { return Err(FileError::BadHandle) };
        self.set_len(file, handle.place.area, length)
    }
}

impl Handles {
    /// Closes all.
    pub fn clear(&mut self) {
        self.open.clear();
    }

    /// Closes what is open at a place or below it: what goes away there would take room on the disk that nobody counts.
    pub fn let_go(&mut self, gone: &Place) {
        self.open.retain(|_, handle| below(&handle.place, gone).is_none());
    }

    /// What is open at a place or below it is at another one from now on.
    pub fn moved(&mut self, from: &Place, to: &Place) {
        self.open.retain(|_, handle| match below(&handle.place, from) {
            None => true,
            // One that can't be named any more would not be found when it goes away.
            Some(inside) => Place::parse(&format!("{}{inside}", to.shown())).map(|place| handle.place = place).is_ok(),
        });
    }
}

/// The rest of a place's name below another one, which may be empty; `None` when it is elsewhere. Some disks know no case, so
/// here none is known.
fn below<'a>(place: &'a Place, above: &Place) -> Option<&'a str> {
    let (name, top) = (place.path.as_ref()?.as_str(), above.path.as_ref()?.as_str());
    let mut rest = name.split('/');
    let is_above =
        place.area == above.area && top.split('/').all(|part| rest.next().is_some_and(|own| own.to_lowercase() == part.to_lowercase()));
    let length: usize = rest.map(|part| part.len() + 1).sum();
    is_above.then(|| name.get(name.len() - length..).unwrap_or_default())
}
