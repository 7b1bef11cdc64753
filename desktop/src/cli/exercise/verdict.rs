//! What became of a page, in one word and a sentence. It must not look at anything but what was seen.

use serde_json::{Value, json};

use super::visit::{Trouble, Visit};
use crate::folder::Folder;
use banchan_formats::{Diagnostic, Severity};

/// What became of a page; the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// It has no files.
    NoFiles,
    /// It did not open, or the program ended.
    Ended,
    /// A script threw while it opened.
    ScriptError,
    /// A component that it names is not there.
    NoComponent,
    /// A template, style or configuration file is wrong.
    BadFile,
    /// Nothing is to be seen.
    Empty,
    /// It opened, and a handler threw.
    HandlerError,
    /// It opened, and every handler ran.
    Opened,
}

impl Outcome {
    /// Every one, the best last.
    pub(super) const ALL: [Outcome; 8] =
        [Self::NoFiles, Self::Ended, Self::ScriptError, Self::NoComponent, Self::BadFile, Self::Empty, Self::HandlerError, Self::Opened];

    /// Its name in the JSON form.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::NoFiles => "no_files",
            Self::Ended => "ended",
            Self::ScriptError => "script_error",
            Self::NoComponent => "no_component",
            Self::BadFile => "bad_file",
            Self::Empty => "empty",
            Self::HandlerError => "handler_error",
            Self::Opened => "opened",
        }
    }
}

/// One page with what became of it.
pub(super) struct Page {
    pub(super) path: String,
    pub(super) outcome: Outcome,
    pub(super) visit: Visit,
    /// What its files say: only what they alone say, and no script has.
    pub(super) found: Vec<Diagnostic>,
}

impl Page {
    /// Judges what was seen of `path`; `found` is what reading the files that it reaches found.
    pub(super) fn judge(path: String, visit: Visit, found: Vec<Diagnostic>) -> Self {
        let wrong = || found.iter().filter(|one| one.severity == Severity::Error);
        let mut errors = visit.troubles.iter().filter(|one| !one.warning);
        let is_file = |one: &Trouble| !is_script(&one.path) && one.line > 0;
        let outcome = if wrong().any(|one| one.text == "this page has no files") {
            Outcome::NoFiles
        } else if !visit.ended.is_empty() {
            Outcome::Ended
        } else if visit.screen.is_broken || errors.clone().any(|one| one.during.starts_with("opening") && !is_file(one)) {
            Outcome::ScriptError
        } else if wrong().any(|one| one.text.starts_with("the component ")) {
            Outcome::NoComponent
        } else if wrong().next().is_some() || errors.clone().any(is_file) {
            Outcome::BadFile
        } else if visit.screen.is_empty() {
            Outcome::Empty
        } else if errors.next().is_some() {
            Outcome::HandlerError
        } else {
            Outcome::Opened
        };
        Self { path, outcome, visit, found }
    }

    /// The page in the JSON form.
    pub(super) fn json(&self, folder: &Folder) -> Value {
        let troubles = |warning: bool| -> Vec<Value> {
            let mut list: Vec<Value> = Vec::new();
            let seen = self.visit.troubles.iter().filter(|one| one.warning == warning);
            list.extend(seen.map(|one| {
                json!({ "file": shown(folder, &one.path), "line": one.line, "column": one.column, "text": one.text, "during": one.during })
            }));
            let read = self.found.iter().filter(|one| (one.severity == Severity::Warning) == warning);
            list.extend(read.map(|one| {
                json!({ "file": shown(folder, &one.path), "line": one.line, "column": one.column, "text": one.text, "during": "reading" })
            }));
            list
        };
        json!({ "path": self.path, "outcome": self.outcome.name(), "elements": self.visit.screen.elements(), "texts": self.visit.screen.texts(),
            "handlers": self.visit.handlers, "fired": self.visit.fired, "ended": self.visit.ended, "errors": troubles(false),
            "warnings": troubles(true), "missing": self.visit.missing })
    }

    /// What went wrong, a line each: `file:line:column: text`.
    pub(super) fn lines(&self, folder: &Folder) -> Vec<String> {
        let place = |path: &str, line: u32, column: u32| match line {
            0 => shown(folder, path),
            _ => format!("{}:{line}:{}", shown(folder, path), column.max(1)),
        };
        let mut lines: Vec<String> = Vec::new();
        if !self.visit.ended.is_empty() {
            lines.push(self.visit.ended.clone());
        }
        let errors = self.visit.troubles.iter().filter(|one| !one.warning);
        lines.extend(errors.map(|one| format!("{}: {} ({})", place(&one.path, one.line, one.column), one.text, one.during)));
        let errors = self.found.iter().filter(|one| one.severity == Severity::Error);
        lines.extend(errors.map(|one| format!("{}: {}", place(&one.path, one.line, one.column), one.text)));
        lines
    }
}

fn is_script(path: &str) -> bool {
    [".js", ".ts", ".wxs", ".sjs", ".cjs", ".mjs"].iter().any(|ending| path.ends_with(ending))
}

fn shown(folder: &Folder, path: &str) -> String {
    if path.is_empty() { String::new() } else { folder.shown(path) }
}
