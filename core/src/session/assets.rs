//! What a page's WebView may load: its document, our own script and style, pictures, fonts and media of the bundle.
//! Shared by all threads, so that loading never waits for a session; it must not reach anything else of the bundle.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use banchan_formats::bundle::Files;

use super::document::OWN_PREFIX;
use crate::broker::{Broker, Slot};
use crate::files::{OWN_SCHEME, media_type};
use crate::host::PageId;
use crate::packed::{Packed, carried};

/// One answer to a WebView.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Media type, with its charset where it is text.
    pub mime: &'static str,
    /// The bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Whether it may be kept: never for documents, whose content is of the moment.
    pub cache: bool,
}

/// Kinds of files that a page may load. Sources and data of a bundle are not among them.
const KINDS: &[(&str, &str)] = &[
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("bmp", "image/bmp"),
    ("ico", "image/x-icon"),
    ("avif", "image/avif"),
    ("svg", "image/svg+xml"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("aac", "audio/aac"),
    ("wav", "audio/wav"),
    ("ogg", "audio/ogg"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
];

/// Most bytes of a file of the mini-program's own that a page loads.
const MAX_OWN_FILE: u64 = 128 << 20;

/// What a page loads for `wxfile://…`, after [`OWN_PREFIX`]; with it, `files::SERVED_AT`.
const FILE_PREFIX: &str = "file/";

/// The files and documents of one session.
pub struct Assets {
    files: Arc<Files>,
    slot: Slot,
    broker: Arc<dyn Broker>,
    documents: Mutex<HashMap<PageId, Document>>,
}

/// A page's document, and whether a page that was made from it said that it listens.
struct Document {
    html: Arc<str>,
    greeted: bool,
}

/// What a page's greeting means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greeting {
    /// It is the first one of this document.
    First,
    /// The page loaded itself again.
    Again,
    /// There is no such page.
    Unknown,
}

impl Assets {
    /// Nothing but the bundle yet; the mini-program's own files are asked for at the broker.
    pub fn new(files: Arc<Files>, slot: Slot, broker: Arc<dyn Broker>) -> Self {
        Self { files, slot, broker, documents: Mutex::default() }
    }

    fn documents(&self) -> std::sync::MutexGuard<'_, HashMap<PageId, Document>> {
        // Only whole documents are ever put in, so what a failed thread left is whole.
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the document of a page.
    pub fn set_document(&self, page: PageId, html: String) {
        self.documents().insert(page, Document { html: html.into(), greeted: false });
    }

    /// A page says that it listens.
    pub fn greet(&self, page: PageId) -> Greeting {
        match self.documents().get_mut(&page).map(|document| std::mem::replace(&mut document.greeted, true)) {
            Some(false) => Greeting::First,
            Some(true) => Greeting::Again,
            None => Greeting::Unknown,
        }
    }

    /// Forgets a page.
    pub fn remove(&self, page: PageId) {
        self.documents().remove(&page);
    }

    /// Whether a page is one of this session's.
    pub fn has(&self, page: PageId) -> bool {
        self.documents().contains_key(&page)
    }

    /// What page `page` loads from `path` (no leading slash; empty for its document). `None`: not there, or not for pages.
    pub fn read(&self, page: PageId, path: &str) -> Option<Asset> {
        let document = self.documents().get(&page).map(|document| document.html.clone())?;
        if path.is_empty() {
            return Some(Asset { mime: "text/html; charset=utf-8", bytes: Cow::Owned(document.as_bytes().to_vec()), cache: false });
        }
        self.read_file(path)
    }

    /// As [`Assets::read`] for what is the same on every page.
    pub fn read_file(&self, path: &str) -> Option<Asset> {
        if let Some(own) = path.strip_prefix(OWN_PREFIX) {
            if let Some(name) = own.strip_prefix(FILE_PREFIX) {
                return self.own_file(name);
            }
            return match own.strip_prefix("wxs/") {
                Some(key) => super::wxs::module(&self.files, key),
                None => own_asset(own),
            };
        }
        let mime = mime_of(path)?;
        let bytes = self.files.read(path)?;
        Some(Asset { mime, bytes: Cow::Owned(bytes.to_vec()), cache: true })
    }

    /// What the mini-program wrote or fetched is served as a picture, sound, video or font that its bytes say it is, or not
    /// at all.
    fn own_file(&self, name: &str) -> Option<Asset> {
        let bytes = self.broker.read_file(self.slot, &format!("{OWN_SCHEME}{name}"), MAX_OWN_FILE).ok()?;
        let mime = media_type(bytes.get(..64).unwrap_or(&bytes))?;
        Some(Asset { mime, bytes: Cow::Owned(bytes), cache: false })
    }
}

/// Media type of a file that pages may load.
pub fn mime_of(path: &str) -> Option<&'static str> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    KINDS.iter().find(|kind| kind.0 == ending).map(|kind| kind.1)
}

fn own_asset(name: &str) -> Option<Asset> {
    let script = "text/javascript; charset=utf-8";
    let late = |name: &str| late::LATE.iter().find(|(own, _)| *own == name).map(|(_, text)| *text);
    let (mime, text): (_, Cow<'static, str>) = match name {
        "view.js" => (script, VIEW_SCRIPT.text().into()),
        "wxs-realm.js" => (script, super::wxs::REALM.into()),
        "base.css" => ("text/css; charset=utf-8", VIEW_STYLE.text().into()),
        _ => (script, name.strip_prefix("late/").and_then(|name| name.strip_suffix(".js")).and_then(late)?.text().into()),
    };
    let bytes = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    };
    Some(Asset { mime, bytes, cache: true })
}

/// The view's scripts, joined by `build.rs` in the order of `view/manifest.json` into one function.
const VIEW_SCRIPT: Packed = carried!("view.js");

/// Scripts of the view that only pages with their elements load, joined likewise.
mod late {
    include!(concat!(env!("OUT_DIR"), "/late.rs"));
}

/// The view's style sheets, joined likewise.
const VIEW_STYLE: Packed = carried!("base.css");

#[cfg(test)]
mod tests {
    use super::*;
    use banchan_formats::bundle::Limits;

    #[test]
    fn sources_and_data_of_a_bundle_are_not_for_pages() {
        let names = ["app.js", "app.json", "p.wxml", "banchan.json", "a.png", "a.html", "noending"];
        let entries = names.map(|name| (name.to_string(), b"x".to_vec()));
        let files = Arc::new(Files::from_entries(entries, &Limits::default()).unwrap());
        let assets = Assets::new(files, Slot(1), Arc::new(crate::broker::NullBroker));
        let page = PageId(1);
        assert_eq!(assets.read(page, "a.png"), None, "no such page yet");
        assets.set_document(page, "<p>".into());
        let readable: Vec<&str> = names.into_iter().filter(|name| assets.read(page, name).is_some()).collect();
        assert_eq!(readable, ["a.png"]);
        assert_eq!(assets.read(page, "").unwrap().bytes, &b"<p>"[..]);
        assert!(assets.read(page, "../a.png").is_none());
    }

    #[test]
    fn own_files_are_served_where_styles_and_elements_look_for_them() {
        assert_eq!(format!("/{OWN_PREFIX}{FILE_PREFIX}"), crate::files::SERVED_AT);
    }

    #[test]
    fn the_view_is_served_whole() {
        let script = own_asset("view.js").unwrap();
        assert!(String::from_utf8_lossy(&script.bytes).contains("numberBelow"));
        assert!(!own_asset("base.css").unwrap().bytes.is_empty());
    }
}
