//! The files of one mini-program, cheap to open: what a zip holds is inflated when it is first read. It must not
//! touch a disk or know what a file means.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use super::zipped::Archive;
use super::{BundleError, SafePath};
use crate::diag::{Diagnostic, place};

/// What a bundle may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many files.
    pub files: usize,
    /// Bytes of one file, unpacked.
    pub file_bytes: u64,
    /// Bytes of all files, unpacked.
    pub total_bytes: u64,
    /// How many times its packed size a file may unpack to. Files below 64 KiB are free: text of blanks is not a bomb.
    pub ratio: u64,
}

impl Default for Limits {
    /// Room for every real mini-program (WeChat's own limit is 30 MB in all).
    fn default() -> Self {
        Self { files: 10_000, file_bytes: 20 << 20, total_bytes: 64 << 20, ratio: 250 }
    }
}

/// The files of a mini-program, by [`SafePath`]. Shared between threads; reading needs no lock that a slow reader holds.
#[derive(Clone, Debug)]
pub struct Files {
    entries: BTreeMap<SafePath, Arc<Entry>>,
    total: u64,
}

#[derive(Debug)]
struct Entry {
    size: u64,
    data: OnceLock<Option<Box<[u8]>>>,
    source: Option<(Arc<Archive>, usize)>,
}

impl Entry {
    fn bytes(&self) -> Option<&[u8]> {
        self.data
            .get_or_init(|| {
                let (archive, index) = self.source.as_ref()?;
                archive.read(*index, self.size).map(Vec::into_boxed_slice)
            })
            .as_deref()
    }
}

impl Files {
    /// A file's bytes for somebody who keeps them elsewhere: here, what was not read before is not kept.
    #[must_use]
    pub fn copy(&self, path: &SafePath) -> Option<Vec<u8>> {
        let entry = self.entries.get(path)?;
        match (entry.data.get(), &entry.source) {
            (Some(kept), _) => kept.as_deref().map(<[u8]>::to_vec),
            (None, Some((archive, index))) => archive.read(*index, entry.size),
            (None, None) => None,
        }
    }

    /// Opens a zip and proves every file in it: names, sizes, checksums. What is read later is inflated again and kept.
    ///
    /// # Errors
    /// [`BundleError`]: the first thing found that a bundle must not have.
    pub fn from_zip(bytes: Vec<u8>, limits: &Limits) -> Result<Self, BundleError> {
        let files = Self::from_proven_zip(bytes, limits)?;
        files.prove()?;
        Ok(files)
    }

    /// Opens a zip whose bytes were proven before (by a hash that was taken when [`Files::from_zip`] accepted it): the
    /// directory is checked in full, contents only when read. [`Files::read`] answers `None` for a damaged one.
    ///
    /// # Errors
    /// As [`Files::from_zip`], but for contents.
    pub fn from_proven_zip(bytes: Vec<u8>, limits: &Limits) -> Result<Self, BundleError> {
        let (archive, listed) = Archive::open(bytes, limits)?;
        let archive = Arc::new(archive);
        let entries = listed.into_iter().map(|item| {
            let entry = Entry { size: item.size, data: OnceLock::new(), source: Some((archive.clone(), item.index)) };
            Ok((item.path, entry))
        });
        Self::collect(entries, limits)
    }

    /// Takes loose files, as read from a folder. Names are as in a zip: relative, with `/`.
    ///
    /// # Errors
    /// [`BundleError`] for names, counts and sizes; other errors belong to zips.
    pub fn from_entries<I>(entries: I, limits: &Limits) -> Result<Self, BundleError>
    where
        I: IntoIterator<Item = (String, Vec<u8>)>,
    {
        let entries = entries.into_iter().map(|(name, data)| {
            let size = data.len() as u64;
            let data = OnceLock::from(Some(data.into_boxed_slice()));
            Ok((SafePath::parse(&name)?, Entry { size, data, source: None }))
        });
        Self::collect(entries, limits)
    }

