//! What a developer sees of a running mini-program: a line in the terminal and in the panel beside the phone.

use std::io::IsTerminal;
use std::sync::Arc;

use banchan_core::permission::Slot;
use banchan_core::session::{Note, Watcher};
use serde_json::{Value, json};

use super::Link;

/// Sends notes to the panel, and prints them.
pub struct DevWatcher {
    link: Arc<Link>,
}

impl DevWatcher {
    /// For `banchan dev` only: what a mini-program logs is nobody else's business.
    #[must_use]
    pub fn new(link: Arc<Link>) -> Self {
        Self { link }
    }
}

impl Watcher for DevWatcher {
    fn note(&self, _slot: Slot, note: Note) {
        let Some((kind, line)) = line_of(&note) else { return };
        print(kind, &line);
        self.link.order("log", json!({ "kind": kind, "line": line }));
    }
}

/// A note as a line of the panel: which tab it belongs to, and what it says.
#[must_use]
pub fn line_of(note: &Note) -> Option<(&'static str, Value)> {
    Some(match note {
        Note::Console { level, text } => ("console", json!({ "level": level, "text": text })),
        Note::Error { text, path, line, column, during, warning } => {
            let place = if *line > 0 { format!("{path}:{line}:{column}") } else { path.clone() };
            let level = if *warning { "warn" } else { "error" };
            (if *warning { "console" } else { "errors" }, json!({ "level": level, "text": text, "where": place, "stack": during }))
        }
        Note::Api { name, ok, text } if matches!(name.as_str(), "request" | "downloadFile" | "uploadFile" | "connectSocket") => {
            ("requests", json!({ "level": if *ok { "log" } else { "error" }, "text": text, "where": name }))
        }
        Note::Api { name, ok: false, text } => ("apis", json!({ "level": "warn", "text": text, "where": name })),
        Note::Api { .. } => return None,
        Note::Page { path } => ("console", json!({ "level": "info", "text": format!("page {path}") })),
    })
}

/// A note in the terminal.
pub(crate) fn print_note(note: &Note) {
    if let Some((kind, line)) = line_of(note) {
        print(kind, &line);
    }
}

/// One line in the terminal. Control characters of a mini-program stay out of it.
fn print(kind: &str, line: &Value) {
    let field = |name: &str| clean(line[name].as_str().unwrap_or(""));
    let (text, place, level) = (field("text"), field("where"), field("level"));
    let (on, off) = match (std::io::stderr().is_terminal(), level.as_str()) {
        (true, "error") => ("\u{1b}[31m", "\u{1b}[0m"),
        (true, "warn") => ("\u{1b}[33m", "\u{1b}[0m"),
        _ => ("", ""),
    };
    let place = if place.is_empty() { String::new() } else { format!("  ({place})") };
    eprintln!("{on}{kind:>8}  {text}{place}{off}");
}

fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_to_their_tab() {
        let api = |name: &str, ok| Note::Api { name: name.into(), ok, text: "x".into() };
        let tab = |note| line_of(&note).map(|line| line.0);
        assert_eq!(tab(api("request", true)), Some("requests"));
        assert_eq!(tab(api("login", false)), Some("apis"));
        assert_eq!(tab(api("login", true)), None);
        let error = Note::Error { text: "boom".into(), path: "p/p.js".into(), line: 3, column: 7, during: "onLoad".into(), warning: false };
        let (kind, line) = line_of(&error).unwrap();
        assert_eq!((kind, line["where"].as_str()), ("errors", Some("p/p.js:3:7")));
    }

    #[test]
    fn a_mini_program_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\rc"), "a [2Jb c");
    }
}
