//! What every command answers with, and how it is printed. It must not know any command.

use std::fmt::Display;
use std::io::Write;

use banchan_formats::{Diagnostic, Severity};
use serde_json::{Value, json};

/// A command that was done, with its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All is well.
    Yes,
    /// It was looked at, and something is wrong with it.
    No,
}

impl Verdict {
    pub(super) fn of(is_well: bool) -> Self {
        if is_well { Self::Yes } else { Self::No }
    }
}

/// A command that could not be done: one sentence with what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Failure(String);

impl Failure {
    pub(super) fn new(told: impl Display) -> Self {
        Self(told.to_string())
    }
}

/// Prints a line. A reader that went away (`| head`) is no error.
pub(super) fn line(text: impl Display) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints JSON, indented.
pub(super) fn json(value: &Value) {
    line(format_args!("{value:#}"));
}

/// A finding as JSON. `path` is as the developer knows it.
pub(super) fn finding_json(found: &Diagnostic, path: &str) -> Value {
    json!({ "file": path, "line": found.line, "column": found.column, "text": found.text, "help": found.help })
}

/// A finding as editors and terminals make it a link: `file:line:column: error: text`.
pub(super) fn finding_line(found: &Diagnostic, path: &str) -> String {
    let kind = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let help = if found.help.is_empty() { String::new() } else { format!(" ({})", found.help) };
    match found.line {
        0 => format!("{path}: {kind}: {}{help}", found.text),
        _ => format!("{path}:{}:{}: {kind}: {}{help}", found.line, found.column.max(1), found.text),
    }
}
