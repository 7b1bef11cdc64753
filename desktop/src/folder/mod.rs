//! A developer's source folder -> [`Files`], without a build step: `miniprogramRoot` and npm packages are followed, and
//! what is no part of the program (`.git`, `node_modules`) is left out. It must not judge what it reads.

mod less;
mod npm;
mod styles;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use banchan_formats::Diagnostic;
use banchan_formats::bundle::{BundleError, Files, Limits, SafePath};
use banchan_formats::manifest;

/// Folders deeper than this are a loop of links or no mini-program.
const MAX_DEPTH: usize = 40;

/// The files of a folder, named as the mini-program names them.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The files.
    pub files: Files,
    /// What was left out and why, a sentence each.
    pub notes: Vec<String>,
    /// What was wrong with Sass and Less, each with the program's style sheet that is empty for it.
    pub found: Vec<(String, Diagnostic)>,
    /// Name in the program -> path below the folder, where they differ.
    origins: HashMap<String, String>,
    root: String,
}

/// Why a folder can't be read as a mini-program.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It is not there, or not a folder.
    #[error("{} is not a folder. Name the folder that holds app.json", .0.display())]
    NotAFolder(PathBuf),
    /// The disk said no.
    #[error("{} can't be read: {reason}", path.display())]
    Disk {
        /// Where.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The files do not make a bundle.
    #[error("{}: {why}", path.display())]
    Bundle {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        why: BundleError,
    },
    /// There is no app.json, but a folder below has one.
    #[error("{} has no app.json. Did you mean {}?", path.display(), path.join(below).display())]
    Below {
        /// The folder.
        path: PathBuf,
        /// Where one is.
        below: String,
    },
}

/// Files found on the disk: name below the folder, bytes.
pub(crate) type Entries = Vec<(String, Vec<u8>)>;

impl Folder {
    /// Reads a folder with the default limits of a bundle.
    ///
    /// # Errors
    /// [`FolderError`], with what to do.
    pub fn read(folder: &Path) -> Result<Self, FolderError> {
        if !folder.is_dir() {
            return Err(FolderError::NotAFolder(folder.into()));
        }
        let mut notes = Vec::new();
        let mut entries = Vec::new();
        walk(folder, "", 0, &mut entries, &mut notes)?;
        let broken = |why| FolderError::Bundle { path: folder.into(), why };
        let source = Files::from_entries(entries, &Limits::default()).map_err(broken)?;
        let root = manifest::root_folder(&source).unwrap_or_default();
        let rooted = manifest::rooted(&source);
        if !["app.json", "manifest.json", "index.html"].iter().any(|name| rooted.contains(name))
            && let Some(below) = source.paths().find_map(|path| path.as_str().strip_suffix("/app.json"))
        {
            return Err(FolderError::Below { path: folder.into(), below: below.into() });
        }
        let packages = npm::packages(folder, &root, &rooted, &mut notes);
        let mut origins = HashMap::new();
        let mut entries: Entries = rooted.paths().filter_map(|path| Some((path.to_string(), rooted.read(path)?.to_vec()))).collect();
        let mut files = rooted;
        if !packages.is_empty() {
            for file in packages {
                origins.insert(file.name.clone(), file.origin);
                entries.push((file.name, file.bytes));
            }
            files = Files::from_entries(entries.clone(), &Limits::default()).map_err(broken)?;
        }
        let made = styles::compile(&files);
        // Sheets of packages were there to be imported.
        let is_over = |name: &str| origins.contains_key(name) && styles::is_source(name);
        if !made.sheets.is_empty() || entries.iter().any(|(name, _)| is_over(name)) {
            entries.retain(|(name, _)| !made.sheets.contains_key(name) && !is_over(name));
            for (name, (origin, css)) in made.sheets {
                let origin = origins.get(&origin).cloned().unwrap_or_else(|| shown(&root, &origin));
                origins.insert(name.clone(), origin);
                entries.push((name, css.into_bytes()));
            }
            files = Files::from_entries(entries, &Limits::default()).map_err(broken)?;
        }
        Ok(Self { files, notes, found: made.found, origins, root })
    }

    /// The path below the folder of a file that the program calls `name`, for messages.
    #[must_use]
    pub fn shown(&self, name: &str) -> String {
        if let Some(origin) = self.origins.get(name) {
            return origin.clone();
        }
        shown(&self.root, name)
    }
}

fn shown(root: &str, name: &str) -> String {
    let is_beside = matches!(name, "banchan.json" | "project.config.json");
    if root.is_empty() || is_beside { name.to_string() } else { format!("{root}/{name}") }
}

/// What never belongs to the program: version control, editors, packages as npm lays them out, the system's own files.
fn is_left_out(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "node_modules" | "Thumbs.db" | "desktop.ini" | "__MACOSX" | "project.private.config.json")
}

/// Every file below a folder, by its name with `/` between parts. Links are left out: they may lead anywhere.
fn walk(folder: &Path, prefix: &str, depth: usize, entries: &mut Entries, notes: &mut Vec<String>) -> Result<(), FolderError> {
    if depth > MAX_DEPTH {
        notes.push(format!("{prefix} lies too deep and was left out"));
        return Ok(());
    }
    let disk = |error: std::io::Error| FolderError::Disk { path: folder.into(), reason: error.to_string() };
    for entry in std::fs::read_dir(folder).map_err(disk)? {
        let entry = entry.map_err(disk)?;
        let Ok(name) = entry.file_name().into_string() else {
            notes.push(format!("{} was left out: its name is not Unicode", entry.path().display()));
            continue;
        };
        if is_left_out(&name) {
            continue;
        }
        let inner = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        let kind = entry.file_type().map_err(disk)?;
        if kind.is_dir() {
            walk(&entry.path(), &inner, depth + 1, entries, notes)?;
        } else if !kind.is_file() {
            notes.push(format!("{inner} was left out: it is a link or device, not a file"));
        } else if let Err(error) = SafePath::parse(&inner) {
            notes.push(format!("a file was left out: {error}"));
        } else {
            let path = entry.path();
            let bytes = std::fs::read(&path).map_err(|error| FolderError::Disk { path, reason: error.to_string() })?;
            entries.push((inner, bytes));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
