//! A shell for tests: keeps what it is told, speaks for a page's view. Not a test itself.
#![allow(dead_code)] // each test file uses its own part of it

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use banchan_core::host::fake::FakePhone;
use banchan_core::host::{EndReason, Folders, Hosts, NewPage, PageId, SystemClock, Transition, View};
use banchan_core::logic::Limits;
use banchan_core::permission::Slot;
use banchan_core::session::{Note, Watcher};
use banchan_core::superapp::{Config, DevOptions, OpenError, Opened, SuperApp};
use banchan_formats::bundle::{self, Files};

/// What the shell was told, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Create(NewPage),
    Show(PageId),
    Close(PageId),
    Reload(PageId),
    Post(PageId, String),
    Ended(Slot, EndReason),
    Note(Note),
}

#[derive(Default)]
pub struct Shell {
    told: Mutex<Vec<Told>>,
    news: Condvar,
}

impl Shell {
    fn tell(&self, told: Told) {
        self.told.lock().unwrap().push(told);
        self.news.notify_all();
    }

    pub fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    /// Waits (ten seconds at most) for the first thing told at or after `from` that fits; answers it with the place after it.
    pub fn wait<T>(&self, from: usize, what: &str, fits: impl Fn(&Told) -> Option<T>) -> (T, usize) {
        let end = Instant::now() + Duration::from_secs(10);
        let mut told = self.told.lock().unwrap();
        loop {
            if let Some((at, found)) = told.iter().enumerate().skip(from).find_map(|(at, told)| Some((at, fits(told)?))) {
                return (found, at + 1);
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never told: {what}\nwhat was told: {told:#?}");
            told = self.news.wait_timeout(told, left).unwrap().0;
        }
    }
}

impl View for Shell {
    fn create_page(&self, page: NewPage) {
        self.tell(Told::Create(page));
    }
    fn show_page(&self, page: PageId, _transition: Transition) {
        self.tell(Told::Show(page));
    }
    fn close_page(&self, page: PageId) {
        self.tell(Told::Close(page));
    }
    fn reload_page(&self, page: PageId) {
        self.tell(Told::Reload(page));
    }
    fn post(&self, page: PageId, text: String) {
        self.tell(Told::Post(page, text));
    }
    fn ended(&self, slot: Slot, reason: EndReason) {
        self.tell(Told::Ended(slot, reason));
    }
}

impl Watcher for Shell {
    fn note(&self, _slot: Slot, note: Note) {
        self.tell(Told::Note(note));
    }
}

/// A super-app on a prepared phone.
pub struct Bench {
    pub app: SuperApp,
    pub shell: Arc<Shell>,
    pub phone: Arc<FakePhone>,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Bench {
        Self::with_limits(Limits::default())
    }

    pub fn with_limits(limits: Limits) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let shell = Arc::new(Shell::default());
        let phone = Arc::new(FakePhone::default());
        // Timers and deadlines run on real time.
        let hosts = Hosts { view: shell.clone(), clock: Arc::new(SystemClock), ..phone.hosts() };
        let config = Config {
            hosts,
            folders: Folders::under(folder.path()),
            registries: Vec::new(),
            shell_origin: "http://127.0.0.1:1".into(),
            watcher: shell.clone(),
            limits,
        };
        Bench { app: SuperApp::new(config).unwrap(), shell, phone, _folder: folder }
    }

    pub fn open(&self, files: &[(&str, &str)]) -> Result<Opened, OpenError> {
        self.app.open_files(&self::files(files), DevOptions::default())
    }

    /// Opens a program and answers for the view of its first page.
    pub fn page(&self, files: &[(&str, &str)]) -> (Opened, PageId, usize) {
        let opened = self.open(files).unwrap_or_else(|error| panic!("{error}\n{:#?}", self.shell.told()));
        let (page, at) = self.shell.wait(0, "a page", |told| match told {
            Told::Create(page) if page.slot == opened.slot => Some(page.page),
            _ => None,
        });
        self.ready(page);
        (opened, page, at)
    }

    pub fn document(&self, page: PageId) -> String {
        let asset = self.app.read_asset(page, "").expect("the page has a document");
        String::from_utf8(asset.bytes.to_vec()).unwrap()
    }

    /// Says `ready` as the view does, with its own count of nodes.
    pub fn ready(&self, page: PageId) {
        let nodes = count_nodes(&self.document(page));
        self.app.on_view_message(page, &format!(r#"{{"t":"ready","nodes":{nodes}}}"#));
    }

    /// Taps the element whose text contains `text`.
    pub fn tap(&self, page: PageId, text: &str) {
        let document = self.document(page);
        let n = node_with(&document, text).unwrap_or_else(|| panic!("no text {text} in {document}\n{:#?}", self.shell.told()));
        self.app.on_view_message(
            page,
            &format!(r#"{{"t":"event","n":{n},"type":"tap","detail":{{"x":1,"y":1}},"touches":[],"changedTouches":[],"ts":1,"seq":1}}"#),
        );
    }

    /// Waits for a patch that contains `text`.
    pub fn patched(&self, from: usize, page: PageId, text: &str) -> usize {
        self.shell
            .wait(from, &format!("a patch with {text}"), |told| {
                matches!(told, Told::Post(at, patch) if *at == page && patch.contains(text)).then_some(())
            })
            .1
    }

    pub fn console(&self, from: usize, line: &str) -> usize {
        self.shell
            .wait(from, &format!("console: {line}"), |told| {
                matches!(told, Told::Note(Note::Console { text, .. }) if text.contains(line)).then_some(())
            })
            .1
    }

    pub fn ended(&self, slot: Slot) -> EndReason {
        self.shell
            .wait(0, "the end", |told| match told {
                Told::Ended(at, reason) if *at == slot => Some(reason.clone()),
                _ => None,
            })
            .0
    }

    pub fn error(&self, from: usize, part: &str) -> (String, u32, u32) {
        self.shell
            .wait(from, &format!("an error with {part}"), |told| match told {
                Told::Note(Note::Error { text, path, line, column, .. }) if text.contains(part) => Some((path.clone(), *line, *column)),
                _ => None,
            })
            .0
    }
}

pub fn files(entries: &[(&str, &str)]) -> Files {
    let entries = entries.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec()));
    Files::from_entries(entries, &bundle::Limits::default()).unwrap()
}

/// The nodes of the first screen in document order, as the view numbers them: `(is element, text or tag)`.
fn nodes(document: &str) -> Vec<String> {
    let (_, rest) = document.split_once("<wx-page").expect("a page element");
    let (_, rest) = rest.split_once('>').unwrap();
    let (inside, _) = rest.rsplit_once("</wx-page>").unwrap();
    let mut found = Vec::new();
    let mut rest = inside;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let (text, after) = comment.split_once("-->").unwrap();
            if text == "t" {
                found.push(String::new());
            }
            rest = after;
        } else if let Some(tag) = rest.strip_prefix("</") {
            rest = tag.split_once('>').unwrap().1;
        } else if let Some(tag) = rest.strip_prefix('<') {
            let (tag, after) = tag.split_once('>').unwrap();
            found.push(format!("<{tag}>"));
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            found.push(rest[..end].to_string());
            rest = &rest[end..];
        }
    }
    found
}

fn count_nodes(document: &str) -> usize {
    nodes(document).len()
}

/// Number of the text node that contains `text`; nodes are counted from 1, the page itself is 0.
fn node_with(document: &str, text: &str) -> Option<usize> {
    nodes(document).iter().position(|node| !node.starts_with('<') && node.contains(text)).map(|at| at + 1)
}