    fn collect(entries: impl Iterator<Item = Result<(SafePath, Entry), BundleError>>, limits: &Limits) -> Result<Self, BundleError> {
        let mut files = Self { entries: BTreeMap::new(), total: 0 };
        let mut folded: HashMap<String, SafePath> = HashMap::new();
        for entry in entries {
            let (path, entry) = entry?;
            if files.entries.len() >= limits.files {
                return Err(BundleError::TooManyFiles { limit: limits.files });
            }
            if entry.size > limits.file_bytes {
                return Err(BundleError::FileTooLarge { path: path.to_string(), limit: limits.file_bytes });
            }
            files.total = files.total.saturating_add(entry.size);
            if files.total > limits.total_bytes {
                return Err(BundleError::TooLarge { limit: limits.total_bytes });
            }
            if let Some(first) = folded.insert(path.folded(), path.clone()) {
                if first == path {
                    return Err(BundleError::Duplicate { path: path.to_string() });
                }
                return Err(BundleError::CaseCollision { first: first.to_string(), second: path.to_string() });
            }
            files.entries.insert(path, Arc::new(entry));
        }
        for path in files.entries.keys() {
            files.refuse_file_as_folder(path, &folded)?;
        }
        Ok(files)
    }

    fn refuse_file_as_folder(&self, path: &SafePath, folded: &HashMap<String, SafePath>) -> Result<(), BundleError> {
        let name = path.folded();
        for (at, _) in name.match_indices('/') {
            if let Some(file) = name.get(..at).and_then(|folder| folded.get(folder)) {
                return Err(BundleError::FileAndFolder { path: file.to_string() });
            }
        }
        Ok(())
    }

    /// Inflates every file once and compares sizes and checksums, keeping nothing.
    ///
    /// # Errors
    /// [`BundleError::Damaged`] names the first bad file.
    pub fn prove(&self) -> Result<(), BundleError> {
        for (path, entry) in &self.entries {
            if let Some((archive, index)) = &entry.source
                && !archive.is_whole(*index, entry.size)
            {
                return Err(BundleError::Damaged { path: path.to_string() });
            }
        }
        Ok(())
    }

    /// The bytes of a file, or `None` when there is none of that name (or its content is damaged).
    #[must_use]
    pub fn read(&self, path: impl AsRef<str>) -> Option<&[u8]> {
        self.entries.get(path.as_ref())?.bytes()
    }

