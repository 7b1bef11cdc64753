//! One page of a program: opened as a user opens it, its view answered for, every handler of its settled screen fired
//! once. What happened is kept in order; what it means is `verdict`'s business.

use std::sync::Arc;
use std::time::Duration;

use banchan_core::host::{EndReason, PageId};
use banchan_core::permission::Slot;
use banchan_core::session::{Note, Place};
use banchan_core::superapp::{DevOptions, SuperApp};
use banchan_formats::bundle::Files;
use serde_json::{Value, json};

use super::events;
use super::phone::{Phone, Told};
use super::screen::{Listener, Screen};

/// Longest wait for anything that must come.
const PATIENCE: Duration = Duration::from_secs(10);
/// A program that says nothing for so long has nothing under way.
const QUIET: Duration = Duration::from_millis(60);
/// A program that never rests (a clock on its page) is not waited for any longer.
const RESTLESS: Duration = Duration::from_millis(600);
/// A list of so many equal rows is tapped no further: one handler serves them all.
const ALIKE: usize = 5;
/// More handlers than one screen shows.
const MOST: usize = 400;
/// A page that sends its user away with every tap is opened again so often.
const REOPENED: usize = 20;

/// Something that went wrong in a script, a template or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// What.
    pub(super) text: String,
    /// File; empty when unknown.
    pub(super) path: String,
    /// Line, from 1; 0 when unknown.
    pub(super) line: u32,
    /// Column, from 1; 0 when unknown.
    pub(super) column: u32,
    /// What was going on: `opening`, or `tap of wx-button`.
    pub(super) during: String,
    /// Whether it is only a warning.
    pub(super) warning: bool,
}

/// What was seen of one page.
#[derive(Clone, Debug, Default)]
pub(super) struct Visit {
    /// What its settled screen showed.
    pub(super) screen: Screen,
    /// How many handlers were fired.
    pub(super) fired: usize,
    /// How many were there, equal rows left out.
    pub(super) handlers: usize,
    /// What went wrong while it was on top.
    pub(super) troubles: Vec<Trouble>,
    /// Calls that failed because they are not there yet, by name and each once.
    pub(super) missing: Vec<String>,
    /// Why it did not open, or why the program ended; empty for neither.
    pub(super) ended: String,
}

/// Opens `path` and lets it act.
pub(super) fn visit(core: &SuperApp, phone: &Arc<Phone>, files: &Files, path: &str) -> Visit {
    phone.clear();
    let mut visitor = Visitor {
        core,
        phone,
        files,
        path,
        seen: Visit::default(),
        at: 0,
        page: PageId(0),
        slot: Slot(0),
        marks: 0,
        during: "opening".into(),
    };
    visitor.run();
    visitor.seen
}

struct Visitor<'a> {
    core: &'a SuperApp,
    phone: &'a Arc<Phone>,
    files: &'a Files,
    path: &'a str,
    seen: Visit,
    /// How much of what the phone was told is read.
    at: usize,
    page: PageId,
    slot: Slot,
    marks: usize,
    during: String,
}

