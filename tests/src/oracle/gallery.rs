//! Programs with many pages as cases, one a page with the files that it can reach: the example gallery, which shows every
//! component of three libraries from npm, or any other folder. What happens to a page is `exercise`'s business.

use std::collections::BTreeMap;
use std::path::PathBuf;

use banchan::folder::Folder;
use banchan_formats::manifest::Manifest;
use serde_json::{Value as Json, json};

use super::Case;
use crate::tidy::root;

/// Endings of files that say what a page shows.
const ENDINGS: &[&str] = &["js", "ts", "json", "wxml", "wxs"];

/// A program with many pages.
pub struct Gallery {
    files: BTreeMap<String, String>,
    app: Json,
    pages: Vec<String>,
}

impl Gallery {
    /// The gallery as it is laid out by `cargo xtask examples`. `None`, with a line about it, where it is not.
    ///
    /// # Errors
    /// A file can't be read.
    pub fn open() -> Result<Option<Self>, String> {
        let folder = std::env::var_os("BANCHAN_GALLERY").map_or_else(|| root().join("target/examples/gallery"), PathBuf::from);
        if !folder.join("tdesign").is_dir() {
            println!("left out: the gallery is not laid out (cargo xtask examples)");
            return Ok(None);
        }
        Self::of(&Folder::read(&folder).map_err(|error| error.to_string())?).map(Some)
    }

    /// Any program.
    ///
    /// # Errors
    /// Its configuration can't be read.
    pub fn of(folder: &Folder) -> Result<Self, String> {
        let text = |path: &str| folder.files.text(path).map(std::borrow::Cow::into_owned);
        let known = |path: &str| ENDINGS.iter().any(|ending| path.strip_suffix(ending).is_some_and(|bare| bare.ends_with('.')));
        let names = folder.files.paths().map(ToString::to_string).filter(|path| known(path));
        let files: BTreeMap<String, String> = names.filter_map(|path| Some((path.clone(), text(&path)?))).collect();
        let (manifest, _) = Manifest::from_files(&folder.files).map_err(|error| error.to_string())?;
        let pages = manifest.pages.iter().map(ToString::to_string).collect();
        let app = files.get("app.json").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        Ok(Self { files, app, pages })
    }

    /// The page of each component.
    #[must_use]
    pub fn pages(&self) -> &[String] {
        &self.pages
    }

    /// A page with the files that it can reach, and no steps.
    #[must_use]
    pub fn case(&self, page: &str) -> Case {
        let mut files = BTreeMap::new();
        let mut todo: Vec<String> = ["js", "ts", "json", "wxml"].iter().map(|ending| format!("{page}.{ending}")).collect();
        todo.extend(["app.js".to_owned(), "app.ts".to_owned()]);
        let app = self.app_of(page);
        todo.extend(quoted(&app).flat_map(|name| self.named("app.json", name)));
        while let Some(path) = todo.pop() {
            let Some(text) = self.files.get(&path).filter(|_| !files.contains_key(&path)) else { continue };
            todo.extend(quoted(text).flat_map(|name| self.named(&path, name)));
            if let Some(bare) = path.strip_suffix(".json") {
                todo.extend(["js", "ts", "wxml"].iter().map(|ending| format!("{bare}.{ending}")));
            }
            files.insert(path, text.clone());
        }
        files.insert("app.json".to_owned(), app);
        Case { name: page.to_owned(), files, page: page.to_owned(), steps: Vec::new() }
    }

    /// The program's configuration as far as one page needs it.
    fn app_of(&self, page: &str) -> String {
        let mut app = self.app.clone();
        if let Some(keys) = app.as_object_mut() {
            keys.retain(|key, _| ["usingComponents", "useExtendedLib", "resolveAlias", "style"].contains(&key.as_str()));
            keys.insert("pages".into(), json!([page]));
        }
        app.to_string()
    }

    /// The files that a name in a file may mean.
    fn named(&self, from: &str, name: &str) -> Vec<String> {
        let mut bases = Vec::new();
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        bases.extend(joined(folder, name));
        // A package is found by `./name`, too.
        let bare = name.strip_prefix("./").unwrap_or(name);
        let mut at = folder;
        while !bare.starts_with('.') {
            bases.extend(joined(at, &format!("miniprogram_npm/{bare}")));
            if at.is_empty() {
                break;
            }
            at = at.rsplit_once('/').map_or("", |(up, _)| up);
        }
        let endings = ["", ".js", ".ts", ".json", ".wxml", ".wxs", "/index.js", "/index.ts", "/index.json"];
        let names = bases.iter().flat_map(|base| endings.iter().map(move |ending| format!("{base}{ending}")));
        names.filter(|name| !name.ends_with(".wxss") && self.files.contains_key(name)).collect()
    }
}

/// What stands between quotes and could name a file.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let fits = |part: &&str| {
        part.len() < 120 && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./_-@".contains(&byte))
    };
    text.split(['"', '\'']).filter(fits)
}

fn joined(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = if name.starts_with('/') { Vec::new() } else { folder.split('/').filter(|part| !part.is_empty()).collect() };
    for part in name.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}