    /// A file as text: without a byte order mark, broken UTF-8 replaced.
    #[must_use]
    pub fn text(&self, path: impl AsRef<str>) -> Option<Cow<'_, str>> {
        let bytes = self.read(path)?;
        Some(String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)))
    }

    /// What to say of a file that is meant to be text and is not UTF-8, with the first place that is not.
    #[must_use]
    pub fn not_text(&self, path: &str) -> Option<Diagnostic> {
        let bytes = self.read(path)?;
        let Err(broken) = std::str::from_utf8(bytes) else { return self.zero(path, bytes) };
        let (kept, _) = bytes.split_at_checked(broken.valid_up_to())?;
        let (line, column) = place(std::str::from_utf8(kept).unwrap_or_default(), kept.len());
        let text = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "this file is in UTF-16, not in UTF-8, and can't be read",
            _ => "this file is not in UTF-8: there are bytes here that are no text",
        };
        Some(Diagnostic::error(path, line, column, text).with_help("save it in UTF-8"))
    }

    fn zero(&self, path: &str, bytes: &[u8]) -> Option<Diagnostic> {
        let at = bytes.iter().position(|byte| *byte == 0)?;
        let (line, column) = place(std::str::from_utf8(bytes).unwrap_or_default(), at);
        Some(Diagnostic::warning(path, line, column, "there is a zero byte here; it is read as \u{fffd}"))
    }

    /// Whether there is a file of that name.
    #[must_use]
    pub fn contains(&self, path: impl AsRef<str>) -> bool {
        self.entries.contains_key(path.as_ref())
    }

    /// Bytes of a file, unpacked, without reading it.
    #[must_use]
    pub fn size(&self, path: impl AsRef<str>) -> Option<u64> {
        self.entries.get(path.as_ref()).map(|entry| entry.size)
    }

    /// All names, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &SafePath> {
        self.entries.keys()
    }

    /// How many files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes of all files, unpacked.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.total
    }

    /// The files below a folder, named from there. Contents are shared, not copied. `""` is everything.
    #[must_use]
    pub fn below(&self, folder: &str) -> Self {
        let folder = folder.trim_matches('/');
        if folder.is_empty() || folder == "." {
            return self.clone();
        }
        let mut files = Self { entries: BTreeMap::new(), total: 0 };
        for (path, entry) in &self.entries {
            let rest = path.as_str().strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            if let Some(rest) = rest.and_then(|rest| SafePath::parse(rest).ok()) {
                files.total += entry.size;
                files.entries.insert(rest, entry.clone());
            }
        }
        files
    }

    /// The same files and, where its name is free, one more of another set (shared, not copied).
    #[must_use]
    pub fn with_file_of(mut self, other: &Self, path: &str) -> Self {
        if let Some((name, entry)) = other.entries.get_key_value(path)
            && !self.entries.contains_key(path)
        {
            self.total += entry.size;
            self.entries.insert(name.clone(), entry.clone());
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(names: &[&str]) -> Vec<(String, Vec<u8>)> {
        names.iter().map(|name| (name.to_string(), name.as_bytes().to_vec())).collect()
    }

    fn refused(names: &[&str], limits: &Limits) -> BundleError {
        Files::from_entries(entries(names), limits).expect_err("must be refused")
    }

    #[test]
    fn files_are_found_by_name_and_shared_below_a_folder() {
        let files = Files::from_entries(entries(&["mini/app.json", "mini/a/b.js", "banchan.json"]), &Limits::default()).unwrap();
        assert_eq!(files.read("mini/a/b.js"), Some(&b"mini/a/b.js"[..]));
        assert_eq!(files.read("nothing"), None);
        let below = files.below("mini/").with_file_of(&files, "banchan.json");
        assert_eq!(below.paths().map(ToString::to_string).collect::<Vec<_>>(), ["a/b.js", "app.json", "banchan.json"]);
        assert_eq!(below.total_bytes(), 11 + 13 + 12);
    }

    #[test]
    fn text_comes_without_its_byte_order_mark() {
        let files = Files::from_entries([("a.json".to_string(), b"\xef\xbb\xbf{}".to_vec())], &Limits::default()).unwrap();
        assert_eq!(files.text("a.json").as_deref(), Some("{}"));
    }

    #[test]
    fn names_that_differ_in_case_only_are_refused() {
        assert!(matches!(refused(&["A.js", "a.js"], &Limits::default()), BundleError::CaseCollision { .. }));
        assert!(matches!(refused(&["é.js", "e\u{301}.js"], &Limits::default()), BundleError::Duplicate { .. }));
    }

    #[test]
    fn name_that_is_file_and_folder_is_refused() {
        assert!(matches!(refused(&["a/b", "a"], &Limits::default()), BundleError::FileAndFolder { .. }));
        assert!(matches!(refused(&["A/b/c", "a/B"], &Limits::default()), BundleError::FileAndFolder { .. }));
    }

    #[test]
    fn caps_on_count_and_sizes_hold() {
        let small = |change: fn(&mut Limits)| {
            let mut limits = Limits::default();
            change(&mut limits);
            refused(&["abc", "defg"], &limits)
        };
        assert_eq!(small(|l| l.files = 1), BundleError::TooManyFiles { limit: 1 });
        assert_eq!(small(|l| l.file_bytes = 3), BundleError::FileTooLarge { path: "defg".into(), limit: 3 });
        assert_eq!(small(|l| l.total_bytes = 6), BundleError::TooLarge { limit: 6 });
    }
}