impl Visitor<'_> {
    fn run(&mut self) {
        if !self.open() {
            return;
        }
        self.remake();
        if !self.is_there() {
            self.seen.ended = "it went to another page and did not stay".into();
            return;
        }
        self.seen.screen = self.screen();
        let listeners = unlike(&self.seen.screen);
        self.seen.handlers = listeners.len();
        let mut reopened = 0;
        for (seq, one) in listeners.iter().enumerate() {
            if !self.is_there() {
                reopened += 1;
                if reopened > REOPENED || !self.open() {
                    break;
                }
                self.remake();
            }
            let tag = one.node.checked_sub(1).and_then(|at| self.seen.screen.nodes.get(at)).map(|node| node.tag.clone());
            self.during = format!("{} of {}", one.event, tag.unwrap_or_default());
            self.core.on_view_message(self.page, &events::message(&self.seen.screen, one, seq + 1));
            self.seen.fired += 1;
            self.read();
            self.come_back();
        }
        self.during = "resting".into();
        self.phone.rest(QUIET, RESTLESS);
        self.read();
        self.core.close(self.slot);
        self.phone.wait(self.at, PATIENCE, |told| matches!(told, Told::Ended(..)).then_some(()));
    }

    /// Opens the page and waits until it has settled.
    fn open(&mut self) -> bool {
        self.during = "opening".into();
        let options = DevOptions { place: Some(Place { path: self.path.into(), query: String::new() }), allow_loopback: false };
        let opened = self.core.open_files(self.files, options);
        match opened {
            Ok(opened) => self.slot = opened.slot,
            Err(why) => {
                self.seen.ended = why.to_string();
                self.read();
                return false;
            }
        }
        let slot = self.slot;
        let made = self.phone.wait(self.at, PATIENCE, |told| match told {
            Told::Made(page) if page.slot == slot => Some(page.clone()),
            _ => None,
        });
        let Some(made) = made.filter(|made| made.path == self.path) else {
            self.seen.ended = "another page opened in its place".into();
            return false;
        };
        self.page = made.page;
        self.seen.screen = self.screen();
        if self.seen.screen.is_broken {
            // Nobody listens behind it.
            self.take();
            self.core.close(self.slot);
            return false;
        }
        self.ready();
        self.settle();
        self.is_there()
    }

    fn screen(&self) -> Screen {
        let document = self.core.read_asset(self.page, "").map(|asset| asset.bytes.into_owned()).unwrap_or_default();
        Screen::read(&String::from_utf8_lossy(&document))
    }

    fn ready(&self) {
        let nodes = self.screen().nodes.len();
        self.core.on_view_message(self.page, &json!({ "t": "ready", "nodes": nodes }).to_string());
    }

    /// Has the document made again, so that it holds everything that came since.
    fn remake(&mut self) {
        let page = self.page;
        self.core.view_lost(page);
        let again = self.phone.wait(self.at, PATIENCE, |told| matches!(told, Told::Again(at) if *at == page).then_some(()));
        if again.is_some() {
            self.ready();
            self.read();
        }
    }

    /// Waits until the program rests, answering for the view meanwhile.
    fn settle(&mut self) {
        for _ in 0..4 {
            self.read();
            let before = self.phone.len();
            self.phone.rest(QUIET, RESTLESS);
            if self.phone.len() == before {
                break;
            }
        }
        self.read();
        self.come_back();
    }

    fn is_there(&self) -> bool {
        self.core.read_asset(self.page, "").is_some()
    }

    /// Whoever was sent to another page goes back; a page that was left for good is opened again by the caller.
    fn come_back(&mut self) {
        for _ in 0..10 {
            let page = self.page;
            let top = self.phone.since(0).into_iter().rev().find_map(|told| match told {
                Told::Shown(page) => Some(page),
                _ => None,
            });
            if top == Some(page) || !self.is_there() {
                return;
            }
            let from = self.at;
            self.core.back(self.slot);
            self.phone.wait(from, PATIENCE, |told| matches!(told, Told::Shown(_) | Told::Ended(..)).then_some(()));
            self.read();
        }
    }

    /// Reads what the program said until now: everything that the last message led to at once.
    fn read(&mut self) {
        // The core reads messages in order and repeats this one, so what came before it is done.
        self.marks += 1;
        let mark = format!("exercise {}", self.marks);
        self.core.on_view_message(self.page, &json!({ "t": "error", "text": mark }).to_string());
        let page = self.page;
        self.phone.wait(self.at, PATIENCE, |told| {
            let is_mark = matches!(told, Told::Noted(Note::Error { text, .. }) if *text == mark);
            (is_mark || matches!(told, Told::Ended(..)) || matches!(told, Told::Closed(at) if *at == page)).then_some(())
        });
        self.take();
    }

    fn take(&mut self) {
        let mut elsewhere = false;
        for told in self.phone.since(self.at) {
            self.at += 1;
            match told {
                Told::Posted(page, text) => self.answer(page, &text),
                Told::Ended(slot, EndReason::Failed { text }) if slot == self.slot => self.seen.ended = text,
                Told::Shown(page) => elsewhere = page != self.page,
                Told::Noted(Note::Page { path }) => elsewhere = path != self.path,
                Told::Noted(note) if !elsewhere => self.note(note),
                _ => {}
            }
        }
    }

    fn note(&mut self, note: Note) {
        match note {
            Note::Error { text, .. } if text.starts_with("exercise ") => {}
            Note::Error { text, path, line, column, during, warning } => {
                let during = if during.is_empty() { self.during.clone() } else { format!("{}, {during}", self.during) };
                let trouble = Trouble { text, path, line, column, during, warning };
                let is_known =
                    |known: &Trouble| (&known.text, &known.path, known.line, known.column) == (&trouble.text, &trouble.path, line, column);
                if !self.seen.troubles.iter().any(is_known) {
                    self.seen.troubles.push(trouble);
                }
            }
            Note::Api { name, ok: false, text } if text.contains("not supported") && !self.seen.missing.contains(&name) => {
                self.seen.missing.push(name);
            }
            _ => {}
        }
    }

    /// Answers a question as a view with everything 100 pixels wide would.
    fn answer(&self, page: PageId, text: &str) {
        let Ok(message) = serde_json::from_str::<Value>(text) else { return };
        let (Some(id), Some("call")) = (message["id"].as_u64().filter(|id| *id > 0), message["t"].as_str()) else { return };
        let one = |query: &Value| {
            let is_gone = query["n"].as_i64().is_none_or(|n| n > 1_000_000);
            let size = json!({ "left": 0, "top": 0, "right": 100, "bottom": 100, "width": 100, "height": 100, "scrollLeft": 0, "scrollTop": 0,
                "scrollWidth": 100, "scrollHeight": 100 });
            if is_gone { Value::Null } else { size }
        };
        let value = match message["queries"].as_array() {
            Some(queries) => queries.iter().map(one).collect(),
            None => Value::Null,
        };
        self.core.on_view_message(page, &json!({ "t": "answer", "id": id, "v": value }).to_string());
    }
}

/// Listeners of a screen, of equal rows only the first few.
fn unlike(screen: &Screen) -> Vec<Listener> {
    let mut counts = std::collections::HashMap::new();
    let mut kept = screen.listeners();
    kept.retain(|one| {
        let node = one.node.checked_sub(1).and_then(|at| screen.nodes.get(at));
        let kind = node.map(|node| (node.tag.clone(), node.attributes.get("class").cloned(), node.attributes.get("b").cloned()));
        let count = counts.entry((kind, one.event.clone())).or_insert(0);
        *count += 1;
        *count <= ALIKE
    });
    kept.truncate(MOST);
    kept
}
