//! Programs that run both here and in npm glass-easel, and what is compared: see `tests/oracle/README.md`. Nothing in
//! here decides what is right.

mod exercise;
pub mod gallery;
pub mod generate;
mod ours;
mod theirs;

use std::collections::BTreeMap;

use banchan_core::tree::EventInit;
use serde_json::{Value as Json, json};

pub use exercise::{Exercised, exercise};
pub use ours::Ours;
pub use theirs::Oracle;

/// A program with what happens to it.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// What it is called in messages.
    pub name: String,
    /// Its files. Without an `app.json`, one that names the page is added.
    pub files: BTreeMap<String, String>,
    /// The page that is opened.
    pub page: String,
    /// What happens then, one after the other.
    pub steps: Vec<Step>,
}

/// Something that happens to a page.
#[derive(Clone, Debug)]
pub enum Step {
    /// `wx.onOracle` listeners of the program are called with this.
    Emit(Json),
    /// An event on an element, by its place in the outline.
    Event {
        /// Which element, counted in the order of the outline.
        at: usize,
        /// The event's name.
        name: String,
        /// Its detail.
        detail: Json,
    },
    /// A handler of the page that no element on its screen has, called as its method with an event of nowhere.
    Call {
        /// The method.
        name: String,
    },
    /// A built-in element with `model:` has a new value by itself.
    Model {
        /// Which element.
        at: usize,
        /// The attribute.
        name: String,
        /// The event by which it tells.
        event: String,
        /// The new value.
        value: Json,
    },
}

/// What one framework made of a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// After the first screen, and after each step: `{"shown": outline, "said": lines of console.log}`.
    pub seen: Vec<Json>,
    /// What went wrong, in each one's own words.
    pub errors: Vec<String>,
}

impl Case {
    /// The files with an `app.json`.
    #[must_use]
    pub fn all_files(&self) -> BTreeMap<String, String> {
        let mut files = self.files.clone();
        files.entry("app.json".into()).or_insert_with(|| json!({ "pages": [self.page] }).to_string());
        files
    }
}

impl Step {
    fn json(&self) -> Json {
        match self {
            Self::Emit(what) => what.clone(),
            Self::Event { at, name, detail } => {
                let (touches, bubbles) = (touches(name), EventInit::view(name).bubbles);
                json!({ "event": { "at": at, "name": name, "detail": detail, "bubbles": bubbles, "touches": touches } })
            }
            Self::Call { name } => json!({ "call": { "name": name, "event": nowhere() } }),
            Self::Model { at, name, value, .. } => json!({ "model": { "at": at, "name": name, "value": value } }),
        }
    }
}

/// An event that no element sent.
fn nowhere() -> Json {
    let place = json!({ "id": "", "dataset": {}, "offsetLeft": 0, "offsetTop": 0 });
    json!({ "type": "tap", "timeStamp": 0, "detail": {}, "target": place, "currentTarget": place, "mark": {}, "touches": [], "changedTouches": [] })
}

/// The finger of a touch or a tap.
fn touches(event: &str) -> Json {
    if !event.starts_with("touch") && !["tap", "longpress", "longtap"].contains(&event) {
        return json!([]);
    }
    json!([{ "identifier": 0, "pageX": 30, "pageY": 40, "clientX": 30, "clientY": 40 }])
}

impl Seen {
    /// Without what was logged: texts of errors, stacks and whole events are each framework's own.
    #[must_use]
    pub fn unsaid(mut self) -> Self {
        self.seen.iter_mut().filter_map(Json::as_object_mut).for_each(|seen| drop(seen.remove("said")));
        self
    }
}

/// Where two outlines part, in words; `None` when they are equal.
#[must_use]
pub fn difference(ours: &Seen, theirs: &Seen) -> Option<String> {
    for (at, (left, right)) in ours.seen.iter().zip(&theirs.seen).enumerate() {
        let mut path = String::new();
        if let Some(told) = first_difference(left, right, &mut path) {
            let when = if at == 0 { "first screen".to_owned() } else { format!("after step {at}") };
            return Some(format!("{when}, at {path}: {told}"));
        }
    }
    (ours.seen.len() != theirs.seen.len()).then(|| format!("{} screens here, {} there", ours.seen.len(), theirs.seen.len()))
}

fn first_difference(ours: &Json, theirs: &Json, path: &mut String) -> Option<String> {
    let length = path.len();
    match (ours, theirs) {
        (Json::Object(a), Json::Object(b)) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            // What an element is tells more than what is in it.
            names.sort_unstable_by_key(|name| (*name == "in", name.as_str() != "tag", name.as_str()));
            names.dedup();
            for name in names {
                path.push('.');
                path.push_str(name);
                if let Some(told) = first_difference(a.get(name).unwrap_or(&Json::Null), b.get(name).unwrap_or(&Json::Null), path) {
                    return Some(told);
                }
                path.truncate(length);
            }
            None
        }
        (Json::Array(a), Json::Array(b)) if !path.contains(".class") => {
            for at in 0..a.len().max(b.len()) {
                path.push_str(&format!("[{at}]"));
                if let Some(told) = first_difference(a.get(at).unwrap_or(&Json::Null), b.get(at).unwrap_or(&Json::Null), path) {
                    return Some(told);
                }
                path.truncate(length);
            }
            None
        }
        // A number is the same however it was written down.
        (Json::Number(a), Json::Number(b)) if a.as_f64() == b.as_f64() => None,
        _ if ours == theirs => None,
        _ => Some(format!("ours {}, glass-easel {}", short(ours), short(theirs))),
    }
}

fn short(value: &Json) -> String {
    let text = value.to_string();
    if text.len() <= 300 { text } else { text.chars().take(300).chain("...".chars()).collect() }
}
